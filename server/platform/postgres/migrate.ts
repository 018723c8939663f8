import type pg from 'pg';
import type { Log } from '../log.ts';
import { StartProblem, systemCode } from '../start-problem.ts';
import { connectOwner } from './connect.ts';
import { type Migration, migrationsFolder, readMigrations } from './migrations.ts';
import { ensureRoles } from './roles.ts';
import type { AppliedMigration } from './tables.ts';

export interface MigrateOptions {
  readonly now: () => Date;
  readonly log: Log;
  /** Where the migrations lie; the program's own by default. */
  readonly folder?: string;
}

/** Any number will do, so long as every version of the program uses the same. */
const LOCK = 7_281_409_335;

/**
 * Brings the database to the program's version: makes the roles, then applies what is missing, each migration in a
 * transaction of its own that also notes it, one program at a time. Resolves to the names of those that were applied.
 * Throws StartProblem where the database is newer than the program, or was changed by other migrations than these.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions): Promise<string[]> {
  const migrations = readMigrations(options.folder ?? migrationsFolder);
  const client = await connectOwner(ownerUrl);
  try {
    await ensureRoles(client);
    const applied: string[] = [];
    for (;;) {
      const next = await inTransaction(client, () => step(client, migrations, options.now));
      if (next === null) return applied;
      options.log.info({ migration: next }, 'the database was migrated');
      applied.push(next);
    }
  } finally {
    await client.end();
  }
}

/** Applies the next migration; null if there is none. Read again under the lock each time: another may have been first. */
async function step(client: pg.Client, migrations: Migration[], now: () => Date): Promise<string | null> {
  await lockMigrations(client);
  await ensureTable(client);
  const { rows } = await client.query<AppliedMigration>(
    'select number, name, checksum, applied_at from machinery.schema_migrations order by number',
  );
  checkApplied(rows, migrations);
  const next = migrations[rows.length];
  if (!next) return null;
  await apply(client, next);
  await note(client, next, now());
  return next.name;
}

async function note(client: pg.Client, { number, name, checksum }: Migration, at: Date): Promise<void> {
  await client.query(
    'insert into machinery.schema_migrations (number, name, checksum, applied_at) values ($1, $2, $3, $4)',
    [number, name, checksum, at],
  );
}

/**
 * In the transaction at hand: waits until no other program migrates, and keeps them all from it until the end.
 */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

/** In the transaction at hand, in a database without our schemas: makes them as these migrations had left them elsewhere. */
export async function repeatMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): Promise<void> {
  await ensureTable(client);
  for (const [index, { applied_at }] of applied.entries()) {
    const migration = migrations[index]!;
    await apply(client, migration);
    await note(client, migration, applied_at);
  }
}

async function ensureTable(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select to_regclass('machinery.schema_migrations') is not null as there`);
  if (rows[0].there) return;
  try {
    await client.query('create schema if not exists machinery');
    await client.query(
      `create table machinery.schema_migrations (
         number int primary key, name text not null, checksum text not null, applied_at timestamptz not null)`,
    );
  } catch (error) {
    if (systemCode(error) !== '42501') throw error;
    throw new StartProblem(
      `The database's user ${client.user} may not create schemas in ${client.database}: ` +
        `as its administrator run GRANT CREATE ON DATABASE ${client.database} TO ${client.user}.`,
    );
  }
}

function checkApplied(applied: AppliedMigration[], migrations: Migration[]): void {
  for (const [index, { number, name, checksum }] of applied.entries()) {
    const ours = migrations[index];
    if (!ours) {
      throw new StartProblem(
        `The database is newer than the program: it holds migration ${name}, of which the program knows nothing; start the newer program.`,
      );
    }
    if (number !== ours.number || checksum !== ours.checksum) {
      throw new StartProblem(
        `The database was made by other migrations than this program's: it holds ${name}, and the program's ${ours.name} differs from it.`,
      );
    }
  }
}

async function apply(client: pg.Client, { name, sql }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const { message, position } = error as { message: string; position?: string };
    const line = position ? `, line ${sql.slice(0, Number(position)).split('\n').length}` : '';
    throw new StartProblem(`Migration ${name}${line} failed, and nothing of it was kept: ${message}`, { cause: error });
  }
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
