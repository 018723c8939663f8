import { dropOver } from '../../modules/accounts/index.ts';
import { HOUR } from '../../values/instant.ts';
import type { Parts } from '../context.ts';

/** Throws away, each hour, sessions, links and counted tries whose time is over. They open nothing already; now they are gone. */
export function startDroppingOver({ database, clock, log }: Parts): () => Promise<void> {
  let under = Promise.resolve();
  const drop = (): void => {
    under = database
      .inDirectory((tx) => dropOver(tx, clock.now()))
      .catch((error: unknown) => log.warn({ err: error }, 'what is over could not be thrown away'));
  };
  const timer = setInterval(drop, HOUR);
  return async () => {
    clearInterval(timer);
    await under;
  };
}
