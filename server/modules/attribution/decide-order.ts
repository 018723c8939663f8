import type { Context } from '../../platform/http/route.ts';
import type { ContactId, PartnerId } from '../../values/id.ts';
import type { Settings } from '../accounts/index.ts';
import { emailsOf, findPartners, isSamePerson } from '../partners/index.ts';
import { type FoundTouch, type Gathered, gatherTouches, type Named } from './gather-touches.ts';
import { listReferrerHistory } from './queries.ts';
import type { CreditQuestion, PartnerNow, SubscriptionPayment } from './rules/credit-question.ts';
import { type CreditDecision, decideCredit } from './rules/decide-credit.ts';
import { noReferrers, type ReferrerEntry, referrersAt } from './rules/stored-referrer.ts';

/** Who bought (or joins), as far as is known. */
export interface Customer {
  readonly contactId: ContactId | null;
  readonly isNew: boolean;
  readonly email: string | null;
}

export interface OrderQuestion {
  readonly occurredAt: Date;
  readonly named: Named;
  readonly customer: Customer;
  readonly subscription: SubscriptionPayment | null;
  readonly settings: Pick<Settings, 'credit' | 'coupon_credit' | 'self_referral'>;
  /** The order itself, where it is judged anew: what it stored before does not speak for it. */
  readonly without?: string;
}

export interface OrderDecision extends CreditDecision {
  readonly history: readonly ReferrerEntry[];
  readonly gathered: Gathered;
  readonly via_touch: FoundTouch | null;
  readonly store_touch: FoundTouch | null;
}

/** Gathers touches, referrers and standings, and lets the rules decide whom the order credits (rules.md 3 to 10). */
export async function decideOrder(context: Context, question: OrderQuestion): Promise<OrderDecision> {
  const { tx, accountId } = context;
  const { customer, occurredAt, subscription, settings } = question;
  const rows =
    customer.contactId && !customer.isNew ? await listReferrerHistory(tx, accountId, [customer.contactId]) : [];
  const history = question.without ? rows.filter((row) => row.cause_id !== question.without) : rows;
  const referrers = customer.contactId ? referrersAt(history, occurredAt) : noReferrers;
  const stored = [referrers.first?.partner_id, referrers.last?.partner_id, subscription?.first?.partner_id].filter(
    (id) => id != null,
  );
  const gathered = await gatherTouches(tx, accountId, question.named, occurredAt, stored);
  const partners = [...new Set([...stored, ...gathered.touches.map((touch) => touch.partner_id)])];
  const decision = decideCredit({
    occurred_at: occurredAt,
    settings,
    touches: gathered.touches,
    unknown: gathered.unknown,
    referrers,
    subscription,
    partners: await describePartners(context, partners, customer, occurredAt, gathered),
  });
  const found = (touch: { id: string } | null) => gathered.touches.find(({ id }) => id === touch?.id) ?? null;
  return {
    ...decision,
    history,
    gathered,
    via_touch: found(decision.via_touch),
    store_touch: found(decision.store_touch),
  };
}

/** What each partner is at `at`, and whether the customer is that partner. */
export async function describePartners(
  { tx, accountId }: Context,
  partners: readonly PartnerId[],
  customer: Customer,
  at: Date,
  { times }: Pick<Gathered, 'times'>,
): Promise<CreditQuestion['partners']> {
  if (partners.length === 0) return {};
  const rows = await findPartners(tx, accountId, partners);
  const contacts = rows.map((row) => row.contact_id);
  const emails = await emailsOf(tx, accountId, customer.contactId ? [...contacts, customer.contactId] : contacts);
  const emailsOfContact = (id: string): string[] =>
    emails.filter((row) => row.contact_id === id).map((row) => row.email_key);
  const buyer = {
    contact_id: customer.contactId,
    emails: [
      ...(customer.email ? [customer.email] : []),
      ...(customer.contactId ? emailsOfContact(customer.contactId) : []),
    ],
  };
  const described = rows.map((row): [PartnerId, PartnerNow] => [
    row.id,
    {
      approved: times.approved(row.id, at),
      is_customer: isSamePerson(buyer, { contact_id: row.contact_id, emails: emailsOfContact(row.contact_id) }),
    },
  ]);
  return Object.fromEntries(described);
}
