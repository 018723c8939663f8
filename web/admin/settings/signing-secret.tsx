import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

/** What the owner's server signs with; shown to who proves anew that they are themselves. */
export function SigningSecret() {
  const t = useWords('settings');
  const [secret, setSecret] = useState<string | null>(null);
  const show = useAct({
    run: () => ask(api.GET('/v1/signing_secret')),
    done: (answer) => setSecret(answer.signing_secret),
  });
  return (
    <Section title={t('signing.title')} text={t('signing.text')}>
      <Stack align="stretch">
        <ErrorNote error={show.error} />
        {secret === null ? (
          <Button
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            loading={show.busy}
            onClick={() => void show.start()}
          >
            {t('signing.show')}
          </Button>
        ) : (
          <>
            <CopyField label={t('signing.secret')} value={secret} />
            <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setSecret(null)}>
              {t('signing.hide')}
            </Button>
          </>
        )}
      </Stack>
    </Section>
  );
}
