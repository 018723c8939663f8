import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { type Embedded, startEmbedded } from './embedded.ts';

const TRIES = 8;
const FIRST_PAUSE_MS = 200;

export interface SuperviseOptions {
  readonly dataFolder: string;
  readonly log: Log;
  /** Called where it cannot be started again: the program has no database any more. */
  readonly onGone: (reason: string) => void;
}

/**
 * The embedded server, started again where it ends by itself (killed, out of memory): meanwhile redirects go on from memory
 * and clicks wait in the spool, so the app has no reason to end with it. Throws StartProblem where it does not start at all.
 */
export async function superviseEmbedded(
  options: SuperviseOptions,
): Promise<{ readonly ownerUrl: string; stop(): Promise<void> }> {
  const { dataFolder, log, onGone } = options;
  let stopping = false;
  let server: Embedded;
  let again: Promise<void> = Promise.resolve();
  const onExit = (reason: string): void => {
    again = restart(reason);
  };
  const start = (): Promise<Embedded> => startEmbedded({ dataFolder, log, onExit });
  const restart = async (reason: string): Promise<void> => {
    log.error({ reason }, 'the database ended by itself and is started again');
    for (let tries = 1, pause = FIRST_PAUSE_MS; !stopping; tries += 1, pause *= 2) {
      try {
        server = await start();
        // Whoever is connected knows one address; another would be a database that nobody finds.
        if (server.ownerUrl === ownerUrl) return log.info('the database is back');
        return onGone(`${reason}; it came back at another address`);
      } catch (error) {
        log.error({ err: error, tries }, 'the database does not start');
        if (tries === TRIES) return onGone(reason);
      }
      await sleep(pause);
    }
  };
  server = await start();
  const { ownerUrl } = server;
  return {
    ownerUrl,
    async stop() {
      stopping = true;
      await again;
      await server.stop();
    },
  };
}
