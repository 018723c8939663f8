import { NumberInput, Stack, TagsInput } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { KeepCookie } from './keep-cookie.tsx';
import { ScriptSection } from './script-section.tsx';
import { AreaHead, Choices, listError, SettingsForm, Waiting } from './settings-parts.tsx';
import { SigningSecret } from './signing-secret.tsx';
import { type Settings, useSettings } from './use-settings.ts';

/** The script for the pages of the site, and what is kept of those who come. */
export default function TrackingSettingsScreen() {
  const t = useWords('settings');
  const may = useMay('settings');
  const asked = useSettings();
  return (
    <>
      <AreaHead title={t('areas.tracking.title')} text={t('tracking.text')} />
      <Stack gap="lg" maw="52rem">
        {may && <ScriptSection />}
        <KeepCookie />
        {asked.data ? <TrackingForm settings={asked.data} /> : <Waiting error={asked.error} retry={asked.refetch} />}
        {may && <SigningSecret />}
      </Stack>
    </>
  );
}

function TrackingForm({ settings }: { settings: Settings }) {
  const t = useWords('settings');
  const { allowed_hosts, link_parameters, hash_addresses, click_retention_days } = settings;
  const form = useApiForm({
    initial: { allowed_hosts, link_parameters, hash_addresses, click_retention_days },
    check: { link_parameters: (names) => (names.length === 0 ? t('tracking.no_parameter') : null) },
    run: (body) => ask(api.PATCH('/v1/settings', { body })),
    done: () => notifyDone(t('saved')),
  });
  return (
    <Section title={t('tracking.kept')} text={t('tracking.kept_text')}>
      <SettingsForm form={form}>
        <TagsInput
          label={t('tracking.hosts')}
          description={t('tracking.hosts_text')}
          clearable
          acceptValueOnBlur
          clearButtonProps={{ 'aria-label': t('clear') }}
          {...form.field('allowed_hosts')}
          error={listError(form, 'allowed_hosts')}
        />
        <TagsInput
          label={t('tracking.parameters')}
          description={t('tracking.parameters_text')}
          acceptValueOnBlur
          {...form.field('link_parameters')}
          error={listError(form, 'link_parameters')}
        />
        <NumberInput
          label={t('tracking.days')}
          description={t('tracking.days_text')}
          maw={320}
          min={1}
          max={3650}
          allowDecimal={false}
          {...form.field('click_retention_days')}
        />
        <Choices
          label={t('tracking.addresses.label')}
          choices={(['hashed', 'none'] as const).map((value) => ({
            value,
            label: t(`tracking.addresses.${value}.label`),
            text: t(`tracking.addresses.${value}.text`),
          }))}
          value={form.values.hash_addresses ? 'hashed' : 'none'}
          onChange={(value) => form.fields.setFieldValue('hash_addresses', value === 'hashed')}
        />
      </SettingsForm>
    </Section>
  );
}
