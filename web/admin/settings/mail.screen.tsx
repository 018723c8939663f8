import { Alert, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Inbox, Send } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useAccount } from '../frame/me.tsx';
import { LimitFields, LookFields, SenderFields, ServerFields } from './mail-fields.tsx';
import { type MailSettings, mailNames, toMailBody, toMailValues } from './mail-form.ts';
import { MailTest } from './mail-test.tsx';
import { AreaHead, SettingsForm, Waiting } from './settings-parts.tsx';

/** From whom messages come, and through which server they go. */
export default function MailScreen() {
  const t = useWords('settings');
  const asked = useQuery({ queryKey: ['mail-settings'], queryFn: () => ask(api.GET('/v1/mail_settings')) });
  return (
    <>
      <AreaHead title={t('areas.mail.title')} text={t('mail.text')} />
      <Stack gap="lg" maw="46rem">
        {asked.data ? (
          <>
            <Mode mode={asked.data.mode} />
            <MailForm settings={asked.data} />
            <MailTest mode={asked.data.mode} />
            {asked.data.bounce_url && (
              <Section title={t('mail.bounces')} text={t('mail.bounces_text')}>
                <CopyField label={t('mail.bounce_url')} value={asked.data.bounce_url} />
              </Section>
            )}
          </>
        ) : (
          <Waiting error={asked.error} retry={asked.refetch} />
        )}
      </Stack>
    </>
  );
}

function Mode({ mode }: { mode: MailSettings['mode'] }) {
  const t = useWords('settings');
  const { sandbox } = useAccount();
  if (mode === 'sends')
    return (
      <Alert color="teal" icon={<Send size={18} aria-hidden />} title={t('mail.sends')}>
        {t('mail.sends_text')}
      </Alert>
    );
  return (
    <Alert color="yellow" icon={<Inbox size={18} aria-hidden />} title={t('mail.captures')}>
      {sandbox ? t('mail.captures_sandbox') : t('mail.captures_text')}
    </Alert>
  );
}

function MailForm({ settings }: { settings: MailSettings }) {
  const t = useWords('settings');
  const form = useApiForm({
    initial: toMailValues(settings),
    names: mailNames,
    codes: { smtp_not_allowed: 'host' },
    check: {
      host: (host, { way }) => (way === 'server' && host.trim() === '' ? t('mail.no_host') : null),
      from_address: (address, { way }) => (way === 'server' && address.trim() === '' ? t('mail.no_from') : null),
    },
    run: (values) => ask(api.PUT('/v1/mail_settings', { body: toMailBody(values) })),
    done: (answer) => {
      form.fields.setValues(toMailValues(answer));
      notifyDone(t('saved'));
    },
  });
  return (
    <Section title={t('mail.title')}>
      <SettingsForm form={form}>
        <SenderFields form={form} />
        <ServerFields form={form} passwordSet={settings.password_set} />
        <LimitFields form={form} />
        <LookFields form={form} />
      </SettingsForm>
    </Section>
  );
}
