import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay, useMe } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import type { Kind } from './kinds.ts';
import { type Draft, sentOf } from './use-template-preview.ts';

interface SendTestProps {
  readonly kind: Kind;
  readonly draft: Draft;
  readonly partner: string | null;
}

/** Sends what the preview shows to an address of choice. */
export function SendTest({ kind, draft, partner }: SendTestProps) {
  const t = useWords('messages');
  const may = useMay('settings');
  const { user } = useMe();
  const [sent, setSent] = useState<Answer<'/v1/message_templates/{kind}/test', 'post'> | null>(null);
  const form = useApiForm({
    initial: { to: user.email },
    run: ({ to }) =>
      ask(
        api.POST('/v1/message_templates/{kind}/test', {
          params: { path: { kind } },
          body: { ...sentOf(draft, partner), to: to.trim() },
        }),
      ),
    done: setSent,
  });
  if (!may) return null;
  return (
    <Section title={t('test.title')} text={t('test.text')}>
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        <Stack>
          <TextInput label={t('test.to')} type="email" required {...form.field('to')} />
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" variant="default" loading={form.busy}>
              {t('test.do')}
            </Button>
            <Text size="sm" role="status">
              {sent && (
                <>
                  {t('test.done', { to: sent.to ?? '' })}{' '}
                  <Anchor component={Link} to={hrefOf('/messages/$message_id', { message_id: sent.id })}>
                    {t('test.see')}
                  </Anchor>
                </>
              )}
            </Text>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
