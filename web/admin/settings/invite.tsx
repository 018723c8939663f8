import { Button, Stack, TextInput } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { type Role, RoleChoices } from './role-choices.tsx';

/** Invites somebody by mail. */
export function Invite({ close }: { close: () => void }) {
  const t = useWords('settings');
  const form = useApiForm({
    initial: { email: '', role: 'manager' as Role },
    codes: { already_a_member: 'email' },
    run: ({ email, role }, headers) =>
      ask(api.POST('/v1/invitations', { body: { email: email.trim(), role }, headers })),
    done: (_, { email }) => {
      notifyDone(t('team.invited', { email }));
      close();
    },
  });
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate>
      <Stack>
        <TextInput
          label={t('team.email')}
          description={t('team.email_text')}
          type="email"
          required
          data-autofocus
          {...form.field('email')}
        />
        <RoleChoices value={form.values.role} onChange={(role) => form.fields.setFieldValue('role', role)} />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('team.send')}
        </Button>
      </Stack>
    </form>
  );
}
