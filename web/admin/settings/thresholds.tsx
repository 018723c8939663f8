import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { isCurrency } from '../../../server/values/money.ts';
import { MoneyInput } from '../../ui/inputs.tsx';
import { useWords } from '../../ui/words.ts';
import { useAccount } from '../frame/me.tsx';
import type { Threshold } from './payout-form.ts';

interface ThresholdsProps {
  readonly rows: readonly Threshold[];
  readonly onChange: (rows: readonly Threshold[]) => void;
  readonly error: ReactNode;
}

/** The least that is paid out, by currency; the account's own stands first and stays. */
export function Thresholds({ rows, onChange, error }: ThresholdsProps) {
  const t = useWords('settings');
  const own = useAccount().currency;
  const change = (at: number, row: Partial<Threshold>): void =>
    onChange(rows.map((one, index) => (index === at ? { ...one, ...row } : one)));
  return (
    <Stack gap="xs">
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the currency is being typed
        <Group key={at} align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            label={t('payouts.currency')}
            w={110}
            maxLength={3}
            readOnly={row.currency === own && at === 0}
            value={row.currency}
            onChange={(event) => change(at, { currency: event.currentTarget.value.toUpperCase() })}
          />
          <MoneyInput
            key={row.currency}
            label={at === 0 ? t('payouts.threshold') : t('payouts.threshold_in', { currency: row.currency })}
            style={{ flex: 1 }}
            maw={260}
            currency={isCurrency(row.currency) ? row.currency : own}
            value={row.amount}
            onChange={(amount) => change(at, { amount })}
          />
          {at > 0 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('payouts.drop', { currency: row.currency })}
              onClick={() => onChange(rows.filter((_, index) => index !== at))}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Input.Description>{rows.length === 1 ? t('payouts.one_text') : t('payouts.several_text')}</Input.Description>
      {error && <Input.Error role="alert">{error}</Input.Error>}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...rows, { currency: '', amount: null }])}
        >
          {t('payouts.add')}
        </Button>
      </Group>
    </Stack>
  );
}
