import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StartProblem } from '../../platform/start-problem.ts';
import { type CsvRecord, createRecordSplitter, type TextLine } from './rules/split-records.ts';

/** A line without an end in sight is cut off here and reported as corrupt, so that memory stays bounded. */
const LONGEST_LINE = 1024 * 1024;

export interface CsvFile {
  readonly header: readonly string[];
  /** The records after the header, in parcels. */
  readonly records: AsyncGenerator<readonly CsvRecord[]>;
}

/** How large a file is on disk, in bytes. Throws a StartProblem where it cannot be read. */
export async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new StartProblem(`${file} is no file.`);
    return found.size;
  } catch (error) {
    throw problemOf(file, error);
  }
}

/**
 * Reads a CSV file, plain or gzipped (by its first bytes, whatever its name), as a stream. `onBytes` hears how much of the
 * file on disk was read. Throws a StartProblem where the file cannot be read, is empty, or ends within its compression.
 */
export async function openCsv(
  file: string,
  delimiter: string,
  onBytes: (count: number) => void = () => {},
): Promise<CsvFile> {
  let columns: number | null = null;
  const records = readRecords(file, delimiter, () => columns, onBytes);
  const first = await records.next();
  const [head, ...rest] = first.done ? [] : first.value;
  if (!head) throw new StartProblem(`${file} is empty: the first line must name the columns.`);
  if (!head.cells) throw new StartProblem(`The first line of ${file} is no CSV: it must name the columns.`);
  columns = head.cells.length;
  // The first parcel holds the header alone, so that no record is split before the number of columns is known.
  if (rest.length > 0) throw new Error('records were split before the header was read');
  return { header: head.cells.map((cell) => cell.trim()), records };
}

async function* readRecords(
  file: string,
  delimiter: string,
  columns: () => number | null,
  onBytes: (count: number) => void,
) {
  const splitter = createRecordSplitter(delimiter, columns);
  for await (const lines of readLines(file, onBytes)) {
    const parcel: CsvRecord[] = [];
    for (const line of lines) {
      for (const record of splitter.push(line)) parcel.push(record);
      if (parcel.length > 0 && columns() === null) yield parcel.splice(0);
    }
    if (parcel.length > 0) yield parcel;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

/** The lines of a file without their ends, in parcels as they were read. */
async function* readLines(file: string, onBytes: (count: number) => void): AsyncGenerator<TextLine[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let number = 0;
  let isCut = false;
  const made = (text: string): TextLine => {
    const line = { number: ++number, text: isCut ? null : text.endsWith('\r') ? text.slice(0, -1) : text };
    isCut = false;
    return line;
  };
  const split = (text: string): TextLine[] => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop()!;
    const lines = pieces.map(made);
    if (rest.length > LONGEST_LINE) {
      isCut = true;
      rest = ' ';
    }
    return lines;
  };
  try {
    for await (const chunk of await openBytes(file, onBytes))
      yield split(decoder.decode(chunk as Buffer, { stream: true }));
    yield split(decoder.decode());
  } catch (error) {
    throw problemOf(file, error);
  }
  if (rest !== '') yield [made(rest)];
}

async function openBytes(file: string, onBytes: (count: number) => void): Promise<Readable> {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  const zipped = await isGzip(file);
  // Errors reach the reader, because pipeline destroys the last stream with them.
  if (zipped) return pipeline(createReadStream(file), counted, createGunzip(), () => {});
  return pipeline(createReadStream(file), counted, () => {});
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function problemOf(file: string, error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return new StartProblem(`There is no file ${file}.`);
  if (code === 'EACCES' || code === 'EISDIR') return new StartProblem(`${file} cannot be read (${code}).`);
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
    return new StartProblem(
      `${file} is cut off or damaged within its compression. What stood before is taken in; run again with a whole file.`,
    );
  }
  return error;
}
