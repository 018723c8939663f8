import {
  createAccount,
  findAccount,
  listMemberships,
  putMember,
  recordAct,
  standIn,
} from '../../modules/accounts/index.ts';
import type { Context, Done } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import type { Parts } from '../context.ts';

/** So many accounts one person may be in before no more sandboxes are made for them. */
const ACCOUNTS_AT_MOST = 50;

/** A sandbox beside the account at hand, in its currency and time zone. Refuses `too_many`. */
export async function makeSandbox(parts: Parts, context: Context, name: string): Promise<Done | Refusal> {
  const { tx, account, actor } = context;
  if ((await listMemberships(tx, actor.id)).length >= ACCOUNTS_AT_MOST)
    return refuse('too_many', `A person is in ${ACCOUNTS_AT_MOST} accounts at most.`);
  const now = parts.clock.now();
  const { currency, timeZone: time_zone } = account;
  const made = await createAccount(tx, context.seal, { name, currency, time_zone, sandbox: true }, now);
  if (isRefusal(made)) return made;
  // The transaction is the sandbox's now, until it is given back.
  await putMember(tx, made.id, actor.id, 'owner', now);
  await recordAct({ ...context, accountId: made.id, now }, 'sandbox_made', made.id);
  await standIn(tx, context.accountId);
  await recordAct(context, 'sandbox_made', made.id);
  const { secret_key, publishable_key } = made;
  return { subject: made.id, secrets: { secret_key, publishable_key } };
}

export async function showSandbox({ tx }: Context, id: string) {
  const made = (await findAccount(tx, id))!;
  const { name, slug, currency, timeZone: time_zone, sandbox } = made;
  return { id: made.id, name, slug, currency, time_zone, sandbox };
}
