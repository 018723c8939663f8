import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { silentLog } from '../../server/platform/log.ts';
import { type DataLock, lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { type Embedded, startEmbedded } from '../../server/platform/postgres/embedded.ts';
import { migrate } from '../../server/platform/postgres/migrate.ts';
import { ROLES } from '../../server/platform/postgres/roles.ts';
import { StartProblem } from '../../server/platform/start-problem.ts';
import { execute, inDatabase } from '../support/test-server.ts';

/** Roles belong to a whole server, so this needs one on which nobody has made any yet. */
describe('the roles on a server that is not ours alone', () => {
  let folder: string;
  let lock: DataLock;
  let server: Embedded;
  let empty: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-roles-'));
    chmodSync(folder, 0o711);
    empty = join(folder, 'no-migrations');
    lock = lockDataFolder(folder);
    lockDataFolder(empty).release();
    server = await startEmbedded({ dataFolder: folder, log: silentLog, durable: false });
  });

  after(async () => {
    await server?.stop();
    lock.release();
    rmSync(folder, { recursive: true });
  });

  const urlOf = (user: string, database: string): string => {
    const url = new URL(inDatabase(server.ownerUrl, database));
    url.username = user;
    url.password = 'pass';
    return url.href;
  };
  const makeUser = (user: string, rights: string): Promise<void> =>
    execute(
      server.ownerUrl,
      `create role ${user} login password 'pass' ${rights}`,
      `create database of_${user} owner ${user}`,
    );
  const run = (url: string): Promise<string[]> =>
    migrate(url, { folder: empty, now: () => new Date(), log: silentLog });
  const refuses = (url: string, ...words: string[]): Promise<void> =>
    assert.rejects(run(url), (error) => {
      assert.ok(error instanceof StartProblem, String(error));
      for (const word of words) assert.ok(error.message.includes(word), error.message);
      return true;
    });

  test('are refused to a user who may not make them', async () => {
    await makeUser('humble', '');
    await refuses(urlOf('humble', 'of_humble'), 'ALTER ROLE humble CREATEROLE');
  });

  test('are made once, whatever number of databases start at the same moment', async () => {
    await makeUser('keeper', 'createrole createdb');
    const databases = ['one', 'two', 'three', 'four', 'five', 'six'];
    await execute(urlOf('keeper', 'of_keeper'), ...databases.map((name) => `create database ${name}`));
    await Promise.all(databases.map((name) => run(urlOf('keeper', name))));
    const client = new pg.Client({ connectionString: urlOf('keeper', 'three') });
    await client.connect();
    for (const role of ROLES) {
      await client.query(`set role ${role}`);
      assert.deepEqual((await client.query('select current_user as me')).rows, [{ me: role }]);
    }
    await client.end();
  });

  test('that another user made are not taken without leave', async () => {
    await makeUser('stranger', 'createrole');
    await refuses(urlOf('stranger', 'of_stranger'), `GRANT ${ROLES.join(', ')} TO stranger`);
    await execute(server.ownerUrl, `grant ${ROLES.join(', ')} to stranger`);
    assert.deepEqual(await run(urlOf('stranger', 'of_stranger')), []);
  });

  test('that could pass by row level security are refused', async () => {
    await execute(server.ownerUrl, 'alter role tributary_app bypassrls');
    await refuses(urlOf('keeper', 'one'), 'tributary_app', 'NOBYPASSRLS');
    await execute(server.ownerUrl, 'alter role tributary_app nobypassrls');
  });

  test('do not help a user who may make no schema', async () => {
    await refuses(urlOf('keeper', 'tributary'), 'GRANT CREATE ON DATABASE tributary TO keeper');
  });
});
