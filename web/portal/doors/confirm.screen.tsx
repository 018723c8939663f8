import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { useMailedToken } from './token.ts';

/** A change that was asked for is confirmed by who has the mail: by a button, since programs open links too. */
export default function ConfirmScreen() {
  const t = useWords('doors');
  const api = useApi();
  const token = useMailedToken();
  const [what, setWhat] = useState<'email' | 'payout_method' | null>(null);
  const act = useAct({
    run: (body: { token: string }, headers) => ask(api.POST('/v1/center/confirmations', { body, headers })),
    done: (answer) => setWhat(answer.what),
  });
  const open = (
    <Button component={Link} to={hrefOf('/')} variant={what === null ? 'default' : 'filled'}>
      {t('confirm.open')}
    </Button>
  );
  if (what !== null)
    return (
      <>
        <ScreenHead title={t('confirm.done')} />
        <Stack>
          <Text role="status">{t(`confirm.${what}_done`)}</Text>
          {open}
        </Stack>
      </>
    );
  return (
    <>
      <ScreenHead title={t('confirm.title')} text={token === null ? t('confirm.no_token') : t('confirm.text')} />
      <Stack>
        <ErrorNote error={act.error} />
        {token !== null && (
          <Button loading={act.busy} onClick={() => void act.start({ token })}>
            {t('confirm.do')}
          </Button>
        )}
        {(token === null || act.error !== null) && open}
      </Stack>
    </>
  );
}
