import type pg from 'pg';
import { StartProblem } from '../start-problem.ts';
import { quoted } from './catalogue.ts';
import { LEFT_OUT } from './format.ts';

/** Throws StartProblem unless the database holds nothing yet, or what a first start leaves, and nobody works in it. */
export async function refuseUnlessEmpty(client: pg.Client): Promise<void> {
  const { rows: schemas } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname in ('directory', 'tenant', 'machinery')`,
  );
  if (schemas.length === 0) return;
  const { rows: ours } = await client.query(`select to_regclass('machinery.schema_migrations') is not null as yes`);
  if (!ours[0].yes)
    throw new StartProblem(
      `The database has schemas that are not Tributary's (${schemas.map(({ name }) => name).join(', ')}): restore into an empty one.`,
    );
  await refuseWhereInUse(client);
  // Tables of accounts show no row to an owner without special rights; where there is no account, there is none.
  const { rows: tables } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('directory', 'machinery') and c.relkind = 'r' order by n.nspname, c.relname`,
  );
  for (const { name } of tables.filter((table) => !(table.name in LEFT_OUT))) {
    const { rows } = await client.query(`select from ${quoted(name)} limit 1`);
    if (rows.length > 0)
      throw new StartProblem(
        `The database is not empty (${name}), and a backup is restored into an empty one only: ` +
          'set TRIBUTARY_DATA to a new folder, or DATABASE_URL to an empty database.',
      );
  }
}

async function refuseWhereInUse(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name like 'tributary%' limit 1`,
  );
  if (rows.length > 0)
    throw new StartProblem('Tributary is running on this database: stop it, restore, and start it again.');
}
