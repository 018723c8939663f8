import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { MailSettings } from './mail-form.ts';

type Diagnosis = Answer<'/v1/mail_settings/test', 'post'>;

/** Connects and logs in as the settings are saved, sends nothing, and says how far it came. */
export function MailTest({ mode }: { mode: MailSettings['mode'] }) {
  const t = useWords('settings');
  const [found, setFound] = useState<Diagnosis | null>(null);
  const test = useAct({
    run: (_: number, headers) => ask(api.POST('/v1/mail_settings/test', { headers })),
    done: setFound,
  });
  return (
    <Section title={t('mail.test')} text={t('mail.test_text')}>
      <Stack>
        <ErrorNote error={test.error} />
        <div role="status">
          {found && (
            <Alert color={found.ok ? 'teal' : 'red'} title={found.ok ? t('mail.test_ok') : titleOf(found, t)}>
              {found.said}
            </Alert>
          )}
        </div>
        <Group>
          <Button
            variant="default"
            loading={test.busy}
            disabled={mode === 'captures'}
            onClick={() => {
              setFound(null);
              void test.start(Date.now());
            }}
          >
            {t('mail.test_do')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function titleOf({ failed_at }: Diagnosis, t: ReturnType<typeof useWords>): string {
  return failed_at === null ? t('mail.test_not') : t('mail.test_failed', { stage: t(`mail.stages.${failed_at}`) });
}
