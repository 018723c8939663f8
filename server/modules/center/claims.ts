import { z } from 'zod';
import { Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { PartnerId } from '../../values/id.ts';
import { DAY, HOUR, SECOND } from '../../values/instant.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { sendMessageTo } from '../messaging/index.ts';
import { findPartner, lockPartner } from '../partners/index.ts';
import { type ClaimRow, countClaimsSince, insertClaim, lockClaim, updateClaim } from './queries-claims.ts';

const CLAIMS_A_DAY = 5;

/** What a partner says of a sale that they miss. */
const claimed = z.object({
  order_id: z.string().nullable(),
  email: z.string().nullable(),
  occurred_on: z.string().nullable(),
  text: z.string(),
});
export type Claimed = z.output<typeof claimed>;

/** What a claim's content is bound to. */
export const aboutClaim = (account: string, id: string): string => `${account}/${id}/claim`;

/** The claim as the partner wrote it; null once it was erased. */
export function openClaim({ seal }: Pick<Context, 'seal'>, row: ClaimRow): Claimed | null {
  if (row.content === null) return null;
  return claimed.parse(JSON.parse(seal.open(row.content, aboutClaim(row.account_id, row.id))));
}

/** Takes a claim down, and says so to whom it concerns. Throws `rate_limited` beyond five in 24 hours. */
export async function makeClaim(context: Context, partner: PartnerId, said: Claimed): Promise<{ readonly id: string }> {
  const { tx, accountId, now, seal } = context;
  // Under the partner's lock: of many sent at once no more get in than of many in a row.
  await lockPartner(tx, accountId, partner);
  const lately = await countClaimsSince(tx, accountId, partner, new Date(now.getTime() - DAY));
  if (lately >= CLAIMS_A_DAY)
    throw new Problem('rate_limited', `No more than ${CLAIMS_A_DAY} claims a day; try again tomorrow.`, {
      retryAfter: HOUR / SECOND,
    });
  const id = newId('claim', now);
  const content = seal.close(JSON.stringify(said), aboutClaim(accountId, id));
  await insertClaim(tx, { account_id: accountId, id, partner_id: partner, created_at: now, content, state: 'open' });
  await recordAct(context, 'claim_made', id, { detail: { partner_id: partner } });
  await context.announce({ kind: 'claim_made', subject: id, partnerId: partner });
  return { id };
}

/** The claim under its lock, while nobody has decided it. Refuses `not_found` and `wrong_status`. */
export async function lockOpenClaim({ tx, accountId }: Context, id: string): Promise<ClaimRow | Refusal> {
  const row = await lockClaim(tx, accountId, id);
  if (!row) return refuse('not_found', 'There is no such claim.');
  if (row.state !== 'open') return refuse('wrong_status', `This claim was ${row.state} already.`);
  return row;
}

export interface ClaimDecision {
  readonly state: 'accepted' | 'declined';
  readonly orderId: string | null;
  /** Told to the partner. */
  readonly reason: string | null;
  /** For the owner's people. */
  readonly note: string | null;
}

/** Keeps how an open claim, which the caller has locked, was decided, and tells the partner. */
export async function decideClaim(context: Context, row: ClaimRow, decision: ClaimDecision): Promise<void> {
  const { tx, accountId, now, actor } = context;
  const { state, orderId, reason, note } = decision;
  await updateClaim(tx, accountId, row.id, {
    ...{ state, reason, note, order_id: orderId },
    decided_at: now,
    decided_by: `${actor.kind}:${actor.id}`,
  });
  const kind = `claim_${state}` as const;
  await recordAct(context, kind, row.id, { detail: { order_id: orderId } });
  const data = { order_id: orderId };
  await context.announce({ kind, subject: row.id, partnerId: row.partner_id, data });
  await answer(context, row, kind, reason ?? '');
}

/** Written out and sealed at once: events keep no words of people, and the reason is one. */
async function answer(
  context: Context,
  row: ClaimRow,
  kind: 'claim_accepted' | 'claim_declined',
  reason: string,
): Promise<void> {
  const partner = await findPartner(context.tx, context.accountId, row.partner_id);
  if (!partner) return;
  const order_number = openClaim(context, row)?.order_id ?? '';
  const to = { contactId: partner.contact_id };
  const about = { partnerId: partner.id, event: kind, subjectId: row.id };
  await sendMessageTo(context, { ...about, kind, to, texts: { order_number, reason } });
}
