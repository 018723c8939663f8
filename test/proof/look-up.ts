import type { Account, Credit, Order, ProgramVersion, Standing, Terms, TermsBody } from './account-facts.ts';

const DAY = 86_400_000;
export const ms = (instant: string): number => Date.parse(instant);

/** The facts by what they are asked for. `known` is always the instant at which the server had to decide. */
export class LookUp {
  readonly account: Account;
  readonly #standings: ReadonlyMap<string, Standing[]>;
  readonly #versions: ReadonlyMap<string, ProgramVersion[]>;
  readonly #terms: ReadonlyMap<string, Terms[]>;
  readonly #payments: ReadonlyMap<string | null, Order[]>;
  readonly #emails: ReadonlyMap<string, string[]>;
  readonly #contacts: ReadonlyMap<string, string>;

  constructor(account: Account) {
    this.account = account;
    const { facts } = account;
    this.#standings = Map.groupBy(
      [...facts.partner_history].sort((a, b) => a.seq - b.seq),
      (row) => row.partner_id,
    );
    this.#versions = Map.groupBy(
      [...facts.program_version].sort((a, b) => a.version - b.version),
      (row) => row.program_id,
    );
    this.#terms = Map.groupBy(
      [...facts.terms].sort((a, b) => a.version - b.version),
      keyOfTerms,
    );
    this.#payments = Map.groupBy(facts.order, (order) => order.subscription_id);
    this.#emails = new Map(
      [...Map.groupBy(facts.contact_email, (row) => row.contact_id)].map(([id, rows]) => [
        id,
        rows.map((row) => mailbox(row.email_key)),
      ]),
    );
    this.#contacts = new Map(facts.partner.map((partner) => [partner.id, partner.contact_id]));
  }

  /** How a partner stood at an instant; undefined before they joined. */
  standing(partner: string, at: number, known: number): Standing | undefined {
    return this.history(partner)
      .filter((row) => ms(row.from_at) <= at && ms(row.from_at) <= known)
      .sort((a, b) => ms(a.from_at) - ms(b.from_at) || a.seq - b.seq)
      .at(-1);
  }

  history(partner: string): readonly Standing[] {
    return this.#standings.get(partner) ?? [];
  }

  /** The newest version of a program that had begun, else its first. */
  version(program: string, at: number, known: number): ProgramVersion {
    const all = this.#versions.get(program)!;
    return all.filter((row) => ms(row.from_at) <= at && ms(row.from_at) <= known).at(-1) ?? all[0]!;
  }

  /** The version of terms in force; an instant before the program takes the first that there ever were. */
  terms(key: string, at: number, known: number, program: string | null): { id: string; body: TermsBody } | null {
    const all = (this.#terms.get(key) ?? []).filter((row) => ms(row.from_at) <= known);
    const began = program === null ? -Infinity : ms(this.#versions.get(program)![0]!.from_at);
    const found =
      at < began ? all.find((row) => row.terms !== null) : all.filter((row) => ms(row.from_at) <= at).at(-1);
    return found?.terms ? { id: found.id, body: found.terms } : null;
  }

  /** Payments of the order's subscription that were recorded before the credit was decided. */
  otherPayments(order: Order, credit: Credit): Order[] {
    if (order.subscription_id === null) return [];
    const known = ms(credit.at);
    return (this.#payments.get(order.subscription_id) ?? [])
      .filter(
        (one) => one.id !== order.id && (credit.version > 1 ? ms(one.recorded_at) <= known : isBefore(one, order)),
      )
      .filter((one) => one.replaced_by === null || ms(one.settled_at!) > known);
  }

  /** True where the customer of the order is this partner, as far as the facts still tell. */
  isCustomer(order: Order, partner: string): boolean {
    const contact = this.#contacts.get(partner);
    const named = this.account.facts.contact_conflict.filter((one) => one.cause === order.id);
    const buyers = [order.contact_id, ...named.flatMap((one) => [one.contact_id, one.other_contact_id])];
    if (contact === undefined || order.contact_id === contact) return contact !== undefined;
    const own = this.#emails.get(contact) ?? [];
    return buyers.some((id) => id !== null && (this.#emails.get(id) ?? []).some((email) => own.includes(email)));
  }

  /**
   * The exact rate between two currencies as a fraction: direct, else turned round, else through the account's own; each the
   * newest within seven days.
   */
  rate(from: string, to: string, at: number, known: number): readonly [bigint, bigint] {
    const own = this.account.header.account.currency;
    const direct = this.#pair(from, to, at, known);
    if (direct) return direct;
    const [one, two] = [this.#pair(from, own, at, known), this.#pair(own, to, at, known)];
    if (!one || !two) throw new Error(`no rate from ${from} to ${to} on ${new Date(at).toISOString()}`);
    return [one[0] * two[0], one[1] * two[1]];
  }

  #pair(from: string, to: string, at: number, known: number): readonly [bigint, bigint] | null {
    const forward = this.#newest(from, to, at, known);
    if (forward) return forward;
    const backward = this.#newest(to, from, at, known);
    return backward && [backward[1], backward[0]];
  }

  #newest(from: string, to: string, at: number, known: number): readonly [bigint, bigint] | null {
    const day = Math.floor(at / DAY);
    const found = this.account.facts.exchange_rate
      .filter((row) => row.from_currency === from && row.to_currency === to && ms(row.recorded_at) <= known)
      .map((row) => ({ ...row, age: day - ms(`${row.day}T00:00:00Z`) / DAY }))
      .filter(({ age }) => age >= 0 && age <= 7)
      .sort((a, b) => a.age - b.age || ms(b.recorded_at) - ms(a.recorded_at))[0];
    if (!found) return null;
    const [whole, digits = ''] = found.rate.split('.');
    return [BigInt(`${whole}${digits}`), 10n ** BigInt(digits.length)];
  }
}

const isBefore = (a: Order, b: Order): boolean =>
  ms(a.recorded_at) < ms(b.recorded_at) || (a.recorded_at === b.recorded_at && a.id < b.id);

const keyOfTerms = (row: Terms): string =>
  row.scope === 'partner'
    ? `partner ${row.partner_id}`
    : row.scope === 'product'
      ? `product ${row.program_id} ${row.sku}`
      : `default ${row.program_id}`;

/** Spellings of one mailbox: Gmail knows neither dots nor what follows a plus. */
function mailbox(address: string): string {
  const [name = '', domain = ''] = address.toLowerCase().split('@');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return address.toLowerCase();
  return `${name.split('+')[0]!.split('.').join('')}@gmail.com`;
}

/** Decimals of a currency, by the runtime's own list. */
export function decimals(currency: string): bigint {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return BigInt(format.resolvedOptions().maximumFractionDigits!);
}
