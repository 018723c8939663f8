import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { type Database, openDatabase, type Tx } from './db.ts';
import { enqueue } from './jobs/queries.ts';
import { silentLog } from './log.ts';
import { together } from './speaker.ts';

describe('writing together', () => {
  let fresh: FreshDatabase;
  let database: Database;
  before(async () => {
    fresh = await freshDatabase();
    // One connection, so that what is left over of one transaction would land in the next.
    database = openDatabase({ url: fresh.ownerUrl, role: 'tributary_app', connections: 1, log: silentLog });
  });
  after(async () => {
    await database.close();
    await fresh.drop();
  });

  const put = (tx: Tx, kind: string, subjects: readonly string[]) =>
    enqueue(
      tx,
      'acct_a',
      subjects.map((subject) => ({ kind, subject, runAt: new Date(0) })),
    );
  const due = (tx: Tx, kind: string, subject: string) =>
    sql`insert into machinery.due (account_id, due_at, kind, subject_id) values (${'acct_a'}, ${new Date(0)}, ${kind}, ${subject})`.execute(
      tx,
    );
  const jobsOf = async (kind: string): Promise<string[]> =>
    database.inDirectory(async (tx) => {
      const { rows } = await sql<{ name: string }>`
        select subject_id as name from machinery.jobs where kind = ${kind}
        union all select 'due ' || subject_id from machinery.due where kind = ${kind} order by name`.execute(tx);
      return rows.map((row) => row.name);
    });

  test('inserts of one turn are all there, and were one statement', async () => {
    const commands = await database.inDirectory(async (tx) => {
      const one = together(tx);
      await Promise.all([put(one, 'turn', ['a', 'b']), due(one, 'turn', 'c'), put(one, 'turn', ['d'])]);
      const { rows } = await sql<{ commands: string }>`
        select count(distinct cmin::text) as commands from machinery.jobs where kind = 'turn'`.execute(tx);
      return rows[0]!.commands;
    });
    assert.deepEqual(await jobsOf('turn'), ['a', 'b', 'd', 'due c']);
    assert.equal(Number(commands), 1);
  });

  test('what reports something does so as ever', async () => {
    const [, told] = await database.inDirectory((tx) => {
      const one = together(tx);
      const asked = sql<{ subject_id: string }>`
        insert into machinery.due (account_id, due_at, kind, subject_id) values ('acct_a', ${new Date(0)}, 'told', 'x')
        returning subject_id`.execute(one);
      return Promise.all([put(one, 'told', ['a']), asked]);
    });
    assert.deepEqual(told.rows, [{ subject_id: 'x' }]);
  });

  test('one that fails fails all, and nothing stays', async () => {
    const failing = database.inDirectory((tx) => {
      const one = together(tx);
      return Promise.all([put(one, 'fails', ['a']), due(one, 'fails', 'x'), due(one, 'fails', 'x')]);
    });
    await assert.rejects(failing, { code: '23505' });
    assert.deepEqual(await jobsOf('fails'), []);
  });

  test('what goes on after a failure beside it lands in no other transaction', async () => {
    for (const writer of [together, (tx: Tx) => tx]) {
      const failing = database.inDirectory((tx) => {
        const late = async () => {
          await sql`select ${1}::int`.execute(tx);
          await put(writer(tx), 'late', ['a']);
          await put(writer(tx), 'late', ['b']);
        };
        const failed = sql`select ${1}::int`.execute(tx).then(() => {
          throw new Error('failed');
        });
        return Promise.all([late(), failed]);
      });
      const next = database.inDirectory((tx) => put(tx, 'late', ['next']));
      await assert.rejects(failing, /failed/);
      await next;
    }
    assert.deepEqual(await jobsOf('late'), ['next']);
  });
});
