import { type AccountRow, accountTime } from '../modules/accounts/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/db.ts';
import type { Actor, Announcement, Context } from '../platform/http/route.ts';
import { linkBaseOf } from '../platform/http/server.ts';
import { newId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { OutgoingRules } from '../platform/net/outgoing.ts';
import type { Seal } from '../platform/seal.ts';

/** What the program is made of, for work that no request asked for: the sweeper, the command line, late clicks. */
export interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly seal: Seal;
  readonly publicUrl: string;
  /** Where connections of ours may go to. */
  readonly outgoing: OutgoingRules;
  readonly announce: (context: Omit<Context, 'announce'>, event: Announcement) => Promise<void>;
}

/** A context as a request would have it. `now`: the account's time, or the instant at which due work takes place. */
export function contextFor(
  parts: Parts,
  tx: Tx,
  account: AccountRow,
  actor: Actor,
  now?: Date,
  afterCommit?: Context['afterCommit'],
): Context {
  const at = parts.clock.now();
  const bare = {
    tx,
    account,
    accountId: account.id,
    now: now ?? accountTime(account, at),
    actor,
    requestId: newId('request', at),
    log: parts.log,
    seal: parts.seal,
    linkBase: linkBaseOf(parts.publicUrl, account),
    afterCommit: afterCommit ?? ((work: () => void) => work()),
  };
  return {
    ...bare,
    announce(event) {
      return parts.announce(this, event);
    },
  };
}
