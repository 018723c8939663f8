import type { Parts } from './flows/context.ts';
import { welcomePartner } from './flows/welcome-partner.ts';
import { announcer } from './modules/accounts/index.ts';
import { hear } from './modules/messaging/index.ts';
import { systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Store } from './start.ts';

/** Who hears of events, in the transaction of the fact. */
export const announce = announcer([hear, welcomePartner]);

/** What work outside of requests is given. */
export function partsOf(config: Config, store: Pick<Store, 'database' | 'seal' | 'log'>, clock = systemClock): Parts {
  const { database, seal, log } = store;
  return {
    database,
    clock,
    log,
    seal,
    publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    outgoing: { allowPrivate: config.allowPrivateSmtp },
    announce,
  };
}
