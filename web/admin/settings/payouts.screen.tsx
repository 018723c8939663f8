import { Checkbox, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { Day, useFormats } from '../../ui/format.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { type ApiForm, useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useAccount, useToday } from '../frame/me.tsx';
import { nextRunDay } from './next-run-day.ts';
import { areCurrencies, type PayoutValues, toBody, toValues } from './payout-form.ts';
import { AreaHead, listError, SettingsForm, Waiting } from './settings-parts.tsx';
import { Thresholds } from './thresholds.tsx';
import { type Settings, useSettings } from './use-settings.ts';

const methods = ['paypal', 'bank', 'wise', 'check', 'store_credit', 'other'] as const;
const LAST_DAY = 28;
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** How, when, and from what amount on partners are paid. */
export default function PayoutSettingsScreen() {
  const t = useWords('settings');
  const asked = useSettings();
  return (
    <>
      <AreaHead title={t('areas.payouts.title')} text={t('payouts.text')} />
      {asked.data ? <PayoutForm settings={asked.data} /> : <Waiting error={asked.error} retry={asked.refetch} />}
    </>
  );
}

function PayoutForm({ settings }: { settings: Settings }) {
  const t = useWords('settings');
  const { currency } = useAccount();
  const form = useApiForm<PayoutValues>({
    initial: toValues(settings, currency),
    names: { payout_threshold: 'thresholds' },
    check: {
      thresholds: (rows) => (areCurrencies(rows) ? null : t('payouts.bad_currency')),
      payout_methods: (chosen) => (chosen.length === 0 ? t('payouts.no_method') : null),
    },
    run: (values) => ask(api.PATCH('/v1/settings', { body: toBody(values, currency) })),
    done: () => notifyDone(t('saved')),
  });
  return (
    <Stack maw="46rem">
      <Section title={t('payouts.rules')}>
        <SettingsForm form={form}>
          <Thresholds
            rows={form.values.thresholds}
            onChange={(rows) => form.fields.setFieldValue('thresholds', rows as never)}
            error={listError(form, 'thresholds')}
          />
          <Checkbox.Group
            label={t('payouts.methods')}
            description={t('payouts.methods_text')}
            value={[...form.values.payout_methods]}
            onChange={(chosen) => form.fields.setFieldValue('payout_methods', chosen as never)}
            error={listError(form, 'payout_methods')}
          >
            <Group mt="xs" gap="lg">
              {methods.map((value) => (
                <Checkbox key={value} value={value} label={t(`payouts.method.${value}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <Schedule form={form} />
        </SettingsForm>
      </Section>
    </Stack>
  );
}

function Schedule({ form }: { form: ApiForm<PayoutValues> }) {
  const t = useWords('settings');
  const today = useToday();
  const { locale } = useFormats();
  const { every, day, confirm } = form.values;
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const days =
    every === 'week'
      ? Array.from({ length: 7 }, (_, at) => weekday.format(A_MONDAY + at * DAY_MS))
      : Array.from({ length: LAST_DAY }, (_, at) => String(at + 1));
  return (
    <Stack gap="sm">
      <Group align="flex-start">
        <Select
          label={t('payouts.every')}
          allowDeselect={false}
          data={(['never', 'week', 'month'] as const).map((value) => ({ value, label: t(`payouts.rhythm.${value}`) }))}
          value={every}
          onChange={(value) => form.fields.setValues({ every: value as PayoutValues['every'], day: 1 } as never)}
        />
        {every !== 'never' && (
          <Select
            label={every === 'week' ? t('payouts.weekday') : t('payouts.day')}
            allowDeselect={false}
            data={days.map((label, at) => ({ value: String(at + 1), label }))}
            value={String(day)}
            onChange={(value) => form.fields.setFieldValue('day', Number(value) as never)}
          />
        )}
      </Group>
      {every !== 'never' && (
        <Switch
          label={t('payouts.confirm')}
          description={t('payouts.confirm_text')}
          {...form.field('confirm', { type: 'checkbox' })}
        />
      )}
      <Text size="sm" role="status">
        {every === 'never' ? (
          t('payouts.by_hand')
        ) : (
          <>
            {t('payouts.next')} <Day day={nextRunDay({ every, day }, today)} />.{' '}
            {confirm ? t('payouts.then_asks') : t('payouts.then_pays')}
          </>
        )}
      </Text>
    </Stack>
  );
}
