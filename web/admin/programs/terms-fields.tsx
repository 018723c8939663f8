import { Checkbox, NumberInput, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { MoneyInput, RateInput } from '../../ui/inputs.tsx';
import { useWords } from '../../ui/words.ts';
import type { TermsDraft } from './terms-types.ts';

interface TermsFieldsProps {
  readonly value: TermsDraft;
  readonly onChange: (value: TermsDraft) => void;
  readonly currency: string;
  /** With two tiers the sponsor's share is asked for too. */
  readonly tiers: number;
  /** Whether there may be no terms at all. */
  readonly optional?: boolean;
  readonly error?: string | undefined;
}

/** What a sale pays, both tiers, and from the second payment of a subscription on. */
export function TermsFields({ value, onChange, currency, tiers, optional = false, error }: TermsFieldsProps) {
  const t = useWords('programs');
  const set = (change: Partial<TermsDraft>): void => onChange({ ...value, ...change });
  const kinds = (optional ? ['none', 'percent', 'flat'] : ['percent', 'flat']) as TermsDraft['kind'][];
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('terms.kind')}
        value={value.kind}
        onChange={(kind) => set({ kind: kind as TermsDraft['kind'] })}
        data={kinds.map((kind) => ({ value: kind, label: t(`terms.kinds.${kind}`) }))}
      />
      {value.kind === 'none' && (
        <Text size="sm" c="dimmed">
          {t('terms.none_text')}
        </Text>
      )}
      {value.kind === 'flat' && (
        <SegmentedControl
          aria-label={t('terms.per')}
          value={value.per}
          onChange={(per) => set({ per: per as TermsDraft['per'] })}
          data={(['order', 'line', 'unit'] as const).map((per) => ({ value: per, label: t(`terms.pers.${per}`) }))}
        />
      )}
      {value.kind !== 'none' && (
        <>
          <Shares value={value} set={set} currency={currency} tiers={tiers} later={false} />
          <NumberInput
            label={t('terms.max_payments')}
            description={t('terms.max_payments_text')}
            placeholder={t('terms.all_payments')}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={value.max_payments ?? ''}
            onChange={(typed) => set({ max_payments: typeof typed === 'number' ? typed : null })}
          />
          <Checkbox
            label={t('terms.has_later')}
            checked={value.has_later}
            onChange={(event) => set({ has_later: event.currentTarget.checked })}
          />
          {value.has_later && <Shares value={value} set={set} currency={currency} tiers={tiers} later />}
        </>
      )}
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

interface SharesProps {
  readonly value: TermsDraft;
  readonly set: (change: Partial<TermsDraft>) => void;
  readonly currency: string;
  readonly tiers: number;
  readonly later: boolean;
}

function Shares({ value, set, currency, tiers, later }: SharesProps) {
  const t = useWords('programs');
  const label = (tier: 1 | 2): string => t(`terms.${later ? 'later' : 'now'}.tier${tier}`);
  const names = later
    ? ({ bps: ['later1_bps', 'later2_bps'], amount: ['later1_amount', 'later2_amount'] } as const)
    : ({ bps: ['tier1_bps', 'tier2_bps'], amount: ['tier1_amount', 'tier2_amount'] } as const);
  const shown = tiers === 2 ? ([1, 2] as const) : ([1] as const);
  return (
    <SimpleGrid cols={{ base: 1, xs: shown.length }}>
      {shown.map((tier) => {
        const name = names[value.kind === 'percent' ? 'bps' : 'amount'][tier - 1]!;
        const given = {
          label: label(tier),
          value: value[name],
          onChange: (next: number | null) => set({ [name]: next }),
        };
        const field = { ...given, required: tier === 1, ...(tier === 2 ? { description: t('terms.tier2_text') } : {}) };
        return value.kind === 'percent' ? (
          <RateInput key={name} {...field} />
        ) : (
          <MoneyInput key={name} {...field} currency={currency} />
        );
      })}
    </SimpleGrid>
  );
}
