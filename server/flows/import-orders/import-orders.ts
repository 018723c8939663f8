import { stopwatch } from '../../platform/clock.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import type { Mapping } from './mapping.ts';
import { type CsvFile, openCsv, sizeOf } from './read-file.ts';
import { recordCancellations } from './record-cancellations.ts';
import { recordOrders } from './record-orders.ts';
import { missingReferralColumns, recordReferrals } from './record-referrals.ts';
import { createReport, type ImportReport, type Report } from './report.ts';
import { createGrouper, type LineGroup } from './rules/group-lines.ts';
import { createLineReader, type GoodsLine, missingColumns, type RefusedLine } from './rules/read-line.ts';
import type { CsvRecord } from './rules/split-records.ts';
import type { RunBatch } from './run-batch.ts';

export interface ImportRequest {
  readonly file: string;
  readonly mapping: Mapping;
  readonly referrals: string | null;
}

/** Hears how far the import is: bytes of the file on disk, and orders so far. */
export interface Progress {
  begin(step: 'referrals' | 'orders' | 'cancellations', bytes: number): void;
  advance(bytes: number): void;
  orders(count: number): void;
  end(): void;
}

/** So many orders share a transaction: below the 64 savepoints up to which PostgreSQL keeps them in memory of their own. */
const BATCH = 50;

/**
 * Takes in a file of order lines: referrals first, then all orders, then, in a second reading, the cancellations, so that
 * what a cancellation finds does not depend on where it stands in the file. What was recorded before is recognised, so a
 * run that was stopped goes on, and a second run adds nothing. Throws a StartProblem for a file that cannot be read.
 */
export async function importOrders(run: RunBatch, request: ImportRequest, progress: Progress): Promise<ImportReport> {
  const began = stopwatch();
  const report = createReport();
  const bytes = await sizeOf(request.file);
  if (request.referrals !== null) await importReferrals(run, request.referrals, request.mapping, report, progress);
  progress.begin('orders', bytes);
  await importLines(run, request, 'order', report, progress);
  if (request.mapping.cancellation) {
    progress.begin('cancellations', bytes);
    await importLines(run, request, 'cancellation', report, progress);
  }
  progress.end();
  return report.done((stopwatch() - began) / 1000);
}

async function importReferrals(
  run: RunBatch,
  file: string,
  mapping: Mapping,
  report: Report,
  progress: Progress,
): Promise<void> {
  progress.begin('referrals', await sizeOf(file));
  const { header, records } = await openCsv(file, mapping.referrals.delimiter, progress.advance);
  demandColumns(file, header, missingReferralColumns(mapping, header));
  for await (const batch of inBatches(records)) {
    report.referrals(batch.length, await run((context) => recordReferrals(context, batch, mapping, header)));
  }
}

/** One reading of the file, for the orders or for the cancellations; each reading passes over the lines of the other. */
async function importLines(
  run: RunBatch,
  request: ImportRequest,
  kind: GoodsLine['kind'],
  report: Report,
  progress: Progress,
): Promise<void> {
  const { file, mapping } = request;
  const { header, records }: CsvFile = await openCsv(file, mapping.delimiter, progress.advance);
  demandColumns(file, header, missingColumns(mapping, header));
  const record = async (groups: LineGroup[]): Promise<void> => {
    if (kind === 'order') report.orders(await run((context) => recordOrders(context, groups, mapping.currency)));
    else report.cancellations(await run((context) => recordCancellations(context, groups)));
    progress.orders(report.countOrders());
  };
  const read = createLineReader(mapping, header);
  const grouper = createGrouper();
  const waiting: LineGroup[] = [];
  for await (const parcel of records) {
    for (const { line, cells } of parcel) {
      const found = cells ? read(line, cells) : corrupt(line);
      if (kind === 'order') report.read();
      if ('refused' in found) {
        if (kind === 'order') report.refuse(found);
        continue;
      }
      if (found.kind !== kind) continue;
      const { closed, refused } = grouper.add(found);
      if (refused) report.refuse(refused);
      waiting.push(...closed);
      while (waiting.length >= BATCH) await record(waiting.splice(0, BATCH));
    }
  }
  waiting.push(...grouper.end());
  while (waiting.length > 0) await record(waiting.splice(0, BATCH));
}

const corrupt = (line: number): RefusedLine => ({ line, refused: 'corrupt_line', detail: '' });

async function* inBatches(records: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<CsvRecord[]> {
  const waiting: CsvRecord[] = [];
  for await (const parcel of records) {
    waiting.push(...parcel);
    while (waiting.length >= BATCH) yield waiting.splice(0, BATCH);
  }
  if (waiting.length > 0) yield waiting;
}

function demandColumns(file: string, header: readonly string[], missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new StartProblem(
    `${file} has no column ${missing.map((name) => `"${name}"`).join(', ')}; it has ${header.join(', ')}. Check the mapping.`,
  );
}
