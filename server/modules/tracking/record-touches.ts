import type { Tx } from '../../platform/db.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountId } from '../../values/id.ts';
import { insertTouches, type TouchRow } from './queries.ts';

export type NewTouch = Omit<TouchRow, 'account_id' | 'id'>;

/** Keeps touches for good, in the transaction of the lead or order that named them (rules.md 3). `now`: the account's time. */
export async function recordTouches(
  tx: Tx,
  account: AccountId,
  touches: readonly NewTouch[],
  now: Date,
): Promise<void> {
  if (touches.length === 0) return;
  await insertTouches(
    tx,
    touches.map((touch) => ({ account_id: account, id: newId('touch', now), ...touch })),
  );
}
