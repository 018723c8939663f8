import type { Context } from '../../platform/http/route.ts';
import { toJsonAmount } from '../../values/money.ts';
import { readSettings } from '../accounts/index.ts';
import { type BalanceRow, readBalances } from '../ledger/index.ts';
import type { PartnerRow } from '../partners/index.ts';
import { findProgram } from '../programs/index.ts';
import { planPayout } from './rules/plan-run.ts';
import { nextRunDay } from './rules/run-days.ts';
import { methodOf, rememberThresholds, standing } from './weigh-balances.ts';

/** A partner's balances, the program's currency first, each with what a run now would pay: by the rule of the run itself. */
export async function showBalances(context: Context, partner: PartnerRow) {
  const { tx, accountId, account, now } = context;
  const settings = await readSettings(tx, accountId);
  const threshold = rememberThresholds(context, settings);
  const who = standing(partner, methodOf(context, settings, partner) ?? undefined);
  const schedule = settings.payout_schedule;
  const on = schedule ? nextRunDay(schedule, account.timeZone, now) : null;
  const shown = [];
  for (const row of await withProgramsOwn(context, partner)) {
    const { currency, payable } = row;
    // All that is payable counts by now, so that one row stands for all of them.
    const whole = { id: '', amount: payable, counts_from: now, at_once: false, in_filter: true };
    const balance = { partner_id: partner.id, currency, rows: [whole], threshold: await threshold(currency), ...who };
    const plan = planPayout(balance, now, now);
    const next =
      'reason' in plan
        ? { amount: 0, on, reason: plan.reason }
        : { amount: toJsonAmount(plan.amount), on, reason: null };
    shown.push({
      currency,
      pending: toJsonAmount(row.pending),
      payable: toJsonAmount(payable),
      in_flight: toJsonAmount(row.in_flight),
      paid: toJsonAmount(row.paid),
      next_payment: next,
    });
  }
  return shown;
}

/** The currency of the partner's program comes first, with zeros where nothing was earned in it yet. */
async function withProgramsOwn({ tx, accountId, account }: Context, partner: PartnerRow): Promise<BalanceRow[]> {
  const rows = await readBalances(tx, accountId, partner.id);
  const currency = (await findProgram(tx, accountId, partner.program_id))?.currency ?? account.currency;
  const none = { partner_id: partner.id, currency, pending: 0n, payable: 0n, in_flight: 0n, paid: 0n };
  const own = rows.find((row) => row.currency === currency) ?? none;
  return [own, ...rows.filter((row) => row !== own)];
}
