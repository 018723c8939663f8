import { contextFor } from '../../server/flows/context.ts';
import { announcer, findAccount } from '../../server/modules/accounts/index.ts';
import type { Context } from '../../server/platform/http/route.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createSeal } from '../../server/platform/seal.ts';
import { HOUR } from '../../server/values/instant.ts';
import { startApp } from './app.ts';
import type { World } from './world.ts';

/** One account of the app, over HTTP and from inside, at a time that stands still until it is moved. */
export interface Shop {
  readonly world: World;
  now(): Date;
  later(hours: number): void;
  /** Work in one transaction of the account, as an action is given it. */
  act<T>(work: (context: Context) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  let at = new Date('2026-01-05T10:00:00Z');
  const clock = { now: () => new Date(at) };
  const app = await startApp({ clock });
  const world = await app.world({ sandbox: false });
  const parts = {
    database: app.database,
    clock,
    log: silentLog,
    seal: createSeal('a secret of thirty-two characters or more'),
    publicUrl: app.base,
    outgoing: { allowPrivate: false },
    announce: announcer([]),
  };
  return {
    world,
    now: clock.now,
    later(hours) {
      at = new Date(at.getTime() + hours * HOUR);
    },
    act: (work) =>
      app.database.inAccount(world.account.id, async (tx) => {
        const account = await findAccount(tx, world.account.id);
        return work(contextFor(parts, tx, account!, { kind: 'system', id: 'test' }));
      }),
    close: () => app.close(),
  };
}
