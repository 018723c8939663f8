import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';

/** Signing in with a password. */
export function PasswordDoor({
  email = '',
  done,
  children,
}: {
  email?: string;
  done: () => void;
  children?: ReactNode;
}) {
  const t = useWords('doors');
  const api = useApi();
  const form = useApiForm({
    initial: { email, password: '' },
    run: (body, headers) => ask(api.POST('/v1/center/sign_in', { body, headers })),
    done,
  });
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          {...form.field('email')}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
          {...form.field('password')}
        />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('sign_in.do')}
        </Button>
        {children}
      </Stack>
    </form>
  );
}
