import { z } from 'zod';
import { readSettings } from '../../modules/accounts/index.ts';
import { countOpenClaims } from '../../modules/center/index.ts';
import type { PartnerRow } from '../../modules/partners/index.ts';
import { showBalances, thresholdFor } from '../../modules/payouts/index.ts';
import { readAskedDays, runTimeseries } from '../../modules/reporting/index.ts';
import { day } from '../../platform/http/contract.ts';
import { type Context, plain, type Route } from '../../platform/http/route.ts';
import { toJsonAmount } from '../../values/money.ts';
import { isRefusal } from '../../values/refusal.ts';
import { asPartner, findOwn } from './own.ts';

const figureNames = ['clicks', 'unique_clicks', 'leads', 'orders', 'commission'] as const;
const figureShapes = Object.fromEntries(figureNames.map((name) => [name, z.int()])) as Record<
  (typeof figureNames)[number],
  z.ZodInt
>;
const figures = z.object(figureShapes);
const compared = figures.extend({ before: figures });
const period = { from: z.string(), to: z.string() };
const reasons = [
  ...['suspended', 'not_approved', 'nothing_payable', 'below_threshold'],
  ...['no_payout_method', 'method_waiting'],
] as const;

const balance = z.object({
  currency: z.string(),
  pending: z.int(),
  payable: z.int(),
  in_flight: z.int(),
  paid: z.int(),
  next_payment: z.object({
    amount: z.int(),
    on: z.string().nullable(),
    reason: z.enum(reasons as unknown as [string, ...string[]]).nullable(),
    /** With `below_threshold`: the least that is paid, and how much of it is missing. */
    threshold: z.int().nullable(),
    missing: z.int().nullable(),
    /** With `method_waiting`. */
    waits_until: z.string().nullable(),
  }),
});

export const homeRoute: Route = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/home',
  summary: 'Figures of a period beside the one before, balances, and the next payment or why there is none',
  scope: 'read',
  query: z.strictObject({
    from: day.optional(),
    to: day.optional(),
    interval: z.enum(['day', 'week', 'month']).default('day'),
  }),
  answer: z.object({
    ...period,
    before: z.object(period),
    currency: z.string(),
    figures: compared,
    series: z.array(compared.extend(period)),
    balances: z.array(balance),
    claims_open: z.int(),
  }),
  handle: async (context, { query }) => {
    const { partner, program } = await findOwn(context);
    const asked = await readAskedDays(context, query);
    if (isRefusal(asked)) return asked;
    const { currency } = program;
    const said = await runTimeseries(context, {
      ...{ ...asked, interval: query.interval, compare: true },
      ...{ partner_id: partner.id, currency },
    });
    return {
      ...{ from: said.from, to: said.to, before: said.before, currency },
      figures: pick(said.totals[0] ?? {}),
      series: said.data.map((row) => ({ from: row.from, to: row.to, ...pick(row) })),
      balances: await ownBalances(context, partner),
      claims_open: await countOpenClaims(context.tx, context.accountId, partner.id),
    };
  },
});

/** A partner sees what they did and earned; what the shop took in is the owner's. */
function pick(row: Record<string, unknown>) {
  const from = (values: Record<string, unknown>) =>
    Object.fromEntries(figureNames.map((name) => [name, Number(values[name] ?? 0)]));
  return { ...from(row), before: from((row['before'] ?? {}) as Record<string, unknown>) };
}

export async function ownBalances(context: Context, partner: PartnerRow) {
  const settings = await readSettings(context.tx, context.accountId);
  const shown = [];
  for (const row of await showBalances(context, partner)) {
    const next = row.next_payment;
    const isOut = partner.status === 'pending' || partner.status === 'rejected';
    const threshold = next.reason === 'below_threshold' ? await thresholdFor(context, settings, row.currency) : null;
    const waits = next.reason === 'method_waiting' ? partner.payout_method_waits_until : null;
    shown.push({
      ...row,
      next_payment: {
        ...next,
        reason: isOut && next.reason === 'nothing_payable' ? 'not_approved' : next.reason,
        threshold: threshold === null ? null : toJsonAmount(threshold),
        missing: threshold === null ? null : toJsonAmount(threshold) - row.payable,
        waits_until: waits?.toISOString() ?? null,
      },
    });
  }
  return shown;
}
