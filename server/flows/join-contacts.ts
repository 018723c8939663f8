import { recordAct } from '../modules/accounts/index.ts';
import { listReferrerHistory, storeReferrer } from '../modules/attribution/index.ts';
import { moveApplications } from '../modules/joining/index.ts';
import { moveOrders } from '../modules/orders/index.ts';
import { mergeContacts } from '../modules/partners/index.ts';
import { moveContact } from '../modules/tracking/index.ts';
import type { Context } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';

/** Two contacts are one person: joined by hand, with a note, keeping both histories (rules.md 1). Recorded credits stay. */
export async function joinContacts(
  context: Context,
  fromId: string,
  intoId: string,
  note: string,
): Promise<void | Refusal> {
  const { tx, accountId } = context;
  if (note.trim() === '') return refuse('note_required', 'Say why the two are one.');
  const merged = await mergeContacts(context, fromId, intoId);
  if (isRefusal(merged)) return merged;
  await moveOrders(tx, accountId, fromId, intoId);
  await moveContact(tx, accountId, fromId, intoId);
  await moveApplications(tx, accountId, fromId, intoId);
  const taken = await listReferrerHistory(tx, accountId, [fromId]);
  let seq = (await listReferrerHistory(tx, accountId, [intoId])).at(-1)?.seq ?? 0;
  for (const row of taken) {
    seq += 1;
    await storeReferrer(context, intoId, { ...row, seq }, row.note ?? `joined: ${note}`);
  }
  await recordAct(context, 'contacts_joined', intoId, { note, detail: { from: fromId } });
}
