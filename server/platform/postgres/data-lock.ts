import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { folderProblem, StartProblem } from '../start-problem.ts';

/** The right to be the one process that works in a data folder. */
export interface DataLock {
  readonly folder: string;
  /** Gives the folder back; a second call does nothing. */
  release(): void;
}

/** Held on to here, because a lock that nobody refers to any more is collected, and with it let go. */
const held = new Map<string, DatabaseSync>();

/**
 * Makes the folder if it is missing, and takes its lock. The lock is the operating system's, on the file `lock`, by way of
 * SQLite, the only thing in the runtime that locks files: it ends with the process however that ends, so nothing is ever
 * stale. Never open the file `lock` here by other means: closing it would drop the lock.
 * Throws StartProblem where another process holds it, or the folder cannot be used.
 */
export function lockDataFolder(dataFolder: string): DataLock {
  const folder = makeFolder(dataFolder);
  const pidFile = join(folder, 'lock.pid');
  const database = take(folder, pidFile);
  try {
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    database.close();
    throw folderProblem(folder, error);
  }
  held.set(folder, database);
  return {
    folder,
    release() {
      if (held.delete(folder)) database.close();
    },
  };
}

/** Whether this process holds the lock of the folder. */
export function holdsLock(dataFolder: string): boolean {
  return held.has(realpathSync(dataFolder));
}

function makeFolder(dataFolder: string): string {
  try {
    // Others may pass through it, because as root the database server is another user; they cannot list it.
    mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
    return realpathSync(dataFolder);
  } catch (error) {
    throw folderProblem(dataFolder, error);
  }
}

const BUSY = 5;
const FULL = 13;

function take(folder: string, pidFile: string): DatabaseSync {
  if (held.has(folder)) throw new StartProblem(inUse(folder, process.pid));
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database?.close();
    const { errcode, message } = error as { errcode?: number; message: string };
    if (errcode === BUSY) throw new StartProblem(inUse(folder, holderOf(pidFile)));
    if (errcode === FULL) throw folderProblem(folder, { code: 'ENOSPC' });
    if (/unable to open|readonly/.test(message)) throw folderProblem(folder, { code: 'EACCES' });
    throw new StartProblem(`The data folder ${folder} cannot be locked (${message}): put it on a local disk.`);
  }
}

function inUse(folder: string, pid: number | null): string {
  const by = pid === null ? 'another Tributary' : `another Tributary, process ${pid}`;
  return `The data folder ${folder} is in use by ${by}: stop that one, or set TRIBUTARY_DATA to another folder.`;
}

function holderOf(pidFile: string): number | null {
  try {
    return Number(readFileSync(pidFile, 'utf8')) || null;
  } catch {
    return null;
  }
}
