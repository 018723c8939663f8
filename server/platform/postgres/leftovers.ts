import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopwatch } from '../clock.ts';
import type { Log } from '../log.ts';

/** What a server notes of itself in its folder (`postmaster.pid`). */
export interface ServerNote {
  readonly pid: number;
  readonly port: number;
  /** Empty where it listens on no address, only on its socket. */
  readonly address: string;
  readonly ready: boolean;
}

export const noteFile = (cluster: string): string => join(cluster, 'postmaster.pid');

/** Reads the note; null if there is none, or only the beginning of one. */
export function readNote(cluster: string): ServerNote | null {
  try {
    const lines = readFileSync(noteFile(cluster), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return null;
    return { pid, port: Number(lines[3]), address: lines[5]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/**
 * The processes of a server that runs on this folder, or is being made in it, whoever started them. They are known by
 * their working folder, not by the number in the note: numbers are given again, in a container the very same ones.
 */
export function findServers(cluster: string): number[] {
  if (existsSync('/proc/self/cwd')) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isServerOn(name, cluster))
      .map(Number);
  }
  const note = readNote(cluster);
  return note && commandOf(note.pid).includes('postgres') ? [note.pid] : [];
}

function isServerOn(pid: string, cluster: string): boolean {
  try {
    // A process that has ended and was not yet collected by its parent has no working folder any more.
    if (readlinkSync(`/proc/${pid}/cwd`) !== cluster) return false;
    return /^(postgres|initdb)\b/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'));
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** How a server is asked to end, and how many milliseconds each way gets: fast, at once, by force. */
const ways = [
  ['SIGINT', 60_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 10_000],
] as const;

/**
 * Ends what still runs on this folder, and takes away the notes of what does not: the server believes them whenever some
 * process, of whatever kind, bears their number. Only for the holder of the data folder's lock, to whom such a server is
 * the leftover of an app that was killed.
 */
export async function stopLeftovers(cluster: string, log: Log): Promise<void> {
  for (const [signal, patience] of ways) {
    const until = stopwatch() + patience;
    const first = findServers(cluster);
    if (first.length === 0) break;
    log.warn({ pids: first, signal }, 'a database server is still running from an earlier start; it is stopped');
    const main = readNote(cluster)?.pid;
    // A main process tells the others; without one each is told.
    for (const pid of main && first.includes(main) && signal !== 'SIGKILL' ? [main] : first) tell(pid, signal);
    while (findServers(cluster).length > 0 && stopwatch() < until) await sleep(20);
  }
  if (findServers(cluster).length > 0) return;
  for (const file of [noteFile(cluster), ...socketFiles(cluster)]) rmSync(file, { force: true });
}

/** A socket has a note of its own, with the same number in it. */
const socketFiles = (cluster: string): string[] =>
  existsSync(cluster)
    ? readdirSync(cluster)
        .filter((name) => name.startsWith('.s.PGSQL.'))
        .map((name) => join(cluster, name))
    : [];

/**
 * Removes a folder in which a database was being made. Whoever makes it may have outlived the app that was killed, and
 * would fill the folder again.
 */
export function throwAway(half: string, cluster: string): void {
  for (const pid of findServers(cluster)) tell(pid, 'SIGKILL');
  rmSync(half, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile.
  }
}
