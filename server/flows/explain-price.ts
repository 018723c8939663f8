import type { CommissionRow } from '../modules/commissions/index.ts';
import type { LineRow } from '../modules/orders/index.ts';
import { toJsonAmount } from '../values/money.ts';
import type { Step } from './explain-order.ts';
import type { PricingDetail } from './price-credit.ts';

type Line = PricingDetail['lines'][number];

/** How one version of an order's credit was priced, as it was kept. */
export interface Frozen {
  readonly credit_version: number;
  readonly detail: PricingDetail;
}

/** Which program, which rate of exchange, which sponsor: what holds for all lines. */
export function pricingSteps({ detail, credit_version }: Frozen): Step[] {
  const {
    program_id,
    program_version,
    tiers,
    tier2_base,
    include_tax,
    include_shipping,
    hold_days,
    payment,
    exchange,
  } = detail;
  const steps: Step[] = [
    {
      step: 'program',
      outcome: 'applied',
      detail: `The program as it was then (version ${program_version}), with ${tiers} tier${tiers === 2 ? 's' : ''} and a hold of ${hold_days} days.`,
      ...{
        credit_version,
        program_id,
        program_version,
        tiers,
        tier2_base,
        include_tax,
        include_shipping,
        hold_days,
        payment,
      },
    },
  ];
  if (exchange) {
    const days = exchange.entries.map(
      (entry) => `${entry.from_currency}/${entry.to_currency} ${entry.rate} of ${entry.day} (${entry.source})`,
    );
    steps.push({
      step: 'exchange_rate',
      outcome: exchange.way,
      detail: `Converted from ${exchange.from} to ${exchange.to} at ${days.join(' and ')}.`,
      ...{ credit_version, exchange },
    });
  }
  if (tiers === 2) {
    const outcome = detail.sponsor_why_not ?? 'sponsor_earns';
    const said = detail.sponsor_id === null ? 'Nobody earns the second tier' : 'The sponsor earns the second tier';
    steps.push({
      step: 'sponsor',
      outcome,
      detail: `${said}: ${outcome}.`,
      credit_version,
      sponsor_id: detail.sponsor_id,
    });
  }
  return steps;
}

/** How a line's base came about, and whose terms pay it or why none do. */
export function lineDetail({ detail, credit_version }: Frozen, line: Line, reported: LineRow, currency: string): Step {
  const reasons = detail.uncommissioned.filter((row) => row.line_id === line.line_id && row.tier === 1);
  const paid = 'none' in line.terms ? null : line.terms;
  const sum = `${line.amount} − ${line.discount_share} discount`;
  const parts = [
    detail.include_tax ? `tax ${line.tax + line.tax_share}` : '',
    detail.include_shipping ? `shipping ${line.shipping_share}` : '',
  ];
  const with_ = parts.filter(Boolean).join(' and ');
  return {
    step: 'line',
    outcome: reasons[0]?.reason ?? 'earns',
    detail: `${line.sku}: base ${line.base} ${currency} (${sum}${with_ ? `, with ${with_}` : ''})${paid ? `, by the ${paid.from} terms` : ''}.`,
    credit_version,
    ...line,
    unit_amount: toJsonAmount(reported.unit_amount),
    discount_amount: toJsonAmount(reported.discount_amount),
    tax_amount: toJsonAmount(reported.tax_amount),
  };
}

/** How one amount was computed. */
export function commissionDetail({ detail }: Frozen, row: CommissionRow): Step {
  const rate = row.flat ? `flat ${row.flat.amount} per ${row.flat.per}` : `${row.rate_bps} of 10,000, half up`;
  const base =
    row.tier === 2 && detail.tier2_base === 'commission' && !row.flat ? "the first tier's amount" : 'the base';
  return {
    step: 'commission',
    outcome: row.tier === 1 ? 'tier1' : 'tier2',
    detail: `Tier ${row.tier}: ${rate} on ${base} of ${row.base_amount} ${row.currency} is ${row.amount}.`,
    commission_id: row.id,
    partner_id: row.partner_id,
    line_id: row.line_id,
    sku: row.sku,
    tier: row.tier,
    base_amount: row.base_amount === null ? null : toJsonAmount(row.base_amount),
    rate_bps: row.rate_bps,
    flat: row.flat,
    amount: toJsonAmount(row.amount),
    currency: row.currency,
    terms_id: row.terms_id,
    payable_on: row.payable_on?.toISOString() ?? null,
    credit_version: row.credit_version,
  };
}
