import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  type AccountRow,
  bumpLinksVersion,
  lockAccount,
  recordAct,
  setClockOffset,
} from '../../modules/accounts/index.ts';
import { countAnew, findAnyFact, forgetSettings, type Progress, sizeOfFile } from '../../platform/backup/index.ts';
import type { FileStore } from '../../platform/files/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import { auditBooks } from '../audit-books.ts';
import { contextFor, type Parts } from '../context.ts';
import {
  EXPORT_FORMAT,
  type ExportHeader,
  exportEnd,
  exportHeader,
  type FactRow,
  PartsTaker,
  UPLOADED_BYTES,
} from '../export-account/index.ts';
import { type NumberedLine, readLines } from './read-lines.ts';
import { brokenLine, FactTaker } from './take-facts.ts';

export interface ImportReport {
  readonly account: string;
  readonly facts: Readonly<Record<string, number>>;
}

/**
 * Takes all facts of an export into an account that is empty: all of them in one transaction, or none. Before that is over
 * the books are audited. Throws StartProblem with one line for what stands in the way.
 */
export async function importAccount(
  parts: Parts,
  account: AccountRow,
  file: string,
  progress: Progress,
  files?: FileStore,
): Promise<ImportReport> {
  const size = sizeOfFile(file);
  return parts.database.inAccount(account.id, async (tx) => {
    progress.begin('Importing', size);
    const context = contextFor(parts, tx, account, { kind: 'command', id: 'import' });
    await prepare(context, account);
    const facts = await takeAll(context, account, file, progress, files);
    await checkBooks(context);
    await bumpLinksVersion(tx, account.id);
    await recordAct(context, 'account_imported', account.id, { detail: { facts } });
    progress.end();
    return { account: account.slug, facts };
  });
}

async function prepare({ tx, now }: Context, account: AccountRow): Promise<void> {
  const found = await findAnyFact(tx, account.id);
  if (found !== null)
    throw new StartProblem(
      `${account.slug} is not empty (it has a ${found.replaceAll('_', ' ')}): import into an account that is new.`,
    );
  await countAnew(tx, account.id, account.timeZone, now);
  await forgetSettings(tx, account.id);
}

const notWhole = (file: string): StartProblem =>
  new StartProblem(`${file} is cut off: its last line does not tell what should be in it. Nothing was imported.`);

async function takeAll(context: Context, account: AccountRow, file: string, progress: Progress, files?: FileStore) {
  const { tx, seal } = context;
  let taker: FactTaker | null = null;
  const parts = new PartsTaker(tx, account.id, files);
  let isOver = false;
  for await (const lines of readLines(file, progress.advance)) {
    for (const line of lines) {
      if (isOver) throw brokenLine(line.number, 'nothing may follow the last line');
      if (taker === null) {
        const header = readHeader(file, line);
        await checkHeader(context, account, header);
        taker = new FactTaker(tx, seal, account.id, header.account.id);
        continue;
      }
      const row = readRow(line);
      const end = exportEnd.safeParse(row);
      if (!end.success) {
        if (row['fact'] === UPLOADED_BYTES) await takePart(taker, parts, line, row);
        else await taker.take(line, row);
        continue;
      }
      isOver = true;
      await taker.flush();
      const wrong = await parts.end();
      if (wrong) throw brokenLine(line.number, wrong);
      if (!isAsTold({ ...taker.taken, [UPLOADED_BYTES]: parts.taken }, end.data.end))
        throw new StartProblem(`${file} has not as many facts as its last line tells. Nothing was imported.`);
    }
  }
  if (taker === null || !isOver) throw notWhole(file);
  return taker.taken;
}

async function takePart(taker: FactTaker, parts: PartsTaker, line: NumberedLine, row: FactRow): Promise<void> {
  await taker.flush();
  const wrong = await parts.take(row);
  if (wrong) throw brokenLine(line.number, wrong);
}

/** As many of each as the last line tells; kinds that it does not name must have none. */
function isAsTold(taken: Readonly<Record<string, number>>, told: Readonly<Record<string, number>>): boolean {
  const named = Object.fromEntries(Object.entries(taken).filter(([fact]) => fact in told));
  const more = Object.entries(taken).some(([fact, count]) => count > 0 && !(fact in told));
  return !more && isDeepStrictEqual(named, { ...told });
}

function readHeader(file: string, { text }: NumberedLine): ExportHeader {
  const strange = new StartProblem(`${file} is no export of Tributary: its first line does not say so.`);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw strange;
  }
  const version = z.looseObject({ tributary_export: z.number() }).safeParse(found);
  if (!version.success) throw strange;
  if (version.data.tributary_export !== EXPORT_FORMAT)
    throw new StartProblem(
      `${file} is of version ${version.data.tributary_export} of the format, and this program reads ${EXPORT_FORMAT}.`,
    );
  const header = exportHeader.safeParse(found);
  if (header.success) return header.data;
  const [issue] = header.error.issues;
  throw brokenLine(1, `${issue!.path.join('.')}: ${issue!.message}`);
}

/** What cannot be changed of an account must be as it was; a sandbox's clock goes on from where it was. */
async function checkHeader({ tx, now }: Context, account: AccountRow, header: ExportHeader): Promise<void> {
  const { currency, time_zone, sandbox, now: then } = header.account;
  if (currency !== account.currency || time_zone !== account.timeZone)
    throw new StartProblem(
      `The file is of an account with ${currency} and ${time_zone}, and ${account.slug} has ${account.currency} and ` +
        `${account.timeZone}: make one with --currency ${currency} --time-zone ${time_zone}.`,
    );
  if (sandbox && !account.sandbox)
    throw new StartProblem(`The file is of a sandbox, and ${account.slug} is none: make one with --sandbox.`);
  if (!sandbox) return;
  const { clockOffsetMs } = await lockAccount(tx, account.id);
  const present = now.getTime() + Number(clockOffsetMs - account.clockOffsetMs);
  const ahead = new Date(then).getTime() - present;
  if (ahead > 0) await setClockOffset(tx, account.id, clockOffsetMs + BigInt(ahead));
}

function readRow({ number, text }: NumberedLine): FactRow {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw brokenLine(number, 'this is no JSON');
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw brokenLine(number, 'this is no fact');
  return found as FactRow;
}

async function checkBooks({ tx, accountId }: Context): Promise<void> {
  const broken = (await auditBooks(tx, accountId)).find((check) => !check.ok);
  if (!broken) return;
  const [first] = broken.breaches;
  throw new StartProblem(
    `The books of the file do not add up (${broken.check.replaceAll('_', ' ')}; ${first!.subject}: ${first!.detail}). ` +
      'Nothing was imported.',
  );
}
