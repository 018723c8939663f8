import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import type { AccountId } from '../../values/id.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type Database, openDatabase } from '../db.ts';
import { silentLog } from '../log.ts';
import { enqueue, finishJob, holdsJob, type Job, postponeJob, takeJobs } from './queries.ts';
import { startWork } from './work.ts';

describe('jobs', () => {
  let fresh: FreshDatabase;
  let database: Database;
  before(async () => {
    fresh = await freshDatabase();
    database = openDatabase({ url: fresh.ownerUrl, role: 'tributary_app', connections: 8, log: silentLog });
  });
  after(async () => {
    await database.close();
    await fresh.drop();
  });

  const long = new Date(0);
  const put = (account: AccountId, kind: string, subjects: readonly string[], runAt = long) =>
    database.inDirectory((tx) =>
      enqueue(
        tx,
        account,
        subjects.map((subject) => ({ kind, subject, runAt })),
      ),
    );
  const take = (account: AccountId, kind: string, at: Date, limit: number) =>
    database.inDirectory((tx) => takeJobs(tx, account, kind, { now: at, until: new Date(at.getTime() + 1000) }, limit));
  const names = (count: number) => Array.from({ length: count }, (_, index) => `job${String(index).padStart(4, '0')}`);

  test('a job that was put in a transaction that failed is none', async () => {
    const undone = database.inDirectory(async (tx) => {
      await enqueue(tx, 'acct_a', [{ kind: 'undone', subject: 'x', runAt: long }]);
      throw new Error('undone');
    });
    await assert.rejects(undone);
    assert.deepEqual(await take('acct_a', 'undone', new Date(5000), 10), []);
  });

  test('takers share, never take the same, and never more than they asked for', async () => {
    await put('acct_a', 'shared', names(100));
    const at = new Date(10_000);
    const hands = await Promise.all(Array.from({ length: 10 }, () => take('acct_a', 'shared', at, 7)));
    assert.ok(hands.every((hand) => hand.length <= 7));
    const taken = hands.flat().map((job) => job.subject);
    assert.equal(new Set(taken).size, taken.length);
    assert.equal(taken.length, 70);
  });

  test('who held it too long has lost it', async () => {
    await put('acct_a', 'lost', ['one']);
    const [first] = await take('acct_a', 'lost', new Date(10_000), 1);
    assert.deepEqual(await take('acct_a', 'lost', new Date(10_999), 1), [], 'it is leased');
    const [second] = await take('acct_a', 'lost', new Date(11_000), 1);
    const holds = (job: Job) => database.inDirectory((tx) => holdsJob(tx, job));
    assert.deepEqual([await holds(first!), await holds(second!)], [false, true]);
    await database.inDirectory((tx) => finishJob(tx, first!));
    assert.equal(await holds(second!), true);
    await database.inDirectory((tx) => postponeJob(tx, second!, new Date(20_000)));
    assert.deepEqual(await take('acct_a', 'lost', new Date(19_999), 1), []);
    assert.equal((await take('acct_a', 'lost', new Date(20_000), 1)).length, 1);
  });

  test('an account with slow jobs delays no other, and one that rests is passed over', async () => {
    await put('acct_slow', 'fair', names(50));
    await put('acct_rests', 'fair', names(5));
    await put('acct_quick', 'fair', names(50), new Date(1));
    const done: Record<string, number> = { acct_slow: 0, acct_quick: 0, acct_rests: 0 };
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const working = startWork(partsAt(systemClock), {
      kind: 'fair',
      run: async (job) => {
        if (job.account === 'acct_slow') await slow;
        await database.inDirectory((tx) => finishJob(tx, job));
        done[job.account]! += 1;
      },
      resting: () => ['acct_rests'],
      ...{ perAccount: 3, inAll: 20, pollMs: 10, leaseMs: 60_000 },
    });
    await until(() => done['acct_quick'] === 50);
    assert.deepEqual([done['acct_slow'], done['acct_rests']], [0, 0]);
    release();
    await until(() => done['acct_slow'] === 50);
    await working.stop();
    assert.equal(done['acct_rests'], 0);
  });

  test('a job that failed unforeseen is tried again, and stopping waits for what is under way', async () => {
    await put('acct_a', 'fails', ['one']);
    let tries = 0;
    let now = new Date();
    const working = startWork(partsAt({ now: () => now }), {
      kind: 'fails',
      run: async (job) => {
        tries += 1;
        if (tries === 1) throw new Error('a bug');
        await new Promise((resolve) => setTimeout(resolve, 100));
        await database.inDirectory((tx) => finishJob(tx, job));
        tries += 10;
      },
      ...{ perAccount: 3, inAll: 20, pollMs: 10, leaseMs: 600_000 },
    });
    await until(() => tries === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(tries, 1);
    now = new Date(now.getTime() + 61_000);
    await until(() => tries === 2);
    await working.stop();
    assert.equal(tries, 12);
  });

  const partsAt = (clock: Clock) => ({ database, clock, log: silentLog });
});

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; looks < 1000 && !holds(); looks += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds(), 'it never came to pass');
}
