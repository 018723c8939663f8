import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { startApp, type TestApp } from './support/app.ts';
import { fillAccount } from './support/full-account.ts';
import { signedInOwner } from './support/people.ts';

/** Row level security at work, table by table, with an account that holds rows and a neighbour who tries to reach them. */
/** Filled in the background; the rest is filled by requests. */
const filledLater = ['counters', 'digest_entries', 'fold_marks', 'last_heard', 'suppressions'];

let app: TestApp;
let client: pg.Client;
let [owner, stranger] = ['', ''];
let tables: string[];

before(async () => {
  app = await startApp();
  const { world: full, owner: person } = await signedInOwner(app);
  await fillAccount(full);
  await person.ok('POST', '/v1/invitations', { email: 'invited@people.example', role: 'viewer' });
  owner = full.account.id;
  stranger = (await app.world()).account.id;
  client = new pg.Client({ connectionString: app.ownerUrl, options: '-c role=tributary_app' });
  await client.connect();
  const { rows } = await client.query(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'tenant' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  tables = rows.map(({ name }) => name);
});
after(async () => {
  await client.end();
  await app.close();
});

/** One transaction as some account (null: as nobody), which is taken back whatever it did. */
async function as<T>(account: string | null, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    if (account !== null) await client.query(`select set_config('app.account_id', $1, true)`, [account]);
    return await work();
  } finally {
    await client.query('rollback');
  }
}

const count = async (table: string): Promise<number> =>
  Number((await client.query(`select count(*) as n from tenant.${table}`)).rows[0].n);

/** The code with which a statement is refused, or how many rows it touched. */
async function attempt(statement: string, values: unknown[]): Promise<string | number | null> {
  await client.query('savepoint before');
  try {
    return (await client.query(statement, values)).rowCount;
  } catch (error) {
    await client.query('rollback to savepoint before');
    return (error as { code: string }).code;
  }
}

describe('the rows of an account', () => {
  test('are there for itself, in each of its tables', async () => {
    const empty = await as(owner, async () => {
      const found: string[] = [];
      for (const table of tables) if ((await count(table)) === 0) found.push(table);
      return found;
    });
    assert.deepEqual(
      empty.filter((table) => !filledLater.includes(table)),
      [],
      'test/support/full-account.ts takes an account through every feature',
    );
  });

  test('are not there for a connection that names no account, or an empty one', async () => {
    for (const nobody of [null, ''])
      await as(nobody, async () => {
        for (const table of tables) assert.equal(await count(table), 0, table);
      });
  });

  test('are not there for another account, not even by the name of their owner', async () => {
    await as(stranger, async () => {
      for (const table of tables) {
        const { rows } = await client.query(`select count(*) as n from tenant.${table} where account_id = $1`, [owner]);
        assert.equal(Number(rows[0].n), 0, table);
      }
      await client.query('set local row_security = off');
      for (const table of tables) assert.equal(await attempt(`select from tenant.${table}`, []), '42501', table);
    });
  });

  test('cannot be added by another account, or by nobody', async () => {
    const samples = await as(owner, async () => {
      const found: Record<string, unknown> = {};
      for (const table of tables)
        found[table] = (await client.query(`select to_jsonb(t) as row from tenant.${table} t limit 1`)).rows[0]
          ?.row ?? {
          account_id: owner,
        };
      return found;
    });
    for (const somebody of [stranger, null])
      await as(somebody, async () => {
        for (const table of tables) {
          const names = (await columnsOf(table)).join(', ');
          const insert = `insert into tenant.${table} (${names}) select ${names} from jsonb_populate_record(null::tenant.${table}, $1)`;
          assert.equal(await attempt(insert, [samples[table]]), '42501', table);
        }
      });
  });

  /** Those that are written; the others are computed from them. */
  async function columnsOf(table: string): Promise<string[]> {
    const { rows } = await client.query(
      `select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
         and attgenerated = ''`,
      [`tenant.${table}`],
    );
    return rows.map((row) => row.name);
  }

  test('cannot be changed, taken over or deleted by another account', async () => {
    const rights = await as(null, async () => {
      const { rows } = await client.query(
        `select c.relname as table, array_agg(a.attname::text) as columns,
           has_table_privilege(c.oid, 'delete') as deletes
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and has_column_privilege(c.oid, a.attnum, 'update')
         where n.nspname = 'tenant' and c.relkind in ('r', 'p') group by c.oid, c.relname`,
      );
      return rows as { table: string; columns: string[]; deletes: boolean }[];
    });
    assert.ok(rights.length > 10);
    await as(stranger, async () => {
      for (const { table, columns, deletes } of rights) {
        const set = columns.map((column) => `${column} = ${column}`).join(', ');
        const mine = 'where account_id = $1';
        assert.equal(await attempt(`update tenant.${table} set ${set} ${mine}`, [owner]), 0, table);
        assert.equal(await attempt(`update tenant.${table} set account_id = $1`, [stranger]), '42501', table);
        assert.equal(await attempt(`delete from tenant.${table} ${mine}`, [owner]), deletes ? 0 : '42501', table);
      }
    });
    await as(owner, async () => {
      for (const { table, columns } of rights.filter((right) => !filledLater.includes(right.table)))
        assert.notEqual(await attempt(`update tenant.${table} set ${columns[0]} = ${columns[0]}`, []), 0, table);
    });
  });
});
