import { Button, PasswordInput, Stack } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMe } from '../center.ts';

/** A password, for who does not want a mail each time. */
export function Password() {
  const t = useWords('settings');
  const api = useApi();
  const { has_password: has } = useMe();
  const form = useApiForm({
    initial: { current_password: '', password: '' },
    codes: { wrong_password: 'current_password' },
    run: ({ current_password, password }, headers) => {
      const body = has ? { password, current_password } : { password };
      return ask(api.PUT('/v1/center/me/password', { body, headers }));
    },
    done: () => {
      form.fields.reset();
      notifyDone(t('password.done'));
    },
  });
  const show = { visibilityToggleButtonProps: { 'aria-label': t('password.show') } };
  return (
    <Section title={t('password.title')} text={has ? t('password.has') : t('password.has_none')}>
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack maw={384} align="stretch">
          {has && (
            <PasswordInput
              label={t('password.current')}
              autoComplete="current-password"
              required
              {...show}
              {...form.field('current_password')}
            />
          )}
          <PasswordInput
            label={t('password.new')}
            description={t('password.rule')}
            autoComplete="new-password"
            required
            {...show}
            {...form.field('password')}
          />
          <ErrorNote error={form.error} />
          <Button type="submit" variant="default" loading={form.busy} style={{ alignSelf: 'flex-start' }}>
            {t('password.do')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
