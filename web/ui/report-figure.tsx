import { Text } from '@mantine/core';
import { TrendingDown, TrendingUp } from 'lucide-react';
import { Count, Money, useFormats } from './format.tsx';
import { useWords } from './words.ts';

/** How a figure is written. `rate`: a share of one; `each`: minor units for each click. */
export type FigureKind = 'count' | 'money' | 'rate' | 'each';

export const figureKinds: Readonly<Record<string, FigureKind>> = {
  ...{
    impressions: 'count',
    clicks: 'count',
    unique_clicks: 'count',
    uncounted: 'count',
    leads: 'count',
    orders: 'count',
  },
  ...{ units: 'count', refunds: 'count', revenue: 'money', refunded: 'money', commission: 'money' },
  ...{ conversion_rate: 'rate', click_through_rate: 'rate', epc: 'each' },
};

interface FigureValueProps {
  readonly name: string;
  readonly value: number | null | undefined;
  readonly currency: string;
}

/** One figure of a report, as its kind wants it. */
export function FigureValue({ name, value, currency }: FigureValueProps) {
  const { locale } = useFormats();
  if (value === null || value === undefined) return <>–</>;
  const kind = figureKinds[name];
  if (kind === 'money') return <Money amount={value} currency={currency} />;
  if (kind === 'each') return <Money amount={Math.round(value)} currency={currency} />;
  if (kind === 'rate')
    return (
      <span data-amount="">
        {new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(value)}
      </span>
    );
  return <Count value={value} />;
}

/** How a figure changed against the period before, in words and with an arrow. */
export function Change({ now, before }: { now: number; before: number | null | undefined }) {
  const t = useWords('ui');
  const { locale } = useFormats();
  if (before === null || before === undefined) return null;
  if (before === 0)
    return (
      <Text span size="xs" c="dimmed">
        {t(now === 0 ? 'change.same' : 'change.new')}
      </Text>
    );
  const share = (now - before) / Math.abs(before);
  const Icon = share < 0 ? TrendingDown : TrendingUp;
  const text = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  }).format(share);
  return (
    <Text span size="xs" c="dimmed" style={{ display: 'inline-flex', gap: 4, alignItems: 'center' }}>
      <Icon size={13} aria-hidden /> {t('change.than_before', { change: text })}
    </Text>
  );
}
