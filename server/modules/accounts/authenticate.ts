import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Scope } from '../../platform/http/route.ts';
import type { Caller } from '../../platform/http/server.ts';
import { hashKey } from './keys.ts';
import { findByKeyHash, type KeyFound } from './queries.ts';

/** How long a key of a real account is believed without asking again; a revoked key dies within this time on every node. */
const BELIEVED_MS = 1000;
const REMEMBERED_AT_MOST = 10_000;

export interface Authenticator {
  /** Throws `no_key` or `bad_key` (401). */
  byKey(key: string | undefined): Promise<Caller>;
  /** Forget what was believed of keys, at once: a key was revoked here. */
  forget(): void;
}

/** Finds the account behind a key. Sandboxes are looked up each time, since their clock may have been moved a moment ago. */
export function createAuthenticator(database: Database, clock: Clock): Authenticator {
  const believed = new Map<string, { found: KeyFound; until: number }>();
  async function find(key: string): Promise<KeyFound | undefined> {
    const now = clock.now().getTime();
    const known = believed.get(key);
    if (known && known.until > now) return known.found;
    const found = await database.inDirectory((tx) => findByKeyHash(tx, hashKey(key)));
    believed.delete(key);
    if (found && !found.sandbox) {
      if (believed.size >= REMEMBERED_AT_MOST) believed.clear();
      believed.set(key, { found, until: now + BELIEVED_MS });
    }
    return found;
  }
  return {
    async byKey(key) {
      if (key === undefined || key === '') throw new Problem('no_key', 'Send a key: Authorization: Bearer trb_sk_...');
      const found = /^trb_[sp]k_[\w-]{10,100}$/.test(key) ? await find(key) : undefined;
      if (!found) throw new Problem('bad_key', 'This key is not known, or was deleted.');
      return toCaller(found, clock.now());
    },
    forget: () => believed.clear(),
  };
}

function toCaller(found: KeyFound, realNow: Date): Caller {
  const { id, slug, name, sandbox, currency, timeZone, ownsBareHost } = found;
  return {
    account: { id, slug, name, sandbox, currency, timeZone, ownsBareHost },
    actor: { kind: found.kind === 'secret' ? 'key' : 'page', id: found.key_id },
    kind: found.kind as 'secret' | 'publishable',
    scopes: found.scopes as Scope[],
    now: accountTime(found, realNow),
  };
}

/** The account's time: the real time, and for a sandbox whatever its clock was moved forward. */
export function accountTime(account: { clockOffsetMs: bigint }, realNow: Date): Date {
  return new Date(realNow.getTime() + Number(account.clockOffsetMs));
}
