import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { listPayouts, setReceiver } from './queries.ts';
import { sealReceiver } from './receiver.ts';

const EVERYTHING = 100_000;

/**
 * Wipes who a partner's payouts went to, when the partner is erased (rules.md 37); amounts and states stay. Refuses
 * `wrong_status` while one is in flight: its money still has to find its way.
 */
export async function eraseReceivers(context: Context, partner: PartnerId): Promise<null | Refusal> {
  const { tx, accountId } = context;
  const payouts = await listPayouts(tx, accountId, { partner_id: partner }, null, EVERYTHING);
  const open = payouts.find((payout) => payout.status === 'in_flight');
  if (open) return refuse('wrong_status', `Payout ${open.id} to this partner is in flight; settle it first.`);
  for (const { id } of payouts)
    await setReceiver(tx, accountId, id, sealReceiver(context, id, { kind: 'other', details: 'erased' }));
  return null;
}
