import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { useComeIn } from './come-in.ts';
import { useMailedToken } from './token.ts';

/** A new password: asks for the mail, and with its link takes the password. */
export default function ResetScreen() {
  const t = useWords('doors');
  const token = useMailedToken();
  return (
    <>
      <ScreenHead title={token === null ? t('reset.title') : t('reset.new_title')} />
      {token === null ? <AskForMail /> : <NewPassword token={token} />}
      <Anchor component={Link} to={hrefOf('/sign-in')} size="sm" display="block" ta="center" mt="md">
        {t('reset.back')}
      </Anchor>
    </>
  );
}

function AskForMail() {
  const t = useWords('doors');
  const api = useApi();
  const [sent, setSent] = useState<string | null>(null);
  const form = useApiForm({
    initial: { email: '' },
    run: (body, headers) => ask(api.POST('/v1/center/password_resets', { body, headers })),
    done: (_, { email }) => setSent(email),
  });
  if (sent !== null) return <Text role="status">{t('reset.sent', { email: sent })}</Text>;
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('reset.text')}
        </Text>
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          {...form.field('email')}
        />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('reset.do')}
        </Button>
      </Stack>
    </form>
  );
}

function NewPassword({ token }: { token: string }) {
  const t = useWords('doors');
  const api = useApi();
  const comeIn = useComeIn();
  const form = useApiForm({
    initial: { password: '' },
    run: ({ password }, headers) =>
      ask(api.POST('/v1/center/password_resets/use', { body: { token, password }, headers })),
    done: comeIn,
  });
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        <PasswordInput
          label={t('new_password')}
          description={t('password_rule')}
          name="password"
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
          {...form.field('password')}
        />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('reset.save')}
        </Button>
      </Stack>
    </form>
  );
}
