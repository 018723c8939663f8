import { Button } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { comeIn } from './come-in.ts';

/** Opened from the mail. A click confirms, because programs that look at mail open links too. */
export default function ConfirmEmailScreen() {
  const t = useWords('doors');
  const [{ token = '' }] = useAddress();
  const act = useAct({
    run: () => ask(api.POST('/v1/auth/email/confirm', { body: { token } })),
    done: () => comeIn('/profile'),
  });
  return (
    <>
      <ScreenHead title={t('confirm.title')} text={t('confirm.text')} />
      <ErrorNote error={act.error} />
      <Button fullWidth mt="md" loading={act.busy} onClick={() => void act.start()}>
        {t('confirm.do')}
      </Button>
    </>
  );
}
