import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopwatch } from '../clock.ts';
import type { Log } from '../log.ts';
import { folderProblem, noSpace, StartProblem, saysNoSpace } from '../start-problem.ts';
import { type Cluster, nameFor, spawnOptions } from './cluster.ts';
import { readNote } from './leftovers.ts';
import type { Programs } from './programs.ts';
import { settings } from './settings.ts';

/** The port of which a socket's file bears the number. */
export const SOCKET_PORT = 5432;

/** What the kernel allows for the name of a socket. */
const longestSocket = process.platform === 'linux' ? 107 : 103;

/** Whether clients can name the socket in this folder; where they cannot, the server listens on an address instead. */
const fits = (folder: string): boolean => Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= longestSocket;

/** How long a start is tried again while processes of a killed server are still going. */
const PATIENCE = 15_000;

/** Starts the server and waits until it answers. Throws StartProblem with its own last word where it does not start. */
export async function launch(cluster: Cluster, programs: Programs, durable: boolean, log: Log): Promise<ChildProcess> {
  const until = stopwatch() + PATIENCE;
  for (;;) {
    const listening = fits(cluster.folder)
      ? { unix_socket_directories: '.', listen_addresses: '', port: SOCKET_PORT }
      : { unix_socket_directories: '', listen_addresses: '127.0.0.1', port: await freePort() };
    const { child, said } = spawnServer(cluster, programs, durable, listening);
    if (await becomesReady(child, cluster.folder, log)) return child;
    const words = said();
    const passing = /pre-existing shared memory block|could not bind|Address already in use/.test(words);
    if (!passing || stopwatch() > until) throw launchProblem(cluster, words);
    await sleep(200);
  }
}

function spawnServer(
  cluster: Cluster,
  programs: Programs,
  durable: boolean,
  listening: Record<string, string | number>,
) {
  const logFile = join(cluster.dataFolder, 'postgres', 'server.log');
  const args = Object.entries({ ...settings(durable), ...listening }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const { file, size } = openLogFile(cluster, logFile);
  try {
    const child = spawn(programs.postgres, ['-D', nameFor(cluster.user, cluster.folder), ...args], {
      ...spawnOptions(cluster.user, cluster.folder),
      // Apart from our terminal, whose Ctrl-C would end the database before we have finished with it.
      detached: true,
      stdio: ['ignore', file, file],
    });
    return { child, said: () => readFileSync(logFile).subarray(size).toString('utf8') };
  } finally {
    closeSync(file);
  }
}

const LOG_LIMIT = 5_000_000;

function openLogFile({ dataFolder, user }: Cluster, logFile: string): { file: number; size: number } {
  try {
    if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT) renameSync(logFile, `${logFile}.1`);
    const file = openSync(logFile, 'a', 0o600);
    if (user.uid !== undefined && user.gid !== undefined) fchownSync(file, user.uid, user.gid);
    return { file, size: statSync(logFile).size };
  } catch (error) {
    throw folderProblem(dataFolder, error);
  }
}

/** Waits for as long as it lives: after a crash, recovery may take minutes. */
async function becomesReady(child: ChildProcess, cluster: string, log: Log): Promise<boolean> {
  let gone = false;
  child.once('exit', () => {
    gone = true;
  });
  child.once('error', () => {
    gone = true;
  });
  const began = stopwatch();
  for (let told = began; !gone; await sleep(10)) {
    const note = readNote(cluster);
    if (note?.ready && note.pid === child.pid) return true;
    if (stopwatch() - told < 10_000) continue;
    told = stopwatch();
    log.warn({ seconds: Math.round((told - began) / 1000) }, 'the database is still putting itself in order');
  }
  return false;
}

function launchProblem(cluster: Cluster, said: string): StartProblem {
  if (saysNoSpace(said)) return noSpace(cluster.dataFolder);
  const last =
    said.split('\n').findLast((line) => /FATAL|PANIC|postgres: /.test(line)) ?? said.trim().split('\n').at(-1);
  const reason = last?.replace(/^.*?(FATAL|PANIC): +/, '') || 'it ended without a word';
  return new StartProblem(`The database in ${cluster.folder} did not start: ${reason}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
