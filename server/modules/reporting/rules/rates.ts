import { toJsonAmount } from '../../../values/money.ts';
import type { FigureName } from '../contract.ts';
import type { Sums } from './sum-figures.ts';

/** The figures of a row as JSON carries them. Rates are null where there are no unique clicks to divide by (rules.md 34). */
export function showFigures(amounts: Sums, figures: readonly FigureName[]): Record<string, number | null> {
  return Object.fromEntries(figures.map((name) => [name, figureOf(amounts, name)]));
}

export function figureOf(amounts: Sums, name: FigureName): number | null {
  if (name === 'conversion_rate') return quotient(amounts.orders, amounts.unique_clicks);
  if (name === 'epc') return quotient(amounts.commission, amounts.unique_clicks);
  const { impressions } = amounts;
  if (name === 'impressions') return impressions === undefined ? null : toJsonAmount(impressions);
  if (name === 'click_through_rate') return quotient(amounts.clicks, impressions ?? 0n);
  return toJsonAmount(amounts[name]);
}

/** A rate is no amount: nothing is paid by it, so it need not be rounded. */
function quotient(of: bigint, by: bigint): number | null {
  return by > 0n ? toJsonAmount(of) / toJsonAmount(by) : null;
}
