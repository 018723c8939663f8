import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { type Cause, post, type Transfer } from '../ledger/index.ts';
import { transferBetween } from './ledger-moves.ts';
import { type CommissionRow, insertCommissions } from './queries.ts';

/** What every row has; the rest is null unless given. */
type Given = Pick<CommissionRow, 'kind' | 'partner_id' | 'amount' | 'currency' | 'status' | 'occurred_at'>;
export type RowToInsert = Given & Partial<Omit<CommissionRow, 'id' | 'account_id' | 'recorded_at' | 'author'>>;

/** Who acts, as histories and audit rows write it. */
export const authorOf = ({ actor }: Pick<Context, 'actor'>): string => `${actor.kind}:${actor.id}`;

/** Inserts new rows in one statement, without a word to the ledger: see `recordRows`. */
export async function insertRows(context: Context, rows: readonly RowToInsert[]): Promise<CommissionRow[]> {
  const whole = wholeRows(context, rows);
  if (whole.length > 0) await insertCommissions(context.tx, context.accountId, whole);
  return whole;
}

function wholeRows(context: Context, rows: readonly RowToInsert[]): CommissionRow[] {
  const { accountId, now } = context;
  const author = authorOf(context);
  return rows.map((row) => ({
    ...nothing,
    ...row,
    account_id: accountId,
    id: newId('commission', now),
    recorded_at: now,
    author,
  }));
}

/** Inserts new rows and posts each out of the program's expense, or back into it where the amount is negative. */
export async function recordRows(
  context: Context,
  rows: readonly RowToInsert[],
  cause: Cause,
): Promise<CommissionRow[]> {
  const whole = wholeRows(context, rows);
  if (whole.length === 0) return whole;
  const transfers = whole.flatMap((row): Transfer | Transfer[] => transferBetween(row, null, row.status, cause) ?? []);
  // They wait for nothing from one another, and travel together; the balances go last.
  await Promise.all([
    insertCommissions(context.tx, context.accountId, whole),
    post(context.tx, context.accountId, transfers, context.now),
  ]);
  return whole;
}

const nothing = {
  program_id: null,
  tier: null,
  order_id: null,
  line_id: null,
  sku: null,
  refund_id: null,
  reversal_of: null,
  cause: null,
  payout_of: null,
  credit_version: null,
  base_amount: null,
  rate_bps: null,
  flat: null,
  terms_id: null,
  held_reason: null,
  payable_on: null,
  counts_from: null,
  payout_id: null,
  note: null,
} as const satisfies Partial<CommissionRow>;
