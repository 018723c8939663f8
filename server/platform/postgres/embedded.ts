import type { ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import pg from 'pg';
import type { Log } from '../log.ts';
import {
  type Cluster,
  clusterFolder,
  DATABASE,
  locateCluster,
  OWNER,
  prepareCluster,
  readPassword,
} from './cluster.ts';
import { holdsLock } from './data-lock.ts';
import { launch, SOCKET_PORT } from './launch.ts';
import { findServers, readNote, stopLeftovers } from './leftovers.ts';
import { findPrograms } from './programs.ts';
import { chooseRunUser } from './run-user.ts';

export interface EmbeddedOptions {
  /** The data folder, whose lock this process holds (`lockDataFolder`). */
  readonly dataFolder: string;
  readonly log: Log;
  /** False only in tests: a power cut may then lose what was acknowledged. */
  readonly durable?: boolean;
  /** Called once if the server ends without having been asked to; `reason` is one line. */
  readonly onExit?: (reason: string) => void;
}

export interface Embedded {
  /** Connects as the owner, a superuser, to the database `tributary`. */
  readonly ownerUrl: string;
  readonly pid: number;
  /** Ends the server the fast way: open transactions are rolled back, all that was acknowledged is on disk. */
  stop(): Promise<void>;
  /** Lets this process end and the server live on. */
  unref(): void;
}

/**
 * Starts the database server on the data folder, having made the database if there is none and ended what an app that was
 * killed left running. Throws StartProblem.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  if (!holdsLock(options.dataFolder)) throw new Error(`nobody here holds the lock of ${options.dataFolder}`);
  const real = realpathSync(options.dataFolder);
  const cluster = locateCluster(real, chooseRunUser(clusterFolder(real)));
  const programs = findPrograms(cluster.user, cluster.dataFolder);
  await stopLeftovers(cluster.folder, options.log);
  await prepareCluster(cluster, programs, options.durable ?? true);
  const child = await launch(cluster, programs, options.durable ?? true, options.log);
  const ownerUrl = urlOf(cluster.folder);
  const server = watch(child, cluster, options, ownerUrl);
  try {
    await makeDatabase(ownerUrl);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** The owner's URL of the server that runs on a data folder now, whichever process started it; null if none does. */
export function findRunning(dataFolder: string): string | null {
  if (!existsSync(clusterFolder(dataFolder))) return null;
  const folder = clusterFolder(realpathSync(dataFolder));
  const note = readNote(folder);
  return note?.ready && findServers(folder).includes(note.pid) ? urlOf(folder) : null;
}

function urlOf(folder: string): string {
  const note = readNote(folder);
  const password = readPassword(folder);
  // The PGSSLMODE of some other server must not be taken for ours.
  const query = note?.address ? 'sslmode=disable' : `host=${encodeURIComponent(folder)}&sslmode=disable`;
  const host = note?.address ? `127.0.0.1:${note.port}` : `localhost:${SOCKET_PORT}`;
  return `postgres://${OWNER}:${password}@${host}/${DATABASE}?${query}`;
}

function watch(child: ChildProcess, cluster: Cluster, options: EmbeddedOptions, ownerUrl: string): Embedded {
  let stopping = false;
  const ended = new Promise<void>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      resolve();
      if (!stopping) options.onExit?.(`the database server ended by itself (${signal ?? `code ${code}`})`);
    };
    if (child.exitCode !== null || child.signalCode !== null) end(child.exitCode, child.signalCode);
    else child.once('exit', end);
  });
  return {
    ownerUrl,
    pid: child.pid!,
    async stop() {
      stopping = true;
      const late = setTimeout(() => void stopLeftovers(cluster.folder, options.log), LATE);
      child.ref();
      child.kill('SIGINT');
      await ended;
      clearTimeout(late);
    },
    unref: () => child.unref(),
  };
}

/** After this long an orderly end is given up: what was acknowledged is safe in the log even so. */
const LATE = 60_000;

async function makeDatabase(ownerUrl: string): Promise<void> {
  const url = new URL(ownerUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
