import type { Idempotency } from '../../platform/http/server.ts';
import { refuse } from '../../values/refusal.ts';
import { claimKey, findKeyUse, keepKeyUse } from './queries-idempotency.ts';

/** Idempotency keys, kept for good per account and path (contract.md, Shape of everything). */
export const idempotency: Idempotency = {
  async claim({ tx, accountId, now }, key, path, bodyHash) {
    const ours = await claimKey(tx, { account_id: accountId, path, key, body_hash: bodyHash, created_at: now });
    if (ours) return null;
    const use = await findKeyUse(tx, accountId, path, key);
    if (!use || use.body_hash !== bodyHash || use.subject === null)
      return refuse('idempotency_key_reused', 'This Idempotency-Key was sent before with another body; use a new one.');
    return { subject: use.subject, status: use.status as 200 | 201 | 202, repeated: true };
  },
  async keep({ tx, accountId }, key, path, done) {
    await keepKeyUse(tx, accountId, path, key, done.status ?? 201, done.subject);
  },
};
