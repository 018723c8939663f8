import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { pipeline as join, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { StartProblem, systemCode } from '../start-problem.ts';

/** The size of a file on disk. Throws StartProblem where it cannot be read. */
export function sizeOfFile(file: string): number {
  try {
    const found = statSync(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw fileProblem(file, error);
  }
  throw new StartProblem(`${file} is no file.`);
}

/**
 * Writes a file that nobody but its owner may read, gzipped if asked. It is written aside and takes its name when it is
 * whole and on disk, so a half-made one never passes for a file. Throws StartProblem where the name is taken.
 */
export async function writeWhole(
  file: string,
  { gzip }: { readonly gzip: boolean },
  chunks: () => AsyncGenerator<Buffer>,
): Promise<void> {
  if (existsSync(file)) throw new StartProblem(`There is a file ${file} already: name another, or move it away.`);
  const aside = `${file}.${process.pid}.part`;
  try {
    const target = createWriteStream(aside, { mode: 0o600, flags: 'wx', flush: true });
    await (gzip ? pipeline(chunks, createGzip(), target) : pipeline(chunks, target));
    renameSync(aside, file);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') rmSync(aside, { force: true });
    throw fileProblem(file, error);
  }
}

/** The bytes of a file, unpacked where it is gzipped. `onBytes` hears how much of the file on disk was read. */
export function openBytes(file: string, onBytes: (count: number) => void): Readable {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  // Errors reach the reader, because pipeline destroys the last stream with them.
  if (isGzip(file)) return join(createReadStream(file), counted, createGunzip({ chunkSize: 256 * 1024 }), () => {});
  return join(createReadStream(file), counted, () => {});
}

function isGzip(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(2);
    return readSync(handle, bytes, 0, 2, 0) === 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  } finally {
    closeSync(handle);
  }
}

/** One line for a file that cannot be read or written, or the error itself where it is none of these. */
export function fileProblem(file: string, error: unknown): unknown {
  const reasons: Record<string, string> = {
    ENOENT: `There is no file or folder ${file}.`,
    ENOTDIR: `There is no folder for ${file}.`,
    EACCES: `${file} cannot be read or written by this user.`,
    EPERM: `${file} cannot be read or written by this user.`,
    EISDIR: `${file} is a folder.`,
    EROFS: `${file} is on a read-only disk.`,
    ENOSPC: `There is no space left on the disk of ${file}.`,
    EDQUOT: `There is no space left on the disk of ${file}.`,
    EEXIST: `There is a file ${file}.${process.pid}.part already: move it away.`,
  };
  const reason = reasons[systemCode(error) ?? ''];
  return reason && (error as { syscall?: string }).syscall !== 'connect' ? new StartProblem(reason) : error;
}
