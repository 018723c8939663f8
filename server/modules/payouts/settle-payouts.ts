import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { PayoutRunId } from '../../values/id.ts';
import { recordReturn, settleCommissions } from '../commissions/index.ts';
import { type LedgerAccount, lockBalances, post, type Transfer } from '../ledger/index.ts';
import { findPartner } from '../partners/index.ts';
import {
  findPayout,
  insertPayoutHistory,
  listPayoutsOfRun,
  lockRun,
  type PayoutRow,
  type RunRow,
  readRunFacts,
  type Settlement,
  setRunStatus,
  settlePayouts,
} from './queries.ts';
import { runStatus } from './rules/settle-payout.ts';

/** A run with its payouts, under the locks of its partners' balances, and then its own: in this order everywhere. */
export async function lockWholeRun(
  { tx, accountId }: Context,
  id: PayoutRunId,
): Promise<{ run: RunRow; payouts: readonly PayoutRow[] }> {
  const before = await listPayoutsOfRun(tx, accountId, id);
  const partners = before.filter((row) => row.status === 'in_flight').map((row) => row.partner_id);
  await lockBalances(tx, accountId, partners);
  return { run: await lockRun(tx, accountId, id), payouts: await listPayoutsOfRun(tx, accountId, id) };
}

/** One payout with its run, under the same locks in the same order. */
export async function lockPayout(
  { tx, accountId }: Context,
  { id, run_id, partner_id }: PayoutRow,
): Promise<{ run: RunRow; payout: PayoutRow }> {
  await lockBalances(tx, accountId, [partner_id]);
  return { run: await lockRun(tx, accountId, run_id), payout: (await findPayout(tx, accountId, id))! };
}

export interface Outcome {
  readonly act: 'paid' | 'failed' | 'returned' | 'run_cancelled';
  readonly reference?: string | null;
  readonly reason?: string | null;
  /** Names those that were marked together. */
  readonly batch?: string | null;
}

/**
 * Settles payouts that are in flight: paid, or given back, and then their commissions are payable as before. Closes the run
 * with its last payout. The caller holds the locks.
 */
export async function settleInFlight(context: Context, payouts: readonly PayoutRow[], outcome: Outcome): Promise<void> {
  const ids = payouts.map((row) => row.id);
  const sums = await settleCommissions(context, ids, outcome.act, outcome.reason ?? null);
  for (const { id, amount } of payouts) {
    if (sums.get(id) !== amount) throw new Error(`payout ${id} of ${amount} holds commissions of ${sums.get(id)}`);
  }
  const [debit, credit] = ['in_flight', outcome.act === 'paid' ? 'paid_out' : 'payable'] as const;
  await postNet(context, payouts, { debit, credit, cause: outcome.act });
  await noteSettlement(context, payouts, outcome);
}

/** A payout came back after it was paid: its commissions stay paid, and a row of its own is owed (rules.md 30). */
export async function oweAgain(context: Context, payout: PayoutRow, outcome: Outcome): Promise<void> {
  const { tx, accountId } = context;
  const partner = await findPartner(tx, accountId, payout.partner_id);
  const row = await recordReturn(context, {
    id: payout.id,
    partnerId: payout.partner_id,
    programId: partner?.program_id ?? null,
    amount: payout.amount,
    currency: payout.currency,
    note: outcome.reason ?? null,
  });
  await postNet(context, [payout], { debit: 'paid_out', credit: 'payable', cause: 'returned', commissionId: row.id });
  await noteSettlement(context, [payout], outcome);
}

async function postNet(
  { tx, accountId, now }: Context,
  payouts: readonly PayoutRow[],
  way: { debit: LedgerAccount; credit: LedgerAccount; cause: Transfer['cause']; commissionId?: string },
): Promise<void> {
  const transfers = payouts.map(({ id, partner_id, currency, amount }) => {
    return { partnerId: partner_id, currency, amount, payoutId: id, ...way };
  });
  await post(tx, accountId, transfers, now);
}

const events = { paid: 'payout_paid', failed: 'payout_failed', returned: 'payout_returned' } as const;

async function noteSettlement(context: Context, payouts: readonly PayoutRow[], outcome: Outcome): Promise<void> {
  const { tx, accountId, now, actor } = context;
  const { act, reference = null, reason = null, batch = null } = outcome;
  const status = act === 'run_cancelled' ? 'cancelled' : act;
  const to: Settlement = { status, reference, reason, at: now };
  const ids = payouts.map((row) => row.id);
  await settlePayouts(tx, accountId, ids, to);
  const rows = ids.map((payout_id) => ({ id: newId('event', now), payout_id }));
  await insertPayoutHistory(tx, accountId, rows, { ...to, author: `${actor.kind}:${actor.id}`, batch });
  if (act === 'run_cancelled') return;
  for (const { id, partner_id, run_id, amount, currency, method } of payouts) {
    const data = { run_id, amount: Number(amount), currency, method, reference, reason };
    await context.announce({ kind: events[act], subject: id, partnerId: partner_id, data });
  }
}

/** Closes a run once nothing of it is in flight. The caller holds the run's lock. */
export async function closeRun({ tx, accountId }: Context, run: RunRow): Promise<void> {
  if (run.status !== 'open') return;
  const status = runStatus(await readRunFacts(tx, accountId, run.id));
  if (status !== run.status) await setRunStatus(tx, accountId, run.id, status);
}
