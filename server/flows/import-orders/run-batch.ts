import { sql } from 'kysely';
import type { AccountRow } from '../../modules/accounts/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import { contextFor, type Parts } from '../context.ts';

/** Does work of one account in one transaction, and tells the memories of this process once it is committed. */
export type RunBatch = <T>(work: (context: Context) => Promise<T>) => Promise<T>;

/**
 * Plans of statements are made on the first rows of a table and kept, foreign keys' too; an import is faster than the
 * server's own statistics, and would go on with plans for a table of a few rows. So they are made anew this often.
 */
const BATCHES_A_PLAN = 10;

/** What the import does is written down as done by the command. */
export function batchRunner(parts: Parts, account: AccountRow): RunBatch {
  let batches = 0;
  return async (work) => {
    let after: (() => void)[] = [];
    const plansAnew = batches % BATCHES_A_PLAN === 0;
    batches += 1;
    const result = await parts.database.inAccount(account.id, async (tx) => {
      after = [];
      if (plansAnew) await sql`discard plans`.execute(tx);
      return work(
        contextFor(parts, tx, account, { kind: 'command', id: 'import' }, undefined, (tell) => after.push(tell)),
      );
    });
    for (const tell of after) tell();
    return result;
  };
}

/** One piece of a batch: where it is refused, it is undone and the rest of the batch stands. */
export async function attempt<T>({ tx }: Context, work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  await sql`savepoint piece`.execute(tx);
  const result = await work();
  if (isRefusal(result)) await sql`rollback to savepoint piece`.execute(tx);
  await sql`release savepoint piece`.execute(tx);
  return result;
}
