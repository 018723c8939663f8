import {
  type AccountRow,
  accountTime,
  claimDue,
  type Due,
  findAccount,
  listAccountsWithDue,
  nextDue,
} from '../modules/accounts/index.ts';
import type { Actor, Context } from '../platform/http/route.ts';
import type { AccountId } from '../values/id.ts';
import { contextFor, type Parts } from './context.ts';

/** One kind of due work, done in the transaction that took the row. `context.now` is when it fell due. */
export interface DueHandler {
  readonly run: (context: Context, subject: string) => Promise<unknown>;
  /** It may put down more due rows, so that the line must be looked at anew after it. */
  readonly schedulesMore: boolean;
}
export type DueHandlers = Readonly<Record<string, DueHandler>>;

const sweeper: Actor = { kind: 'system', id: 'sweeper' };

/** Takes and does one row; a row that somebody else took is passed over. */
async function doOne(context: Context, handlers: DueHandlers, row: Due): Promise<void> {
  if (!(await claimDue(context.tx, context.accountId, row))) return;
  const handler = handlers[row.kind];
  if (!handler) throw new Error(`nobody does due work of the kind ${row.kind}`);
  await handler.run({ ...context, now: row.due_at, actor: sweeper }, row.subject_id);
}

/** All that falls due up to an instant, in order, each at its own time, in the transaction at hand (the test clock's move). */
export async function doDueWithin(context: Context, handlers: DueHandlers, until: Date): Promise<number> {
  let done = 0;
  for (;;) {
    const rows = await nextDue(context.tx, context.accountId, until);
    if (rows.length === 0) return done;
    for (const row of rows) {
      await doOne(context, handlers, row);
      done += 1;
      if (handlers[row.kind]?.schedulesMore) break;
    }
  }
}

/** All that is due in one account now, each row in a transaction of its own. A row that fails is logged and waits for the next sweep. */
async function sweepAccount(parts: Parts, handlers: DueHandlers, account: AccountRow): Promise<number> {
  const until = accountTime(account, parts.clock.now());
  let done = 0;
  for (;;) {
    const rows = await parts.database.inAccount(account.id, (tx) => nextDue(tx, account.id, until));
    let failed = 0;
    for (const row of rows) {
      try {
        await parts.database.inAccount(account.id, (tx) =>
          doOne(contextFor(parts, tx, account, sweeper), handlers, row),
        );
        done += 1;
      } catch (error) {
        failed += 1;
        parts.log.error(
          { err: error, account_id: account.id, due: row },
          'due work failed; it is tried again at the next sweep',
        );
      }
    }
    if (rows.length === 0 || failed > 0) return done;
  }
}

/** Everything that is due anywhere. Any number of nodes may sweep at once: whoever deletes the row does the work. */
export async function sweep(parts: Parts, handlers: DueHandlers): Promise<number> {
  const accounts = await parts.database.inDirectory((tx) => listAccountsWithDue(tx, parts.clock.now()));
  let done = 0;
  for (const { id } of accounts) {
    const account = await parts.database.inDirectory((tx) => findAccount(tx, id as AccountId));
    if (account) done += await sweepAccount(parts, handlers, account);
  }
  return done;
}

/** Sweeps every `everyMs`; a sweep that fails (the database is away) is logged and tried again. Returns what stops it. */
export function startSweeper(parts: Parts, handlers: DueHandlers, everyMs: number): () => Promise<void> {
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  const tick = () => {
    running = running.then(async () => {
      if (stopped) return;
      await sweep(parts, handlers).catch((error) => parts.log.error({ err: error }, 'a sweep failed'));
    });
  };
  const timer = setInterval(tick, everyMs);
  tick();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}
