import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMe } from '../center.ts';

/** The address: a new one counts once its mail is confirmed, and the old one is told. */
export function Email() {
  const t = useWords('settings');
  const api = useApi();
  const me = useMe();
  const [sent, setSent] = useState<string | null>(null);
  const form = useApiForm({
    initial: { email: '' },
    run: (body, headers) => ask(api.POST('/v1/center/me/email', { body, headers })),
    done: (_, { email }) => {
      setSent(email);
      form.fields.reset();
    },
  });
  return (
    <Section title={t('email.title')} text={t('email.text')}>
      <Stack>
        <Facts
          facts={[
            [t('email.now'), me.email ?? '–'],
            me.email_waiting && [
              t('email.waiting'),
              <span key="w">
                {me.email_waiting.hint} (<Instant at={me.email_waiting.until} />)
              </span>,
            ],
          ]}
        />
        {sent && (
          <Alert color="teal" role="status">
            {t('email.sent', { email: sent })}
          </Alert>
        )}
        <form ref={form.ref} onSubmit={form.submit}>
          <Group align="flex-end" gap="xs">
            <TextInput
              label={t('email.new')}
              type="email"
              autoComplete="email"
              required
              style={{ flex: '1 1 14rem', maxWidth: '24rem' }}
              {...form.field('email')}
            />
            <Button type="submit" variant="default" loading={form.busy}>
              {t('email.do')}
            </Button>
          </Group>
          <ErrorNote error={form.error} />
        </form>
      </Stack>
    </Section>
  );
}
