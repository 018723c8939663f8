import { Anchor, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useCenter } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { useComeIn } from './come-in.ts';
import { PasswordDoor } from './password-door.tsx';
import { useMailedToken } from './token.ts';

/** Signing in: with a password, by a link that is mailed, or with the link that came. */
export default function SignInScreen() {
  const token = useMailedToken();
  const [way, setWay] = useState<'password' | 'mail'>('password');
  const comeIn = useComeIn();
  const t = useWords('doors');
  const { branding } = useCenter();
  if (token !== null) return <WithLink token={token} />;
  return (
    <>
      <ScreenHead title={t('sign_in.title')} text={branding?.texts.welcome} />
      {way === 'mail' ? (
        <ByMail back={() => setWay('password')} />
      ) : (
        <PasswordDoor done={comeIn}>
          <Anchor component={Link} to={hrefOf('/reset')} size="sm" ta="center">
            {t('sign_in.forgotten')}
          </Anchor>
          <Divider label={t('sign_in.or')} />
          <Button variant="default" leftSection={<Mail size={16} aria-hidden />} onClick={() => setWay('mail')}>
            {t('sign_in.by_mail')}
          </Button>
        </PasswordDoor>
      )}
    </>
  );
}

function ByMail({ back }: { back: () => void }) {
  const t = useWords('doors');
  const api = useApi();
  const [sent, setSent] = useState<string | null>(null);
  const form = useApiForm({
    initial: { email: '' },
    run: (body, headers) => ask(api.POST('/v1/center/sign_in_links', { body, headers })),
    done: (_, { email }) => setSent(email),
  });
  if (sent !== null)
    return (
      <Stack>
        <Text role="status">{t('mail.sent', { email: sent })}</Text>
        <Button variant="default" onClick={back}>
          {t('mail.back')}
        </Button>
      </Stack>
    );
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('mail.text')}
        </Text>
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          data-autofocus
          {...form.field('email')}
        />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('mail.do')}
        </Button>
        <Button variant="subtle" onClick={back}>
          {t('mail.back')}
        </Button>
      </Stack>
    </form>
  );
}

/** A mailed link signs in by itself; where it does not work any more, it says what to do. */
function WithLink({ token }: { token: string }) {
  const t = useWords('doors');
  const api = useApi();
  const comeIn = useComeIn();
  const [mail, setMail] = useState(false);
  const act = useAct({
    run: (body: { token: string }, headers) => ask(api.POST('/v1/center/sign_in_links/use', { body, headers })),
    done: comeIn,
  });
  const { start } = act;
  useEffect(() => void start({ token }), [start, token]);
  const over = act.error instanceof ApiProblem && act.error.problem.code === 'link_used';
  return (
    <>
      <ScreenHead title={over ? t('link.over') : t('sign_in.title')} />
      {mail && <ByMail back={() => setMail(false)} />}
      {!mail && (
        <Stack>
          {act.busy && <Text role="status">{t('link.busy')}</Text>}
          {over && <Text>{t('link.over_text')}</Text>}
          {act.error !== null && !over && <ErrorNote error={act.error} retry={() => void start({ token })} />}
          {over && <Button onClick={() => setMail(true)}>{t('link.new')}</Button>}
        </Stack>
      )}
    </>
  );
}
