import {
  createPeopleDoor,
  createThrottle,
  type Library,
  openLibrary,
  type PeopleDoor,
  type Throttle,
} from '../../modules/accounts/index.ts';
import type { Parts } from '../context.ts';

/** What the routes of people are made of. */
export interface PeopleParts extends Parts {
  readonly library: Library;
  readonly door: PeopleDoor;
  readonly throttle: Throttle;
  /** Does something after the answer, so that the time of the answer tells nobody whether there was something to do. */
  later(what: string, work: () => Promise<void>): void;
  close(): Promise<void>;
}

/** `databaseUrl` is the owner's; connections are opened when the first person comes. */
export function openPeople(parts: Parts, databaseUrl: string): PeopleParts {
  const { database, clock, publicUrl, seal, log } = parts;
  const library = openLibrary({ databaseUrl, publicUrl, seal, clock, log });
  const underWay = new Set<Promise<void>>();
  return {
    ...parts,
    library,
    door: createPeopleDoor(library, { database, clock, publicUrl }),
    throttle: createThrottle(database, clock, seal),
    later(what, work) {
      const done = work()
        .catch((error: unknown) => log.error({ err: error }, `${what} failed`))
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    async close() {
      await Promise.all(underWay);
      await library.close();
    },
  };
}
