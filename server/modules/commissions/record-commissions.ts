import type { Context } from '../../platform/http/route.ts';
import type { LineId, OrderId, PartnerId, ProgramId } from '../../values/id.ts';
import type { Minor } from '../../values/money.ts';
import { scheduleDue } from '../accounts/index.ts';
import type { FlatPer } from '../programs/index.ts';
import { type RowToInsert, recordRows } from './insert-rows.ts';
import type { CommissionRow } from './queries.ts';
import type { HeldReason } from './rules/commission-transitions.ts';

/** A commission to be recorded: what `priceOrder` and `draftHold` give, and whose it is. Amounts in minor units. */
export interface NewCommission {
  readonly kind: 'sale' | 'bonus';
  readonly partner_id: PartnerId;
  readonly program_id: ProgramId;
  readonly tier: 1 | 2 | null;
  readonly order_id: OrderId | null;
  readonly line_id: LineId | null;
  readonly sku: string | null;
  readonly credit_version: number | null;
  readonly base_amount: Minor | null;
  readonly rate_bps: number | null;
  readonly flat: { readonly per: FlatPer; readonly amount: number } | null;
  readonly terms_id: string | null;
  /** More than zero. */
  readonly amount: Minor;
  readonly currency: string;
  readonly occurred_at: Date;
  readonly status: 'pending' | 'payable';
  readonly held_reason: HeldReason | null;
  readonly payable_on: Date;
  readonly note?: string | null;
}

/** The due row at the end of an order's hold; its subject is the order. */
export const HOLD_OVER = 'hold_over';

/**
 * Records commissions, posts them to the ledger, and puts down when their hold ends. In a few statements however many
 * there are: an order of 5,000 lines has 10,000. Inserts first and touches balances last, since nobody else sees the new
 * rows yet; a caller who does more to the same partners' money locks their balances before.
 */
export async function recordCommissions(context: Context, drafts: readonly NewCommission[]): Promise<CommissionRow[]> {
  const rows = drafts.map(toRow);
  const [, recorded] = await Promise.all([
    scheduleHolds(context, drafts),
    recordRows(context, rows, 'commission_recorded'),
  ]);
  return recorded;
}

/** Ends of holds that come by themselves. A hold that waits for approval by hand has none. */
async function scheduleHolds(context: Context, rows: readonly NewCommission[]): Promise<void> {
  const ends = new Map<string, { due_at: Date; kind: string; subject_id: string }>();
  for (const { status, held_reason, payable_on, order_id } of rows) {
    if (status !== 'pending' || held_reason === 'awaiting_approval' || order_id === null) continue;
    ends.set(`${order_id} ${payable_on.getTime()}`, { due_at: payable_on, kind: HOLD_OVER, subject_id: order_id });
  }
  await scheduleDue(context.tx, context.accountId, [...ends.values()]);
}

/** Only what is ours: a draft may carry more than the table does. */
function toRow(draft: NewCommission): RowToInsert {
  const { kind, partner_id, program_id, tier, order_id, line_id, sku, credit_version, base_amount } = draft;
  const { rate_bps, flat, terms_id, amount, currency, occurred_at, status, held_reason, payable_on, note } = draft;
  return {
    ...{ kind, partner_id, program_id, tier, order_id, line_id, sku, credit_version, base_amount },
    ...{ rate_bps, flat, terms_id, amount, currency, occurred_at, status, held_reason, payable_on, note: note ?? null },
    // The hold ended then, however late the order was reported: dates do not depend on when things arrive.
    counts_from: status === 'payable' ? payable_on : null,
  };
}
