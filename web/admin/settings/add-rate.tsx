import { Button, Group, Stack, TextInput } from '@mantine/core';
import { isCurrency } from '../../../server/values/money.ts';
import { ratioFromDecimal } from '../../../server/values/rate.ts';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useAccount, useToday } from '../frame/me.tsx';

const names = { 'rates.0.day': 'day', 'rates.0.from': 'from', 'rates.0.to': 'to', 'rates.0.rate': 'rate' };

/** One rate of one day, typed in. */
export function AddRate() {
  const t = useWords('settings');
  const today = useToday();
  const { currency } = useAccount();
  const form = useApiForm({
    initial: { day: today, from: '', to: currency, rate: '' },
    names,
    check: {
      day: (day) => (day === '' ? t('rates.fault.day') : null),
      from: (from) => (isCurrency(from) ? null : t('rates.fault.currency')),
      to: (to) => (isCurrency(to) ? null : t('rates.fault.currency')),
      rate: (rate) => (ratioFromDecimal(rate) === null ? t('rates.fault.rate') : null),
    },
    run: (rate) => ask(api.PUT('/v1/exchange_rates', { body: { rates: [{ ...rate, source: 'by hand' }] } })),
    done: () => {
      notifyDone(t('rates.added', { count: 1 }));
      form.fields.setFieldValue('rate', '');
    },
  });
  const upper = (name: 'from' | 'to') => ({
    ...form.field(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      form.fields.setFieldValue(name, event.currentTarget.value.toUpperCase()),
  });
  return (
    <Section title={t('rates.one')} text={t('rates.one_text')}>
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        <Stack>
          <Group align="flex-start">
            <TextInput type="date" label={t('rates.day')} required w={180} {...form.field('day')} />
            <TextInput label={t('rates.from')} required w={110} maxLength={3} {...upper('from')} />
            <TextInput label={t('rates.to')} required w={110} maxLength={3} {...upper('to')} />
            <TextInput label={t('rates.rate')} required w={160} inputMode="decimal" {...form.field('rate')} />
          </Group>
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" loading={form.busy}>
              {t('rates.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
