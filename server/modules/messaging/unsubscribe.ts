import type { Context } from '../../platform/http/route.ts';
import { findPartner } from '../partners/index.ts';
import { findTemplate, putTemplate } from './queries-settings.ts';
import { putFrequency } from './queries-wishes.ts';
import type { Unsubscription } from './unsubscribe-token.ts';

/** A partner gets no more messages that are not about access or money; the owner no more of one kind. Again changes nothing. */
export async function unsubscribe(
  { tx, accountId, now }: Pick<Context, 'tx' | 'accountId' | 'now'>,
  wish: Unsubscription,
): Promise<void> {
  if ('partner' in wish) {
    if (await findPartner(tx, accountId, wish.partner)) await putFrequency(tx, accountId, wish.partner, 'none', now);
    return;
  }
  const before = await findTemplate(tx, accountId, wish.kind);
  if (before?.is_on === false) return;
  const { subject = null, body = null } = before ?? {};
  const row = {
    account_id: accountId,
    kind: wish.kind,
    is_on: false,
    subject,
    body,
    changed_at: now,
    author: 'unsubscribed',
  };
  await putTemplate(tx, row);
}
