import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { meQuery, useMe } from '../frame/me.tsx';
import { Sessions } from './sessions.tsx';
import { TwoFactor } from './two-factor.tsx';

/** What belongs to the person and not to an account: name, address, password, second factor, sessions. */
export default function ProfileScreen() {
  const t = useWords('profile');
  return (
    <>
      <ScreenHead title={t('title')} text={t('text')} />
      <Stack gap="lg" maw="46rem">
        <NameSection />
        <AddressSection />
        <PasswordSection />
        <TwoFactor />
        <Sessions />
      </Stack>
    </>
  );
}

function NameSection() {
  const t = useWords('profile');
  const queries = useQueryClient();
  const form = useApiForm({
    initial: { name: useMe().user.name },
    run: (body) => ask(api.PATCH('/v1/auth/me', { body })),
    done: (me) => {
      queries.setQueryData(meQuery.queryKey, me);
      notifyDone(t('name.done'));
    },
  });
  return (
    <Section title={t('name.title')}>
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack>
          <TextInput label={t('name.label')} autoComplete="name" required maxLength={200} {...form.field('name')} />
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" loading={form.busy}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function AddressSection() {
  const t = useWords('profile');
  const { user } = useMe();
  const form = useApiForm({
    initial: { email: '' },
    run: (body, headers) => ask(api.POST('/v1/auth/email', { body, headers })),
    done: (_, { email }) => {
      notifyDone(t('email.sent', { email }));
      form.fields.reset();
    },
  });
  return (
    <Section title={t('email.title')} text={t('email.text', { email: user.email })}>
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack>
          <TextInput label={t('email.label')} type="email" autoComplete="email" required {...form.field('email')} />
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" variant="default" loading={form.busy}>
              {t('email.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function PasswordSection() {
  const t = useWords('profile');
  const form = useApiForm({
    initial: { current_password: '', new_password: '' },
    run: (body, headers) => ask(api.POST('/v1/auth/password', { body, headers })),
    done: () => {
      notifyDone(t('password.done'));
      form.fields.reset();
    },
  });
  const toggle = { 'aria-label': t('password.show') };
  return (
    <Section title={t('password.title')} text={t('password.text')}>
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack>
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={toggle}
            {...form.field('current_password')}
          />
          <PasswordInput
            label={t('password.new')}
            description={t('password.rule')}
            autoComplete="new-password"
            required
            visibilityToggleButtonProps={toggle}
            {...form.field('new_password')}
          />
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" variant="default" loading={form.busy}>
              {t('password.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
