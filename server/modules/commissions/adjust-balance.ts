import type { Context } from '../../platform/http/route.ts';
import type { CommissionId } from '../../values/id.ts';
import { LARGEST_AMOUNT } from '../../values/money.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { lockBalances } from '../ledger/index.ts';
import { findPartner } from '../partners/index.ts';
import type { NewAdjustment } from './contract.ts';
import { recordRows } from './insert-rows.ts';

/**
 * Gives or takes an amount by hand, payable at once, with a note and its author. Belongs to the program that the partner is
 * in now. Refuses `note_required`, `not_found`, and `amount_too_large` where the balance would not fit JSON.
 */
export async function adjustBalance(context: Context, input: NewAdjustment): Promise<CommissionId | Refusal> {
  const { tx, accountId, now } = context;
  const note = input.note?.trim() ?? '';
  if (note === '') return refuse('note_required', 'Say in a note what the adjustment is for; the partner may ask.');
  const partner = await findPartner(tx, accountId, input.partner_id);
  if (!partner) return refuse('not_found', 'There is no such partner.');
  const amount = BigInt(input.amount);
  const balances = await lockBalances(tx, accountId, [partner.id]);
  const payable = (balances.find((row) => row.currency === input.currency)?.payable ?? 0n) + amount;
  if (payable > LARGEST_AMOUNT || payable < -LARGEST_AMOUNT)
    return refuse('amount_too_large', 'The balance would come to more than can be shown.');
  const [row] = await recordRows(
    context,
    [
      {
        kind: 'adjustment',
        partner_id: partner.id,
        program_id: partner.program_id,
        amount,
        currency: input.currency,
        status: 'payable',
        occurred_at: now,
        counts_from: now,
        note: input.note ?? null,
      },
    ],
    'adjusted',
  );
  if (!row) throw new Error('an adjustment left no row');
  await recordAct(context, 'balance_adjusted', partner.id, {
    note,
    detail: { commission_id: row.id, amount: input.amount, currency: input.currency },
  });
  return row.id;
}
