import type { Context } from '../../platform/http/route.ts';
import type { ContactId, PartnerId } from '../../values/id.ts';
import type { Settings } from '../accounts/index.ts';
import { emailsOf, isSamePerson, type Person } from '../partners/index.ts';
import { type FoundNamed, type FoundTouch, type Gathered, gatherTouches, type Named } from './gather-touches.ts';
import type { PartnerTimes } from './partner-times.ts';
import { listReferrerHistory } from './queries.ts';
import type { CreditQuestion, SubscriptionPayment } from './rules/credit-question.ts';
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
  /** What was looked up of it already. */
  readonly found?: FoundNamed;
  readonly customer: Customer;
  readonly subscription: SubscriptionPayment | null;
  readonly settings: Pick<Settings, 'credit' | 'coupon_credit' | 'self_referral'>;
  /** The order itself, where it is judged anew: what it stored before does not speak for it. */
  readonly without?: string;
}

export interface OrderDecision extends CreditDecision {
  readonly history: readonly ReferrerEntry[];
  readonly gathered: Gathered;
  readonly buyer: Person;
  readonly via_touch: FoundTouch | null;
  readonly store_touch: FoundTouch | null;
}

/** Gathers touches, referrers and standings, and lets the rules decide whom the order credits (rules.md 3 to 10). */
export async function decideOrder(context: Context, question: OrderQuestion): Promise<OrderDecision> {
  const { tx, accountId } = context;
  const { customer, occurredAt, subscription, settings } = question;
  const known = customer.contactId !== null && !customer.isNew;
  const [rows, buyer] = await Promise.all([
    known ? listReferrerHistory(tx, accountId, [customer.contactId!]) : [],
    describeBuyer(context, customer),
  ]);
  const history = question.without ? rows.filter((row) => row.cause_id !== question.without) : rows;
  const referrers = customer.contactId ? referrersAt(history, occurredAt) : noReferrers;
  const stored = [referrers.first?.partner_id, referrers.last?.partner_id, subscription?.first?.partner_id].filter(
    (id) => id != null,
  );
  const gathered = await gatherTouches(tx, accountId, question.named, occurredAt, stored, question.found);
  const partners = [...new Set([...stored, ...gathered.touches.map((touch) => touch.partner_id)])];
  const decision = decideCredit({
    occurred_at: occurredAt,
    settings,
    touches: gathered.touches,
    unknown: gathered.unknown,
    referrers,
    subscription,
    partners: describePartners(partners, buyer, occurredAt, gathered.times),
  });
  const found = (touch: { id: string } | null) => gathered.touches.find(({ id }) => id === touch?.id) ?? null;
  return {
    ...decision,
    history,
    gathered,
    buyer,
    via_touch: found(decision.via_touch),
    store_touch: found(decision.store_touch),
  };
}

/** The customer as the rules take them: every address that is known, and the one the order names. */
export async function describeBuyer(
  { tx, accountId }: Context,
  { contactId, isNew, email }: Customer,
): Promise<Person> {
  const known = contactId && !isNew ? await emailsOf(tx, accountId, [contactId]) : [];
  return { contact_id: contactId, emails: [...(email ? [email] : []), ...known.map((row) => row.email_key)] };
}

/** What each partner is at `at`, and whether the buyer is that partner. */
export function describePartners(
  partners: readonly PartnerId[],
  buyer: Person,
  at: Date,
  times: PartnerTimes,
): CreditQuestion['partners'] {
  return Object.fromEntries(
    partners.map((id) => [id, { approved: times.approved(id, at), is_customer: isBuyer(times, id, buyer) }]),
  );
}

/** Self-referral (rules.md 10): the partner is the buyer. */
export function isBuyer(times: PartnerTimes, partner: PartnerId, buyer: Person): boolean {
  const person = times.person(partner);
  return person !== null && isSamePerson(buyer, person);
}
