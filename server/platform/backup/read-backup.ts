import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { StartProblem, systemCode } from '../start-problem.ts';
import { fileProblem } from './files.ts';
import {
  BACKUP_FORMAT,
  type BackupEnd,
  type BackupHeader,
  backupEnd,
  backupHeader,
  END_OF_ROWS,
  type TableLine,
  tableLine,
} from './format.ts';

/** What a backup is made of, in the order in which it stands there. Rows come in parcels of whole lines. */
export type Piece =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | ({ readonly kind: 'table' } & TableLine)
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/** A line that is no row is never longer; more means that this is no backup. */
const LONGEST_LINE = 1024 * 1024;
const NEWLINE = 10;
const endOfRows = Buffer.from(END_OF_ROWS);

/**
 * Reads a backup piece by piece, and at its end throws unless all of it was there and unchanged: a reader that goes
 * through it once without doing anything has checked it. Throws StartProblem with one line. `onBytes` hears how much of
 * the file on disk was read.
 */
export async function* readBackup(file: string, onBytes: (count: number) => void): AsyncGenerator<Piece> {
  const hash = createHash('sha256');
  const lines = new LineReader(file, onBytes);
  const rows: Record<string, number> = {};
  yield { kind: 'header', header: readHeader(file, hashed(await lines.next())) };
  for (;;) {
    const bytes = await lines.next();
    const found = parse(file, bytes);
    const table = tableLine.safeParse(found);
    if (!table.success) {
      const { end } = check(file, backupEnd, found);
      const isWhole = end.sha256 === hash.digest('hex') && isDeepStrictEqual(end.rows, rows);
      if (!isWhole || (await lines.hasMore())) throw damaged(file);
      return yield { kind: 'end', end };
    }
    hashed(bytes);
    yield { kind: 'table', ...table.data };
    let count = 0;
    for await (const parcel of lines.rows()) {
      hashed(parcel.bytes);
      count += parcel.count;
      yield { kind: 'rows', bytes: parcel.bytes };
    }
    hash.update(endOfRows);
    rows[table.data.table] = count;
  }

  function hashed(bytes: Buffer): Buffer {
    hash.update(bytes);
    return bytes;
  }
}

/** Goes through the whole file and resolves to its first and last line. Throws StartProblem for anything but a backup. */
export async function checkBackup(
  file: string,
  onBytes: (count: number) => void,
): Promise<{ header: BackupHeader; end: BackupEnd }> {
  let header: BackupHeader | undefined;
  for await (const piece of readBackup(file, onBytes)) {
    if (piece.kind === 'header') header = piece.header;
    if (piece.kind === 'end') return { header: header!, end: piece.end };
  }
  throw damaged(file);
}

const damaged = (file: string): StartProblem =>
  new StartProblem(`${file} is cut off or was changed since it was written. Nothing of it was restored.`);
const strange = (file: string): StartProblem => new StartProblem(`${file} is no backup of Tributary.`);

function readHeader(file: string, bytes: Buffer): BackupHeader {
  let found: unknown;
  try {
    found = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw strange(file);
  }
  const version = z.looseObject({ tributary_backup: z.number() }).safeParse(found);
  if (!version.success) throw strange(file);
  if (version.data.tributary_backup !== BACKUP_FORMAT)
    throw new StartProblem(
      `${file} is of version ${version.data.tributary_backup} of the format, and this program reads ${BACKUP_FORMAT}.`,
    );
  return check(file, backupHeader, found);
}

function parse(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw damaged(file);
  }
}

function check<T>(file: string, schema: z.ZodType<T>, value: unknown): T {
  const found = schema.safeParse(value);
  if (!found.success) throw damaged(file);
  return found.data;
}

/** The uncompressed file, by lines of JSON and by parcels of rows. */
class LineReader {
  readonly #file: string;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string, onBytes: (count: number) => void) {
    this.#file = file;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        onBytes(chunk.length);
        done(null, chunk);
      },
    });
    // Errors reach the reader, because pipeline destroys the last stream with them.
    const stream = pipeline(createReadStream(file), counted, createGunzip({ chunkSize: 256 * 1024 }), () => {});
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** A line with its end. */
  async next(): Promise<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(NEWLINE);
      if (at >= 0) return this.#take(at + 1);
      if (this.#rest.length > LONGEST_LINE) throw strange(this.#file);
      if (!(await this.#more())) throw damaged(this.#file);
    }
  }

  /** Whole rows until the line that ends them, which is taken and not given. */
  async *rows(): AsyncGenerator<{ bytes: Buffer; count: number }> {
    for (;;) {
      const found = countRows(this.#rest);
      if (found.length > 0) yield { bytes: this.#take(found.length), count: found.count };
      if (found.isEnd) {
        this.#take(endOfRows.length);
        return;
      }
      if (!(await this.#more())) throw damaged(this.#file);
    }
  }

  async hasMore(): Promise<boolean> {
    return this.#rest.length > 0 || (await this.#more());
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #more(): Promise<boolean> {
    try {
      const { value, done } = await this.#chunks.next();
      if (done) return false;
      this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
      return true;
    } catch (error) {
      const code = systemCode(error) ?? '';
      // The very first bytes tell whether it is a compressed file at all.
      if (code === 'Z_DATA_ERROR' && /incorrect header check/.test(String(error))) throw strange(this.#file);
      throw code.startsWith('Z_') ? damaged(this.#file) : fileProblem(this.#file, error);
    }
  }
}

/** How many whole rows stand at the beginning, in how many bytes, and whether the line that ends them follows. */
function countRows(bytes: Buffer): { length: number; count: number; isEnd: boolean } {
  let [length, count] = [0, 0];
  for (;;) {
    if (bytes[length] === endOfRows[0] && bytes.subarray(length, length + endOfRows.length).equals(endOfRows))
      return { length, count, isEnd: true };
    const at = bytes.indexOf(NEWLINE, length);
    if (at < 0) return { length, count, isEnd: false };
    length = at + 1;
    count += 1;
  }
}
