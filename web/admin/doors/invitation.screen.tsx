import { Anchor, Button, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { chooseAccount } from '../session.ts';
import { comeIn } from './come-in.ts';

type Invitation = Answer<'/v1/auth/invitation', 'post'>;

/** Opened from the mail: says who invites to what, and takes what is needed to come in. */
export default function InvitationScreen() {
  const t = useWords('doors');
  const [{ token = '' }] = useAddress();
  const asked = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ask(api.POST('/v1/auth/invitation', { body: { token } })),
    retry: false,
  });
  if (asked.data) return <Accept token={token} invitation={asked.data} />;
  const gone = asked.error instanceof ApiProblem && asked.error.code === 'link_gone';
  return (
    <>
      <ScreenHead
        title={gone ? t('invitation.gone') : t('invitation.waiting')}
        text={gone ? t('invitation.gone_text') : undefined}
      />
      {asked.isPending && <Skeleton height={90} />}
      {!gone && <ErrorNote error={asked.error} retry={() => void asked.refetch()} />}
    </>
  );
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const t = useWords('doors');
  const { known, email } = invitation;
  const form = useApiForm({
    initial: { name: '', password: '' },
    run: ({ name, password }) =>
      ask(api.POST('/v1/auth/invitation/accept', { body: known ? { token } : { token, name: name.trim(), password } })),
    done: ({ account_id }) => {
      chooseAccount(account_id);
      comeIn('/');
    },
  });
  const signedOut = form.error instanceof ApiProblem && form.error.code === 'no_session';
  const role = t(`role.${invitation.role}`);
  const words = { inviter: invitation.inviter_name, account: invitation.account_name, role, email };
  const next = `/invitation?token=${encodeURIComponent(token)}`;
  return (
    <>
      <ScreenHead title={t('invitation.title', words)} text={t('invitation.text', words)} />
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack>
          {!known && (
            <>
              <TextInput
                label={t('name')}
                autoComplete="name"
                required
                autoFocus
                maxLength={200}
                {...form.field('name')}
              />
              <PasswordInput
                label={t('password')}
                description={t('password_rule')}
                autoComplete="new-password"
                required
                visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
                {...form.field('password')}
              />
            </>
          )}
          {signedOut ? (
            <Text size="sm">
              {t('invitation.known', words)}{' '}
              <Anchor component={Link} to="/sign-in" search={{ next } as never}>
                {t('sign_in.title')}
              </Anchor>
            </Text>
          ) : (
            <ErrorNote error={form.error} />
          )}
          <Button type="submit" loading={form.busy}>
            {t('invitation.do')}
          </Button>
        </Stack>
      </form>
    </>
  );
}
