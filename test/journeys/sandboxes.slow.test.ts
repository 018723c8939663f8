import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.ts';
import { fillAccount } from '../support/full-account.ts';
import { signedInOwner } from '../support/people.ts';
import { World } from '../support/world.ts';

let app: TestApp;
before(async () => {
  app = await startApp();
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

/** Every table of accounts that holds a row of this one. */
async function tablesWith(account: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: app.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.account_id', $1, false)", [account]);
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
       where n.nspname in ('tenant', 'directory', 'machinery') and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const found: string[] = [];
    for (const { name } of rows)
      if ((await client.query(`select from ${name} where account_id = $1 limit 1`, [account])).rowCount)
        found.push(name);
    return found;
  } finally {
    await client.end();
  }
}

test('a sandbox is taken away whole by its owner, and the account beside it stays', async () => {
  const { world, owner } = await signedInOwner(app);
  const program = await world.program();
  const made = await owner.ok('POST', '/v1/sandboxes', { name: 'Demo' });
  const lab = new World(app.base, { ...made, currency: 'USD' }, 'none');
  await fillAccount(lab);
  assert.ok((await tablesWith(made.id)).length > 30);
  const stranger = await signedInOwner(app);
  await stranger.owner.refused('DELETE', `/v1/sandboxes/${made.id}`, undefined, 404, 'not_found');
  await owner.refused('DELETE', `/v1/sandboxes/${world.account.id}`, undefined, 409, 'wrong_status');
  await owner.refused('DELETE', '/v1/sandboxes/acct_nobody', undefined, 404, 'not_found');
  assert.deepEqual(await owner.ok('DELETE', `/v1/sandboxes/${made.id}`), { id: made.id });
  assert.deepEqual(await tablesWith(made.id), []);
  assert.equal((await lab.call('GET', '/v1/programs')).status, 401);
  assert.equal((await world.ok('GET', `/v1/programs/${program.id}`)).id, program.id);
  const accounts = (await owner.ok('GET', '/v1/auth/me')).accounts.map(({ id }: { id: string }) => id);
  assert.deepEqual(accounts, [world.account.id]);
  await owner.refused('DELETE', `/v1/sandboxes/${made.id}`, undefined, 404, 'not_found');
});

test('a real account is never taken away', async () => {
  const { owner } = await signedInOwner(app);
  const real = await signedInOwner(app, false);
  await owner.refused('DELETE', `/v1/sandboxes/${real.world.account.id}`, undefined, 404, 'not_found');
  const other = await real.owner.ok('POST', '/v1/sandboxes', { name: 'Lab' });
  await real.owner.refused('DELETE', `/v1/sandboxes/${real.world.account.id}`, undefined, 409, 'wrong_status');
  await real.owner.ok('DELETE', `/v1/sandboxes/${other.id}`);
});
