import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { CommissionId, PartnerId, PayoutId, ProgramId } from '../../values/id.ts';
import type { Minor } from '../../values/money.ts';
import { authorOf, insertRows } from './insert-rows.ts';
import type { Act } from './move-commissions.ts';
import { type CommissionRow, insertHistory } from './queries.ts';
import { claimRows, listInFlight, settleRows } from './queries-payable.ts';

/** A run may take a hundred thousand rows; a statement takes so many of them. */
const AT_ONCE = 5000;

/**
 * Takes payable rows for payouts: in flight from now on. The caller holds the balances, has read the rows under them, and
 * posts the payout's net amount to the ledger. Throws where a row is payable no more: then a lock was missing.
 */
export async function claimCommissions(
  context: Context,
  claims: readonly { readonly id: CommissionId; readonly payoutId: PayoutId }[],
): Promise<void> {
  for (let from = 0; from < claims.length; from += AT_ONCE) {
    const some = claims.slice(from, from + AT_ONCE).map(({ id, payoutId }) => ({ id, payout_id: payoutId }));
    const taken = await claimRows(context.tx, context.accountId, some);
    if (taken !== some.length) throw new Error(`${some.length} commissions were to be claimed, and ${taken} were`);
    await noteAll(context, some, 'claimed', 'in_flight', null);
  }
}

/**
 * Settles what payouts hold in flight: `paid`, or given back and payable again, as before. The caller holds the balances
 * and posts the net amounts. Resolves to what each payout's rows come to.
 */
export async function settleCommissions(
  context: Context,
  payoutIds: readonly PayoutId[],
  act: Extract<Act, 'paid' | 'failed' | 'returned' | 'run_cancelled'>,
  note: string | null,
): Promise<Map<PayoutId, Minor>> {
  const { tx, accountId } = context;
  const rows = await listInFlight(tx, accountId, payoutIds);
  const to = act === 'paid' ? 'paid' : 'payable';
  await settleRows(tx, accountId, payoutIds, to);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await noteAll(context, rows.slice(from, from + AT_ONCE), act, to, note);
  }
  const sums = new Map<PayoutId, Minor>();
  for (const { payout_id, amount } of rows) sums.set(payout_id, (sums.get(payout_id) ?? 0n) + amount);
  return sums;
}

async function noteAll(
  context: Context,
  rows: readonly { readonly id: CommissionId; readonly payout_id: PayoutId }[],
  act: Act,
  status: 'in_flight' | 'paid' | 'payable',
  note: string | null,
): Promise<void> {
  const author = authorOf(context);
  const history = rows.map(({ id, payout_id }) => ({
    id: newId('event', context.now),
    commission_id: id,
    act,
    status,
    held_reason: null,
    payout_id,
    author,
    note,
  }));
  await insertHistory(context.tx, context.accountId, history, context.now);
}

/**
 * A payout came back after it was paid (rules.md 30): its commissions stay paid, and this row is owed again. The caller
 * holds the balances and posts it, since the money comes out of what was paid and not out of expense.
 */
export async function recordReturn(
  context: Context,
  payout: {
    readonly id: PayoutId;
    readonly partnerId: PartnerId;
    readonly programId: ProgramId | null;
    readonly amount: Minor;
    readonly currency: string;
    readonly note: string | null;
  },
): Promise<CommissionRow> {
  const [row] = await insertRows(context, [
    {
      kind: 'return',
      partner_id: payout.partnerId,
      program_id: payout.programId,
      payout_of: payout.id,
      amount: payout.amount,
      currency: payout.currency,
      status: 'payable',
      occurred_at: context.now,
      counts_from: context.now,
      note: payout.note,
    },
  ]);
  if (!row) throw new Error('a return left no row');
  return row;
}
