import { Button, Group, Stack, TextInput } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMayChange, useMe } from '../center.ts';

/** The partner's name, and what cannot be changed here. */
export function Details() {
  const t = useWords('settings');
  const me = useMe();
  const mayChange = useMayChange();
  return (
    <Section title={t('details.title')}>
      <Stack>
        {mayChange && <NameForm name={me.name ?? ''} />}
        <Facts
          facts={[
            !mayChange && [t('details.name'), me.name ?? '–'],
            !mayChange && [t('email.now'), me.email ?? '–'],
            [t('details.code'), me.code],
            [t('details.program'), me.program.name],
            [t('details.joined'), <Instant key="j" at={me.joined_at} to="day" />],
          ]}
        />
      </Stack>
    </Section>
  );
}

function NameForm({ name }: { name: string }) {
  const t = useWords('settings');
  const api = useApi();
  const form = useApiForm({
    initial: { name },
    run: (body, headers) => ask(api.PATCH('/v1/center/me', { body, headers })),
    done: () => notifyDone(t('saved')),
  });
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t('details.name')}
          autoComplete="name"
          required
          style={{ flex: '1 1 14rem', maxWidth: '24rem' }}
          {...form.field('name')}
        />
        <Button type="submit" variant="default" loading={form.busy}>
          {t('save')}
        </Button>
      </Group>
      <ErrorNote error={form.error} />
    </form>
  );
}
