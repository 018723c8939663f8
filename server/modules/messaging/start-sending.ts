import { startWork, type Working } from '../../platform/jobs/work.ts';
import { keepLines } from '../../platform/mail/lines.ts';
import { MINUTE, SECOND } from '../../values/instant.ts';
import type { MessagingParts } from './parts.ts';
import { type Outbox, sendMessage } from './send-message.ts';
import { MESSAGE_JOB } from './write-message.ts';

export interface SendingOptions {
  readonly pollMs?: number;
  readonly leaseMs?: number;
}

/** Connections that one account's server gets from this process at once: most servers allow ten or so. */
const PER_ACCOUNT = 4;
/** A message that waits for a slow server costs little but its place. */
const IN_ALL = 200;
/** Longer than sending may take: a minute's silence at each of a few stages. */
const LEASE_MS = 5 * MINUTE;
const PATIENCE_MS = 8 * SECOND;

/**
 * Sends what waits, until stopped; any number of processes may. `stop` lets what is under way come to its end, and waits for
 * a silent server no longer than some seconds: what had not its end by then is sent anew after the lease.
 */
export function startSending(parts: MessagingParts, options: SendingOptions = {}): Working {
  const resting = new Map<string, Date>();
  const outbox: Outbox = { lines: keepLines(), rest: (account, until) => void resting.set(account, until) };
  const work = startWork(parts, {
    kind: MESSAGE_JOB,
    run: (job) => sendMessage(parts, outbox, job),
    resting: () => stillResting(resting, parts.clock.now()),
    perAccount: PER_ACCOUNT,
    inAll: IN_ALL,
    pollMs: options.pollMs ?? 500,
    leaseMs: options.leaseMs ?? LEASE_MS,
  });
  return {
    async stop() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
      await Promise.race([work.stop(), late]);
      outbox.lines.close();
    },
  };
}

function stillResting(resting: Map<string, Date>, now: Date): string[] {
  for (const [account, until] of resting) if (until.getTime() <= now.getTime()) resting.delete(account);
  return [...resting.keys()];
}
