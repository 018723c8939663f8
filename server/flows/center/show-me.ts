import { z } from 'zod';
import { readSettings } from '../../modules/accounts/index.ts';
import { findPassword, maskEmail, readWaitingEmail, readWaitingMethod } from '../../modules/center/index.ts';
import { findContact, hintPayoutMethod, listPartnerHistory, toPartnerView } from '../../modules/partners/index.ts';
import { findLinkByCode } from '../../modules/promo/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { dayOf } from '../../values/instant.ts';
import { findOwn } from './own.ts';

const text = z.string();
const waiting = z.object({ hint: z.string().nullable(), until: text });

export const meView = z.object({
  id: text,
  name: text.nullable(),
  email: text.nullable(),
  /** A new address that is not confirmed yet. */
  email_waiting: waiting.nullable(),
  code: text,
  status: z.enum(['pending', 'approved', 'rejected', 'suspended']),
  status_since: text,
  /** What the status lets them do: share links that count, earn by them, be paid. All of what they have they may see. */
  may: z.object({ promote: z.boolean(), earn: z.boolean(), be_paid: z.boolean() }),
  joined_at: text,
  program: z.object({
    id: text,
    name: text,
    currency: text,
    tiers: z.int(),
    hold_days: z.int(),
    click_window_days: z.int(),
    default_url: text,
    sees_customers: z.enum(['none', 'initials', 'names']),
  }),
  link: z.object({ id: text, code: text, url: text, short_url: text }),
  has_password: z.boolean(),
  payout_method: z
    .object({ kind: text, hint: text.nullable(), changed_at: text, waits_until: text.nullable() })
    .nullable(),
  /** One that the partner has not confirmed by the mailed link yet. */
  payout_method_waiting: waiting.extend({ kind: text }).nullable(),
  payout_methods: z.array(text),
  time_zone: text,
  /** The account's day; in a sandbox that of its own clock. */
  today: text,
  signed_in_by: z.enum(['browser', 'token']),
});

export async function showMe(context: Context): Promise<z.input<typeof meView>> {
  const { tx, accountId, account, linkBase } = context;
  const { partner, program } = await findOwn(context);
  const contact = (await findContact(tx, accountId, partner.contact_id))!;
  const history = await listPartnerHistory(tx, accountId, [partner.id]);
  const link = (await findLinkByCode(tx, accountId, partner.code))!;
  const settings = await readSettings(tx, accountId);
  const [email, method] = [await readWaitingEmail(context, partner.id), await readWaitingMethod(context, partner.id)];
  const view = toPartnerView(context, partner, contact, link);
  const isApproved = partner.status === 'approved';
  return {
    ...{ id: partner.id, name: contact.name, email: contact.email, code: partner.code, status: partner.status },
    email_waiting: email && { hint: maskEmail(email.content), until: email.until.toISOString() },
    status_since: sinceWhen(history, partner.status).toISOString(),
    may: { promote: isApproved, earn: isApproved, be_paid: partner.status !== 'suspended' },
    joined_at: partner.joined_at.toISOString(),
    program: {
      ...{ id: program.programId, name: program.name, currency: program.currency, tiers: program.tiers },
      ...{ hold_days: program.holdDays, click_window_days: program.clickWindowDays, default_url: program.defaultUrl },
      sees_customers: program.partnerSeesCustomers,
    },
    link: {
      ...{ id: link.id, code: link.code, url: link.url ?? program.defaultUrl },
      short_url: linkBase + encodeURIComponent(link.code),
    },
    has_password: (await findPassword(tx, accountId, partner.id)) !== undefined,
    payout_method: view.payout_method,
    payout_method_waiting: method && {
      ...{ kind: method.method.kind, hint: hintPayoutMethod(method.method) },
      until: method.until.toISOString(),
    },
    payout_methods: settings.payout_methods,
    time_zone: account.timeZone,
    today: dayOf(context.now, account.timeZone),
    signed_in_by: context.partner!.how,
  };
}

/** Since when the status is what it is: a move to another program in between changes nothing of it. */
function sinceWhen(history: readonly { status: string; from_at: Date }[], status: string): Date {
  let since = history.at(-1)!.from_at;
  for (const row of [...history].reverse()) {
    if (row.status !== status) break;
    since = row.from_at;
  }
  return since;
}
