import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type App, createApp } from '../../server/app.ts';
import type { Clock } from '../../server/platform/clock.ts';
import { systemClock } from '../../server/platform/clock.ts';
import type { Config } from '../../server/platform/config.ts';
import { type Database, openDatabase } from '../../server/platform/db.ts';
import type { Log } from '../../server/platform/log.ts';
import { createSeal } from '../../server/platform/seal.ts';
import { freshDatabase } from './database.ts';
import { type AccountOptions, openWorld, type World } from './world.ts';

export const OPERATOR = 'the-operator-token-of-the-tests-0123456789';

export interface AppOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly connections?: number;
  /** False where a test sends so much that checking each answer would take its time. */
  readonly checkAnswers?: boolean;
  /** Sign-ups in ten minutes of an address; absent: as many as a test likes. */
  readonly signupLimit?: number;
}

/** The whole app in this process, with a port and a database of its own. */
export interface TestApp {
  readonly base: string;
  readonly app: App;
  readonly database: Database;
  readonly ownerUrl: string;
  /** What was logged as an error: what a test that expects none should tell. */
  readonly errors: string[];
  /** A new account, a sandbox unless said otherwise, and a way to call the API as its owner. */
  world(options?: AccountOptions): Promise<World>;
  close(): Promise<void>;
}

/** Starts the app as `npm start` wires it, but for the answers, which are held against their schemas. */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const errors: string[] = [];
  const memory = pino({ level: 'error', base: null }, { write: (line: string) => void errors.push(line) });
  const { clock = systemClock, log = memory, connections = 16 } = options;
  const fresh = await freshDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'tributary-app-'));
  const database = openDatabase({ url: fresh.ownerUrl, role: 'tributary_app', connections, log });
  const seal = createSeal('a secret of thirty-two characters or more');
  const store = { ownerUrl: fresh.ownerUrl, database, seal, log, close: () => database.close() };
  const app = createApp(configFor(dataFolder, connections, options.signupLimit), store, clock, {
    checkAnswers: options.checkAnswers ?? true,
  });
  const { port } = await app.listen('127.0.0.1', 0);
  const base = `http://127.0.0.1:${port}`;
  return {
    base,
    app,
    database,
    ownerUrl: fresh.ownerUrl,
    errors,
    async world(account) {
      const world = await openWorld(base, OPERATOR, account);
      world.explain = () => errors.at(-1);
      return world;
    },
    async close() {
      await app.close();
      await database.close();
      await fresh.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function configFor(dataFolder: string, connections: number, signupLimit = 1_000_000): Config {
  return {
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    dataFolder,
    databaseUrl: null,
    operatorToken: OPERATOR,
    trustProxy: false,
    logLevel: 'silent',
    connections,
    keyLimit: 1_000_000,
    pageLimit: 1_000_000,
    signupLimit,
    allowPrivateSmtp: true,
    bucket: null,
    uploadQuota: 1024 * 1024 * 1024,
  };
}
