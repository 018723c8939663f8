import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
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
