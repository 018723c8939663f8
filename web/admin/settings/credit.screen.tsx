import { Stack, Switch } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { AreaHead, Choices, SettingsForm, Waiting } from './settings-parts.tsx';
import { type Settings, useSettings } from './use-settings.ts';

const fields = {
  credit: ['last', 'first', 'last_touch_only'],
  coupon_credit: ['over_click', 'under_click'],
  self_referral: ['refuse', 'hold', 'allow'],
  unverified_leads: ['accept', 'hold'],
} as const satisfies Partial<Record<keyof Settings, readonly string[]>>;
const names = Object.keys(fields) as (keyof typeof fields)[];

/** Whom an order is credited to. */
export default function CreditScreen() {
  const t = useWords('settings');
  const asked = useSettings();
  return (
    <>
      <AreaHead title={t('areas.credit.title')} text={t('credit.text')} />
      {asked.data ? <CreditForm settings={asked.data} /> : <Waiting error={asked.error} retry={asked.refetch} />}
    </>
  );
}

function CreditForm({ settings }: { settings: Settings }) {
  const t = useWords('settings');
  const { credit, coupon_credit, self_referral, unverified_leads, prices_include_tax } = settings;
  const form = useApiForm({
    initial: { credit, coupon_credit, self_referral, unverified_leads, prices_include_tax },
    run: (body) => ask(api.PATCH('/v1/settings', { body })),
    done: () => notifyDone(t('saved')),
  });
  return (
    <Stack maw="46rem">
      <Section title={t('credit.rules')} text={t('credit.rules_text')}>
        <SettingsForm form={form}>
          {names.map((name) => (
            <Choices
              key={name}
              label={t(`credit.${name}.label`)}
              choices={fields[name].map((value) => ({
                value,
                label: t(`credit.${name}.${value}.label`),
                text: t(`credit.${name}.${value}.text`),
              }))}
              {...(form.field(name) as { value: string; onChange: (value: string) => void })}
            />
          ))}
          <Switch
            label={t('credit.tax')}
            description={t('credit.tax_text')}
            {...form.field('prices_include_tax', { type: 'checkbox' })}
          />
        </SettingsForm>
      </Section>
    </Stack>
  );
}
