import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

/** Without a token it asks for the address; with the one from the mail it takes the new password. */
export default function ResetPasswordScreen() {
  const [{ token }] = useAddress();
  return token ? <NewPassword token={token} /> : <AskForMail />;
}

function AskForMail() {
  const t = useWords('doors');
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const act = useAct({
    run: (typed: string) => ask(api.POST('/v1/auth/reset', { body: { email: typed } })),
    done: () => setSent(true),
  });
  return (
    <>
      <ScreenHead title={t('reset.title')} text={sent ? undefined : t('reset.text')} />
      {sent ? (
        <Text role="status">{t('reset.sent', { email })}</Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void act.start(email.trim());
          }}
        >
          <Stack>
            <TextInput
              label={t('email')}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <ErrorNote error={act.error} />
            <Button type="submit" loading={act.busy}>
              {t('reset.do')}
            </Button>
          </Stack>
        </form>
      )}
      <BackToSignIn />
    </>
  );
}

function NewPassword({ token }: { token: string }) {
  const t = useWords('doors');
  const [changed, setChanged] = useState(false);
  const form = useApiForm({
    initial: { password: '' },
    run: ({ password }) => ask(api.POST('/v1/auth/reset/confirm', { body: { token, password } })),
    done: () => setChanged(true),
  });
  if (changed)
    return (
      <>
        <ScreenHead title={t('reset.done')} text={t('reset.done_text')} />
        <Button component={Link} to="/sign-in" fullWidth>
          {t('sign_in.title')}
        </Button>
      </>
    );
  return (
    <>
      <ScreenHead title={t('reset.new_title')} />
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack>
          <PasswordInput
            label={t('new_password')}
            description={t('password_rule')}
            autoComplete="new-password"
            required
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
            {...form.field('password')}
          />
          <ErrorNote error={form.error} />
          <Button type="submit" loading={form.busy}>
            {t('reset.save')}
          </Button>
        </Stack>
      </form>
      <BackToSignIn />
    </>
  );
}

function BackToSignIn() {
  const t = useWords('doors');
  return (
    <Text ta="center" mt="md">
      <Anchor component={Link} to="/sign-in" size="sm">
        {t('reset.back')}
      </Anchor>
    </Text>
  );
}
