import { isCurrency } from '../../../server/values/money.ts';
import type { Settings } from './use-settings.ts';

export interface Threshold {
  readonly currency: string;
  readonly amount: number | null;
}

/** The schedule and the threshold as they stand in the form. */
export interface PayoutValues extends Record<string, unknown> {
  readonly thresholds: readonly Threshold[];
  readonly payout_methods: Settings['payout_methods'];
  readonly every: 'never' | 'month' | 'week';
  readonly day: number;
  readonly confirm: boolean;
}

export function toValues(settings: Settings, currency: string): PayoutValues {
  const { payout_threshold: least, payout_methods, payout_schedule: schedule } = settings;
  const own = typeof least === 'number' ? { [currency]: least } : { [currency]: 0, ...least };
  return {
    thresholds: Object.entries(own).map(([key, amount]) => ({ currency: key, amount })),
    payout_methods,
    every: schedule?.every ?? 'never',
    day: schedule?.day ?? 1,
    confirm: schedule?.confirm ?? true,
  };
}

/** One amount alone is compared in other currencies at the rate of the day; with several each currency has its own. */
export function toBody({ thresholds, payout_methods, every, day, confirm }: PayoutValues, currency: string) {
  const amounts = thresholds.map((one) => [one.currency, one.amount ?? 0] as const);
  const isAlone = amounts.length === 1 && amounts[0]![0] === currency;
  return {
    payout_threshold: isAlone ? amounts[0]![1] : Object.fromEntries(amounts),
    payout_methods: [...payout_methods],
    payout_schedule: every === 'never' ? null : { every, day, confirm },
  };
}

/** Each is a currency, and stands there once. */
export function areCurrencies(rows: readonly Threshold[]): boolean {
  const all = rows.map(({ currency }) => currency);
  return all.every(isCurrency) && new Set(all).size === all.length;
}
