import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '../../server/platform/db.ts';
import { silentLog } from '../../server/platform/log.ts';
import { clusterFolder } from '../../server/platform/postgres/cluster.ts';
import { findRunning } from '../../server/platform/postgres/embedded.ts';
import { findServers } from '../../server/platform/postgres/leftovers.ts';
import { startApp } from '../support/app.ts';
import { type Answer, type Json, type Method, openWorld, unique, World } from '../support/world.ts';

/** Where a simulation runs, and how it speaks to it. */
export interface SimulationServer {
  readonly database: () => Database;
  readonly world: World;
  /** Sends until it is answered; a server that was killed meanwhile is started anew, and asked the same again. */
  send(method: Method, path: string, body?: Json): Promise<Answer>;
  /** Kills the server within so many milliseconds; nothing happens where it cannot be killed. */
  killWithin(ms: number, isWhole: boolean): void;
  /** Resolves when no kill is under way, and a server that was killed is there again. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The app in this process, on a database of its own. */
export async function startInProcess(): Promise<SimulationServer> {
  const app = await startApp({ connections: 4 });
  const world = await app.world();
  return {
    database: () => app.database,
    world,
    send: (method, path, body) => world.call(method, path, body, keyed(method)),
    killWithin: () => {},
    settled: async () => {},
    close: () => app.close(),
  };
}

const keyed = (method: Method) => (method === 'POST' ? { idempotency: unique('key') } : {});

function killDatabase(data: string): void {
  for (const pid of findServers(clusterFolder(data))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with the one before.
    }
  }
}

/** The app as `npm start` runs it, on a data folder of its own, which may be killed at any moment. */
export async function startMortal(): Promise<SimulationServer> {
  const { OPERATOR, spawnApp } = await import('../support/spawned-app.ts');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-simulation-')));
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  const start = () => spawnApp({ TRIBUTARY_DATA: data, TRIBUTARY_KEY_LIMIT: '1000000' });
  const open = () => openDatabase({ url: findRunning(data)!, role: 'tributary_app', connections: 2, log: silentLog });
  let app = await start();
  let database = open();
  let killing: Promise<void> | null = null;
  const first = await openWorld(app.base, OPERATOR);
  let world = first;
  const recover = async (): Promise<void> => {
    if (!killing) return;
    await killing;
    killing = null;
    await database.close();
    app = await start();
    database = open();
    world = new World(app.base, first.account, OPERATOR);
  };
  const kill = async (isWhole: boolean): Promise<void> => {
    await app.kill('SIGKILL');
    if (isWhole) killDatabase(data);
  };
  return {
    database: () => database,
    get world() {
      return world;
    },
    async send(method, path, body) {
      const options = keyed(method);
      for (;;) {
        try {
          const answer = await world.call(method, path, body, options);
          if (answer.status !== 503 || !killing) {
            await recover();
            return answer;
          }
        } catch (error) {
          if (!killing) throw error;
        }
        await recover();
      }
    },
    settled: recover,
    killWithin(ms, isWhole) {
      killing = sleep(ms).then(() => kill(isWhole));
    },
    async close() {
      await killing;
      await database.close();
      await app.kill('SIGKILL');
      killDatabase(data);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
