import { join } from 'node:path';
import { createApp } from './app.ts';
import { systemClock } from './platform/clock.ts';
import { type Config, readSecret } from './platform/config.ts';
import { type Database, openDatabase } from './platform/db.ts';
import { type Log, openLog } from './platform/log.ts';
import { lockDataFolder } from './platform/postgres/data-lock.ts';
import { findRunning } from './platform/postgres/embedded.ts';
import { migrate } from './platform/postgres/migrate.ts';
import { superviseEmbedded } from './platform/postgres/supervise.ts';
import { createSeal, type Seal } from './platform/seal.ts';
import { StartProblem } from './platform/start-problem.ts';

export const migrationsFolder = join(import.meta.dirname, 'migrations');

/** The database, brought up to date, with what else every command needs. */
export interface Store {
  readonly ownerUrl: string;
  readonly database: Database;
  readonly seal: Seal;
  readonly log: Log;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** True for commands: where the app runs on this data folder, its database is used with it. */
  readonly shared: boolean;
  readonly onDatabaseExit: (reason: string) => void;
}

/**
 * Opens the database: the one that DATABASE_URL names, else the embedded one in the data folder, and brings it up to date.
 * Throws StartProblem with one clear line for whatever stands in the way.
 */
export async function openStore(config: Config, env: NodeJS.ProcessEnv, options: OpenOptions): Promise<Store> {
  const log = openLog(config.logLevel);
  const source = await openSource(config, log, options);
  try {
    const { ownerUrl } = source;
    await migrate(ownerUrl, { folder: migrationsFolder, now: () => systemClock.now(), log });
    const seal = createSeal(readSecret(env, config.dataFolder));
    const database = openDatabase({ url: ownerUrl, role: 'tributary_app', connections: config.connections, log });
    const close = async () => {
      await database.close();
      await source.close();
    };
    return { ownerUrl, database, seal, log, close };
  } catch (error) {
    await source.close();
    throw error;
  }
}

export interface Source {
  readonly ownerUrl: string;
  close(): Promise<void>;
}

/** The database as it is, not brought up to date. Throws StartProblem. */
export async function openSource(config: Config, log: Log, { shared, onDatabaseExit }: OpenOptions): Promise<Source> {
  if (config.databaseUrl !== null) return { ownerUrl: config.databaseUrl, close: async () => {} };
  const running = shared ? findRunning(config.dataFolder) : null;
  if (running !== null) return { ownerUrl: running, close: async () => {} };
  const lock = lockDataFolder(config.dataFolder);
  try {
    const server = await superviseEmbedded({ dataFolder: config.dataFolder, log, onGone: onDatabaseExit });
    const close = async () => {
      await server.stop();
      lock.release();
    };
    return { ownerUrl: server.ownerUrl, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export interface Running {
  readonly url: string;
  readonly store: Store;
  /** The one-time set-up link, while there is no account. */
  readonly setupLink: string | null;
  stop(): Promise<void>;
}

/** Starts everything on one port. Throws StartProblem. */
export async function startTributary(
  config: Config,
  env: NodeJS.ProcessEnv,
  onDatabaseExit: (reason: string) => void,
): Promise<Running> {
  const store = await openStore(config, env, { shared: false, onDatabaseExit });
  try {
    const app = createApp(config, store, systemClock);
    const { port } = await listen(app.listen, config);
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    const setupToken = await app.setupToken();
    const stop = async () => {
      await app.close();
      await store.close();
    };
    return { url, store, setupLink: setupToken ? `${config.publicUrl ?? url}/setup/${setupToken}` : null, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function listen(
  start: (host: string, port: number) => Promise<{ port: number }>,
  config: Config,
): Promise<{ port: number }> {
  try {
    return await start(config.host, config.port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new StartProblem(`Port ${config.port} is in use: stop what uses it, or set PORT to another.`);
    if (code === 'EACCES') throw new StartProblem(`Port ${config.port} needs more rights: set PORT to 1024 or above.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartProblem(`HOST ${config.host} is no address of this machine.`);
    throw error;
  }
}
