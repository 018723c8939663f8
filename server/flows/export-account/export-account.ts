import { type AccountRow, accountTime, findAccount } from '../../modules/accounts/index.ts';
import {
  columnsOf,
  type FactTable,
  factTables,
  type Progress,
  readFacts,
  writeWhole,
} from '../../platform/backup/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files/index.ts';
import type { Parts } from '../context.ts';
import { EXPORT_FORMAT, type ExportHeader } from './format.ts';
import { openRow } from './seals.ts';
import { readParts, UPLOADED_BYTES } from './uploaded-bytes.ts';

export interface ExportReport {
  readonly file: string;
  /** How many there are of each. */
  readonly facts: Readonly<Record<string, number>>;
}

/**
 * Writes all facts of an account, as one instant saw them, into a file: a line of JSON each, gzipped where the name ends in
 * .gz; with `files` the uploads themselves, too. Memory does not grow with them. Throws StartProblem where the file is there already or cannot be written.
 */
export async function exportAccount(
  parts: Parts,
  account: AccountRow,
  file: string,
  progress: Progress,
  files?: FileStore,
): Promise<ExportReport> {
  const facts: Record<string, number> = {};
  progress.begin('Exporting', factTables.length);
  await parts.database.snapshotOf(account.id, (tx) =>
    writeWhole(file, { gzip: file.endsWith('.gz') }, () => writeFacts(parts, tx, account, facts, progress, files)),
  );
  progress.end();
  return { file, facts };
}

const lines = (texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\n`).join(''));

async function* writeFacts(
  { seal, clock }: Parts,
  tx: Tx,
  account: AccountRow,
  facts: Record<string, number>,
  progress: Progress,
  files: FileStore | undefined,
): AsyncGenerator<Buffer> {
  const asSeen = (await findAccount(tx, account.id))!;
  const { id, slug, name, currency, timeZone: time_zone, sandbox } = asSeen;
  const at = clock.now();
  const now = accountTime(asSeen, at).toISOString();
  const header: ExportHeader = {
    tributary_export: EXPORT_FORMAT,
    exported_at: at.toISOString(),
    account: { id, slug, name, currency, time_zone, sandbox, now },
  };
  yield lines([JSON.stringify(header)]);
  for (const table of factTables) {
    facts[table.fact] = 0;
    for await (const rows of rowsOf(tx, account, table)) {
      facts[table.fact]! += rows.length;
      yield lines(table.sealed ? rows.map((row) => openRow(seal, account.id, table, row)) : rows);
    }
    progress.advance(1);
  }
  if (files) {
    facts[UPLOADED_BYTES] = 0;
    for await (const part of readParts(tx, account.id, files)) {
      facts[UPLOADED_BYTES] += 1;
      yield lines([JSON.stringify(part)]);
    }
  }
  yield lines([JSON.stringify({ end: facts })]);
}

async function* rowsOf(tx: Tx, account: AccountRow, table: FactTable): AsyncGenerator<string[]> {
  yield* readFacts(tx, account.id, table, await columnsOf(tx, table));
}
