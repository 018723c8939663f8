import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Clock } from '../../platform/clock.ts';
import { CLICK_COLUMNS } from './queries-writer.ts';

const HEAD = 'tributary clicks 1 ';
/** A file is closed at this size, so that what is written back frees the disk bit by bit. */
const SEGMENT_BYTES = 16 * 1024 * 1024;
const NAME = /^clicks-\d{15}-\d{6}\.spool$/;

/**
 * Clicks on disk while the database is away. One file is written at a time; each line carries its own checksum, so that
 * the torn end of a file that a crash left costs no other line. Lines are rows of `copy`.
 */
export class Spool {
  readonly folder: string;
  readonly #clock: Clock;
  #file: { handle: FileHandle; name: string; size: number } | null = null;
  /** Files that are there, the one being written included. */
  #files = new Set<string>();
  #count = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(folder: string, clock: Clock) {
    this.folder = folder;
    this.#clock = clock;
  }

  /** Makes the folder. Throws where it cannot be written. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const probe = join(this.folder, 'probe');
    const handle = await open(probe, 'w');
    await handle.close();
    await rm(probe);
  }

  /**
   * Appends rows; when it resolves they are on the disk for good. Throws where they may not be; then they may be there
   * all the same, which a replay bears.
   */
  append(rows: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#append(rows));
  }

  /** Closes the file that is being written; the next append begins another. */
  seal(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  /** Files that are not written any more, the oldest first. In turn: one that is just being begun lies in the folder already. */
  waiting(): Promise<string[]> {
    return this.#inTurn(() => this.#waiting());
  }

  async #waiting(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => null);
    for (const name of names ?? []) if (NAME.test(name)) this.#files.add(name);
    return [...this.#files].filter((name) => name !== this.#file?.name).sort();
  }

  /** Nothing waits, as far as was seen: exact for what this process wrote, and after `waiting` for what others left. */
  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** True while a file is being written. */
  get isOpen(): boolean {
    return this.#file !== null;
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
    this.#files.delete(name);
  }

  /** Appends and closings follow one another. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  async #append(rows: readonly string[]): Promise<void> {
    const file = this.#file ?? (await this.#begin());
    const bytes = Buffer.from(rows.map((row) => `${checksum(row)}\t${row}`).join(''));
    try {
      await file.handle.appendFile(bytes);
      await file.handle.datasync();
    } catch (error) {
      // What the failed write left at the end must not be joined with the next line.
      await this.#close();
      throw error;
    }
    file.size += bytes.length;
    if (file.size >= SEGMENT_BYTES) await this.#close();
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close().catch(() => {});
  }

  async #begin(): Promise<{ handle: FileHandle; name: string; size: number }> {
    this.#count += 1;
    const name = `clicks-${String(this.#clock.now().getTime()).padStart(15, '0')}-${String(this.#count).padStart(6, '0')}.spool`;
    const handle = await open(join(this.folder, name), 'ax', 0o600);
    try {
      await handle.appendFile(`${HEAD}${CLICK_COLUMNS}\n`);
      await handle.datasync();
      await syncFolder(this.folder);
    } catch (error) {
      await handle.close().catch(() => {});
      throw error;
    }
    this.#files.add(name);
    this.#file = { handle, name, size: 0 };
    return this.#file;
  }
}

/** A new file's name is on the disk for good only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function checksum(row: string): string {
  return crc32(row).toString(16).padStart(8, '0');
}

export interface SpoolPart {
  readonly columns: string;
  readonly rows: readonly string[];
  /** Lines that were not whole: the torn end after a crash. None of them was ever answered for. */
  readonly torn: number;
}

/** Reads a spool's file in parts of at most `most` rows. A file of another form gives nothing but torn lines. */
export async function* readSpool(path: string, most: number): AsyncGenerator<SpoolPart> {
  let columns: string | null = null;
  let rows: string[] = [];
  let torn = 0;
  for await (const line of readLines(path)) {
    if (columns === null && line.startsWith(HEAD)) {
      columns = line.slice(HEAD.length);
      continue;
    }
    const row = `${line.slice(9)}\n`;
    if (columns !== null && line[8] === '\t' && line.slice(0, 8) === checksum(row)) rows.push(row);
    else torn += 1;
    if (rows.length < most) continue;
    yield { columns: columns!, rows, torn };
    rows = [];
    torn = 0;
  }
  if (rows.length > 0 || torn > 0) yield { columns: columns ?? CLICK_COLUMNS, rows, torn };
}

/** Lines end at byte 10 only: Node's own readers also break them at characters that a label may hold. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield bytes.toString('utf8', from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}
