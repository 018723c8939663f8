import type { Context } from '../../platform/http/route.ts';
import type { ContactId, PartnerId } from '../../values/id.ts';
import { recordTouches } from '../tracking/index.ts';
import type { FoundTouch } from './gather-touches.ts';
import { type CreditRow, insertCredit, insertReferrer } from './queries.ts';
import type { CreditStep } from './rules/credit-steps.ts';
import type { ReferrerEntry } from './rules/stored-referrer.ts';

/** Keeps for good the touches that a lead or an order named or was credited by (rules.md 3). */
export async function keepTouches(
  context: Context,
  namedBy: string,
  contactId: ContactId | null,
  touches: readonly FoundTouch[],
): Promise<void> {
  if (touches.length === 0) return;
  await recordTouches(
    context.tx,
    context.accountId,
    touches.map(({ kind, at, partner_id, click_id, coupon_id, link_id, sub }) => ({
      kind,
      at,
      partner_id,
      click_id,
      coupon_id,
      link_id,
      sub,
      contact_id: contactId,
      named_by: namedBy,
    })),
    context.now,
  );
}

/** Adds a row to a contact's referrers; null adds nothing. */
export async function storeReferrer(
  context: Context,
  contactId: ContactId,
  entry: ReferrerEntry | null,
  note: string | null = null,
): Promise<void> {
  if (entry === null) return;
  const { tx, accountId, now, actor } = context;
  await insertReferrer(tx, {
    account_id: accountId,
    contact_id: contactId,
    ...entry,
    recorded_at: now,
    author: `${actor.kind}:${actor.id}`,
    note,
  });
}

export interface CreditToStore {
  readonly orderId: string;
  readonly version: number;
  readonly partnerId: PartnerId | null;
  readonly reason: string;
  readonly heldReason: string | null;
  readonly touchId: string | null;
  readonly steps: readonly CreditStep[];
  readonly note?: string | null;
}

/** Freezes the credit of an order (rules.md 12). Versions after the first come from rule 11 and from reassignment. */
export async function storeCredit(context: Context, credit: CreditToStore): Promise<CreditRow> {
  const { tx, accountId, now, actor } = context;
  const row = {
    account_id: accountId,
    order_id: credit.orderId,
    version: credit.version,
    at: now,
    partner_id: credit.partnerId,
    reason: credit.reason,
    held_reason: credit.heldReason,
    touch_id: credit.touchId,
    author: `${actor.kind}:${actor.id}`,
    note: credit.note ?? null,
  };
  await insertCredit(tx, { ...row, steps: JSON.stringify(credit.steps) });
  return { ...row, steps: [...credit.steps] };
}
