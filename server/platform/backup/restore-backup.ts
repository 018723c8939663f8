import type pg from 'pg';
import { copyRows } from '../copy.ts';
import { isAway } from '../db.ts';
import type { FileStore } from '../files/index.ts';
import type { Log } from '../log.ts';
import { connectOwner } from '../postgres/connect.ts';
import { lockMigrations, migrate, repeatMigrations } from '../postgres/migrate.ts';
import { type Migration, migrationsFolder, readMigrations } from '../postgres/migrations.ts';
import { ensureRoles } from '../postgres/roles.ts';
import { StartProblem, systemCode } from '../start-problem.ts';
import { quoted, quotedList, readCatalogue, type TableFacts } from './catalogue.ts';
import { sizeOfFile } from './files.ts';
import type { BackupHeader } from './format.ts';
import type { Progress } from './progress.ts';
import { checkBackup, readBackup } from './read-backup.ts';
import { refuseUnlessEmpty } from './refuse-unless-empty.ts';
import type { SecretChange } from './secret.ts';
import { FILES, FileRestorer } from './uploaded-files.ts';

export interface RestoreRequest {
  readonly file: string;
  readonly now: () => Date;
  readonly log: Log;
  readonly progress: Progress;
  /** Where the migrations lie; the program's own by default. */
  readonly folder?: string;
  /** Made just before the rows are there for good, and taken back where they are not. */
  readonly secret: SecretChange;
  /** Where uploaded files go; left out: those of the backup stay there. */
  readonly files?: FileStore;
}

export interface RestoreReport {
  readonly takenAt: string;
  readonly accounts: number;
  readonly rows: Readonly<Record<string, number>>;
  /** Migrations that the backup was older than. */
  readonly migrated: readonly string[];
}

/**
 * Reads a whole backup and sees that it is whole and that this program can take it. Nothing is written. Throws StartProblem.
 */
export async function examineBackup(
  file: string,
  progress: Progress,
  folder: string = migrationsFolder,
): Promise<BackupHeader> {
  progress.begin('Checking', sizeOfFile(file));
  const { header } = await checkBackup(file, progress.advance);
  progress.end();
  checkMigrations(file, header, readMigrations(folder));
  return header;
}

function checkMigrations(file: string, { migrations }: BackupHeader, ours: readonly Migration[]): void {
  for (const [index, { number, name, checksum }] of migrations.entries()) {
    const known = ours[index];
    if (!known)
      throw new StartProblem(`${file} was made by a newer program (it knows ${name}): restore it with that one.`);
    if (number !== known.number || checksum !== known.checksum)
      throw new StartProblem(`${file} was made by another program: its migration ${name} differs from ${known.name}.`);
  }
}

/**
 * Restores a backup that was examined into a database without accounts: all of it in one transaction, in the schema of its
 * own time, then the migrations since. Throws StartProblem; then the database is as it was.
 */
export async function restoreBackup(ownerUrl: string, request: RestoreRequest): Promise<RestoreReport> {
  const folder = request.folder ?? migrationsFolder;
  const client = await connectOwner(ownerUrl);
  try {
    await ensureRoles(client);
    await client.query('begin');
    await client.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`);
    await lockMigrations(client);
    await refuseUnlessEmpty(client);
    await client.query('drop schema if exists directory, tenant, machinery cascade');
    const report = await load(client, request, readMigrations(folder));
    await commit(client, request.secret);
    const migrated = await migrate(ownerUrl, { folder, now: request.now, log: request.log });
    await client.query('analyze');
    return { ...report, migrated };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw systemCode(error) === '53100'
      ? new StartProblem('There is no space left on the disk of the database: free some and restore again.')
      : error;
  } finally {
    await client.end();
  }
}

/** Where nobody can tell whether the rows are there, the secret stays: it does no harm to a database without accounts. */
async function commit(client: pg.Client, secret: SecretChange): Promise<void> {
  secret.apply();
  try {
    await client.query('commit');
  } catch (error) {
    if (!isAway(error)) secret.undo();
    throw error;
  }
}

async function load(
  client: pg.Client,
  { file, progress, files }: RestoreRequest,
  migrations: readonly Migration[],
): Promise<Omit<RestoreReport, 'migrated'>> {
  let taken: BackupHeader | undefined;
  let tables: TableFacts[] = [];
  let into: Loader | undefined;
  progress.begin('Restoring', sizeOfFile(file));
  for await (const piece of readBackup(file, progress.advance)) {
    if (piece.kind === 'rows') {
      await into!.add(piece.bytes);
      continue;
    }
    await into?.end();
    if (piece.kind === 'header') {
      taken = piece.header;
      const applied = taken.migrations.map((one) => ({ ...one, applied_at: new Date(one.applied_at) }));
      await repeatMigrations(client, migrations, applied);
      tables = await readCatalogue(client);
    } else if (piece.kind === 'table' && piece.table === FILES) into = files ? new FileRestorer(files) : nowhere;
    else if (piece.kind === 'table') into = await openTable(client, tables, piece.table, piece.columns, file);
    else {
      const missing = tables.filter(({ name }) => !(name in piece.end.rows));
      if (missing.length > 0) throw unfit(file, missing[0]!.name);
      progress.end();
      return { takenAt: taken!.taken_at, accounts: taken!.accounts, rows: piece.end.rows };
    }
  }
  throw new Error('a backup ended without its end');
}

const unfit = (file: string, table: string): StartProblem =>
  new StartProblem(`${file} does not fit: ${table} is not as this program's migrations make it.`);

const nowhere: Loader = { add: async () => {}, end: async () => {} };

interface Loader {
  add(bytes: Buffer): Promise<void>;
  /** What was added is in. */
  end(): Promise<void>;
}

/**
 * Rows of one `copy` statement. The server remembers each row of a statement until it has checked what the row refers to, so
 * that a table of any size needs statements of a bounded one.
 */
const STATEMENT_BYTES = 1024 * 1024;

async function openTable(
  client: pg.Client,
  tables: readonly TableFacts[],
  name: string,
  columns: readonly string[],
  file: string,
): Promise<Loader> {
  const table = tables.find((one) => one.name === name);
  if (!table || table.columns.map((column) => column.name).join() !== columns.join()) throw unfit(file, name);
  const force = (how: string) =>
    table.perAccount ? client.query(`alter table ${quoted(name)} ${how} row level security`) : undefined;
  const statement = `copy ${quoted(name)} (${quotedList(columns)}) from stdin`;
  const monthOf = name === CLICKS ? clickMonths(client, columns.indexOf('at')) : undefined;
  let [waiting, size]: [Buffer[], number] = [[], 0];
  const flush = async (): Promise<void> => {
    const rows = Buffer.concat(waiting).toString('utf8');
    [waiting, size] = [[], 0];
    if (rows === '') return;
    await monthOf?.(rows);
    await copyRows(client, statement, rows);
  };
  // Nobody may copy into a table under row level security; its owner may where it is not forced on them. Until this
  // transaction ends, nobody else sees the table at all.
  await force('no force');
  return {
    async add(bytes) {
      waiting.push(bytes);
      size += bytes.length;
      if (size >= STATEMENT_BYTES) await flush();
    },
    async end() {
      await flush();
      await force('force');
    },
  };
}

const CLICKS = 'tenant.clicks';

/** Makes the months' partitions that clicks need. */
function clickMonths(client: pg.Client, position: number): (rows: string) => Promise<void> {
  const made = new Set<string>();
  return async (rows) => {
    for (const row of rows.split('\n')) {
      const month = row.split('\t', position + 1)[position]?.slice(0, 7);
      if (month === undefined || made.has(month)) continue;
      await client.query('select machinery.ensure_click_month($1::date)', [`${month}-01`]);
      made.add(month);
    }
  };
}
