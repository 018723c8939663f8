import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { isId } from '../../values/id.ts';
import type { FileStore } from '../files/index.ts';
import { connectOwner } from '../postgres/connect.ts';
import type { AppliedMigration } from '../postgres/tables.ts';
import { StartProblem } from '../start-problem.ts';
import { type Column, quoted, readCatalogue, type TableFacts } from './catalogue.ts';
import { writeWhole } from './files.ts';
import { BACKUP_FORMAT, type BackupHeader, END_OF_ROWS, fingerprintOf } from './format.ts';
import type { Progress } from './progress.ts';
import { FILE_COLUMNS, FILES, listFiles, rowsOfFile } from './uploaded-files.ts';

export interface BackupRequest {
  readonly file: string;
  readonly now: Date;
  /** What sealed payout details, and whether the file shall hold it. */
  readonly secret: { readonly value: string; readonly isKeptOutside: boolean };
  readonly progress: Progress;
  /** Where uploaded files lie; left out: they are not in the backup. */
  readonly files?: FileStore;
}

export interface BackupReport {
  readonly file: string;
  readonly accounts: number;
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Writes the whole installation as one instant saw it, while others go on working. Memory does not grow with it. Throws
 * StartProblem where there is nothing to back up, or the file cannot be written; then there is no file.
 */
export async function writeBackup(ownerUrl: string, request: BackupRequest): Promise<BackupReport> {
  const client = await connectOwner(ownerUrl);
  try {
    // The first question takes the snapshot that all others see.
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`);
    const migrations = await readApplied(client);
    const tables = await readCatalogue(client);
    // Held until the end, so that nobody changes or drops what is still to be read. Partitions are locked and their parent is
    // not: a new month's partition needs the parent for itself, and clicks would wait for it.
    const parts = tables.flatMap((table) => table.parts).map(quoted);
    await client.query(`lock table ${parts.join(', ')} in access share mode`);
    const accounts = await readAccounts(client);
    const rows: Record<string, number> = {};
    const header = await headerOf(client, request, migrations, accounts.length);
    request.progress.begin(
      'Backing up',
      tables.reduce((sum, table) => sum + table.bytes, 0),
    );
    await writeWhole(request.file, { gzip: true }, () =>
      withEnd(header, rows, readEverything(client, tables, accounts, rows, request)),
    );
    request.progress.end();
    return { file: request.file, accounts: accounts.length, rows };
  } finally {
    await client.end();
  }
}

async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query(`select to_regclass('machinery.schema_migrations') is not null as there`);
  const { rows } = found[0].there
    ? await client.query<AppliedMigration>(
        'select number, name, checksum, applied_at from machinery.schema_migrations order by number',
      )
    : { rows: [] };
  if (rows.length === 0) throw new StartProblem('There is nothing to back up: the database holds no Tributary yet.');
  return rows;
}

/** An account, and what its reports have counted already. */
interface Account {
  readonly id: string;
  readonly seen: string | null;
}

async function readAccounts(client: pg.Client): Promise<Account[]> {
  const { rows: directory } = await client.query<{ id: string }>('select id from directory.accounts order by id');
  const { rows: marks } = await client.query(`select to_regclass('tenant.fold_marks') is not null as there`);
  const accounts: Account[] = [];
  for (const { id } of directory) {
    await enter(client, id);
    const { rows } = marks[0].there
      ? await client.query('select seen::text as seen from tenant.fold_marks where account_id = $1', [id])
      : { rows: [] };
    accounts.push({ id, seen: rows[0]?.seen ?? null });
  }
  return accounts;
}

/** From here on row level security shows the rows of this account, to an owner without special rights too. */
async function enter(client: pg.Client, account: string): Promise<void> {
  if (!isId('account', account)) throw new Error(`"${account}" is no account's id`);
  await client.query(`set local app.account_id = '${account}'`);
}

async function headerOf(
  client: pg.Client,
  { now, secret }: BackupRequest,
  migrations: readonly AppliedMigration[],
  accounts: number,
): Promise<BackupHeader> {
  const { rows } = await client.query(`select current_setting('server_version') as server`);
  return {
    tributary_backup: BACKUP_FORMAT,
    taken_at: now.toISOString(),
    server: rows[0].server,
    accounts,
    migrations: migrations.map((one) => ({ ...one, applied_at: one.applied_at.toISOString() })),
    secret: { fingerprint: fingerprintOf(secret.value), value: secret.isKeptOutside ? null : secret.value },
  };
}

const line = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** The header, what follows, and a last line that tells whether all of it is there. */
async function* withEnd(header: BackupHeader, rows: Record<string, number>, body: AsyncGenerator<Buffer>) {
  const hash = createHash('sha256');
  const hashed = (bytes: Buffer): Buffer => {
    hash.update(bytes);
    return bytes;
  };
  yield hashed(line(header));
  for await (const bytes of body) yield hashed(bytes);
  yield line({ end: { rows, sha256: hash.digest('hex') } });
}

async function* readEverything(
  client: pg.Client,
  tables: readonly TableFacts[],
  accounts: readonly Account[],
  rows: Record<string, number>,
  { progress, files }: BackupRequest,
): AsyncGenerator<Buffer> {
  yield* readAll(client, tables, accounts, rows, progress);
  if (files) yield* readFiles(client, accounts, rows, files);
}

async function* readFiles(
  client: pg.Client,
  accounts: readonly Account[],
  rows: Record<string, number>,
  files: FileStore,
): AsyncGenerator<Buffer> {
  yield line({ table: FILES, columns: FILE_COLUMNS });
  let count = 0;
  for (const { id } of accounts) {
    await enter(client, id);
    for (const file of await listFiles(client, id)) {
      for await (const row of rowsOfFile(files, file)) {
        count += 1;
        yield row;
      }
    }
  }
  yield Buffer.from(END_OF_ROWS);
  rows[FILES] = count;
}

async function* readAll(
  client: pg.Client,
  tables: readonly TableFacts[],
  accounts: readonly Account[],
  rows: Record<string, number>,
  progress: Progress,
): AsyncGenerator<Buffer> {
  for (const table of tables) {
    let [count, left] = [0, table.bytes];
    yield line({ table: table.name, columns: table.columns.map(({ name }) => name) });
    for await (const bytes of readTable(client, table, accounts)) {
      count += countLines(bytes);
      const step = Math.min(left, bytes.length);
      left -= step;
      progress.advance(step);
      yield bytes;
    }
    progress.advance(left);
    yield Buffer.from(END_OF_ROWS);
    rows[table.name] = count;
  }
}

async function* readTable(client: pg.Client, table: TableFacts, accounts: readonly Account[]): AsyncGenerator<Buffer> {
  for (const part of table.parts) {
    if (!table.perAccount) {
      yield* copyOut(client, `select ${table.columns.map(({ name }) => quoted(name)).join(', ')} from ${quoted(part)}`);
      continue;
    }
    for (const account of accounts) {
      await enter(client, account.id);
      const columns = table.columns.map((column) => expressionOf(column, account)).join(', ');
      yield* copyOut(client, `select ${columns} from ${quoted(part)} where account_id = '${account.id}'`);
    }
  }
}

/**
 * Numbers of transactions mean nothing on another server, where they would seem to be still to come. All that is asked of
 * them is what an account's reports have counted (tenant.fold_marks): 3 stands for what they have, 4 for what they have
 * not, and "4:4:" for a snapshot that saw the first and not the second. Every server's own transactions come later.
 */
function expressionOf({ name, type }: Column, { seen }: Account): string {
  const column = quoted(name);
  if (type === 'pg_snapshot') return `case when ${column} is not null then '4:4:' end`;
  // A position in this server's log: on another one all that comes is older than what is written there.
  if (type === 'pg_lsn') return `case when ${column} is not null then '0/0' end`;
  if (type !== 'xid8') return column;
  const isSeen = seen === null ? 'false' : `pg_visible_in_snapshot(${column}, '${seen}'::pg_snapshot)`;
  return `case when ${column} is not null then case when ${isSeen} then '3' else '4' end end`;
}

/** Rows in the text format of `copy`, as they come; a chunk may end within a row. */
async function* copyOut(client: pg.Client, select: string): AsyncGenerator<Buffer> {
  for await (const bytes of client.query(copyTo(`copy (${select}) to stdout`))) yield bytes as Buffer;
}

const NEWLINE = 10;

/** Each row ends with a newline, and holds none. */
function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
