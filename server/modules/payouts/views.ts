import type { Context } from '../../platform/http/route.ts';
import type { PayoutId, PayoutRunId } from '../../values/id.ts';
import { instantOfId } from '../../values/id.ts';
import { toJsonAmount } from '../../values/money.ts';
import { refuse } from '../../values/refusal.ts';
import type { PayoutView } from './contract.ts';
import {
  findPayout,
  findRun,
  listPayoutHistory,
  listPayoutsOfRun,
  type PayoutRow,
  type PayoutStatus,
  type RunRow,
  type RunTotal,
  sumRuns,
} from './queries.ts';

export const noRun = () => refuse('not_found', 'There is no such run.');
export const noPayout = () => refuse('not_found', 'There is no such payout.');

export function toPayoutView(row: PayoutRow): PayoutView {
  const { id, run_id, partner_id, currency, method, status, reference, reason } = row;
  return {
    ...{ id, run_id, partner_id, currency, method, status, reference, reason },
    amount: toJsonAmount(row.amount),
    created_at: (instantOfId(id) ?? new Date(0)).toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
  };
}

export async function showPayout({ tx, accountId }: Context, id: PayoutId) {
  const row = await findPayout(tx, accountId, id);
  if (!row) return noPayout();
  const history = await listPayoutHistory(tx, accountId, [id]);
  return {
    ...toPayoutView(row),
    history: history.map(({ at, status, reference, reason, author }) => ({
      ...{ reference, reason, author },
      status: status as PayoutStatus,
      at: at.toISOString(),
    })),
  };
}

/** A run as it was frozen, with its payouts as they stand. */
export async function showRun({ tx, accountId }: Context, id: PayoutRunId) {
  const row = await findRun(tx, accountId, id);
  if (!row) return noRun();
  const payouts = await listPayoutsOfRun(tx, accountId, id);
  const totals = await sumRuns(tx, accountId, [id]);
  return { ...toRunSummary(row, totals), payouts: payouts.map(toPayoutView), excluded: row.excluded };
}

export async function summarizeRuns({ tx, accountId }: Context, rows: readonly RunRow[]) {
  const ids = rows.map((row) => row.id);
  const totals = Map.groupBy(await sumRuns(tx, accountId, ids), (total) => total.run_id);
  return (row: RunRow) => toRunSummary(row, totals.get(row.id) ?? []);
}

function toRunSummary(row: RunRow, totals: readonly RunTotal[]) {
  const { id, status, program_id, partner_ids, method, author } = row;
  return {
    ...{ id, status, program_id, partner_ids, method, author },
    created_at: row.created_at.toISOString(),
    cutoff: row.cutoff.toISOString(),
    totals: totals.map(({ currency, status, amount, payouts }) => ({
      ...{ currency, status },
      amount: toJsonAmount(amount),
      payouts: Number(payouts),
    })),
  };
}
