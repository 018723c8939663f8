import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { silentLog } from '../../server/platform/log.ts';
import { lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { startEmbedded } from '../../server/platform/postgres/embedded.ts';
import { migrate } from '../../server/platform/postgres/migrate.ts';
import { migrationsFolder } from '../../server/platform/postgres/migrations.ts';

/** A server on which tests make their databases. */
export interface TestServer {
  /** A user who may make databases and roles, in a database that is no test's. */
  readonly url: string;
  /** The database that was migrated once, and of which each test gets a copy. */
  readonly template: string;
}

/** `own`: the embedded server and its superuser. `given`: one that DATABASE_URL could name, and a user of few rights. */
export type ServerKind = 'own' | 'given';

/** Starts a server of its own for one run; nothing of it is kept. */
export async function startTestServer(kind: ServerKind): Promise<TestServer & { stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-test-'));
  chmodSync(folder, 0o711);
  const lock = lockDataFolder(folder);
  const server = await startEmbedded({ dataFolder: folder, log: silentLog, durable: false });
  const url = kind === 'own' ? inDatabase(server.ownerUrl, 'postgres') : await makeOrdinaryUser(server.ownerUrl);
  return {
    url,
    template: await makeTemplate(url),
    async stop() {
      await server.stop();
      lock.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same server and user, another database. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs statements one by one, as `create database` must be. */
export async function execute(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    for (const statement of statements) await patiently(() => client.query(statement));
  } finally {
    await client.end();
  }
}

/** A database that is being vacuumed cannot be dropped by who is no superuser; a moment later it can. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const isVacuumed = /permission denied to terminate process/.test(String(error));
      if (!isVacuumed || tries === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** What the contract asks of DATABASE_URL's user, and no more: may make roles (and, for tests, databases); no superuser. */
async function makeOrdinaryUser(ownerUrl: string): Promise<string> {
  const password = randomUUID();
  await execute(ownerUrl, `create role ordinary login createrole createdb password '${password}'`);
  const url = new URL(inDatabase(ownerUrl, 'postgres'));
  url.username = 'ordinary';
  url.password = password;
  return url.href;
}

/** Makes the template for the migrations as they are now, unless it is there; resolves to its name. */
export async function makeTemplate(url: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrationsFolder).sort())
    hash.update(file).update(readFileSync(join(migrationsFolder, file)));
  const template = `template_${hash.digest('hex').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return template;
    const half = `half_${randomUUID().replaceAll('-', '')}`;
    await client.query(`create database ${half}`);
    await migrate(inDatabase(url, half), { now: () => new Date(), log: silentLog });
    await client.query(`alter database ${half} rename to ${template}`);
    return template;
  } finally {
    await client.end();
  }
}
