import type { AccountFacts } from '../../platform/http/route.ts';
import { isDay } from '../../values/instant.ts';
import { fieldsOf, listFields, type MessageKind } from './kinds.ts';
import type { FieldValues } from './liquid.ts';
import { sayDay, sayInstant, sayList, sayMoney } from './rules/say-values.ts';
import type { Words } from './words/index.ts';

/** What a message is about, as it stands in its row: ids, amounts, instants and words. */
export type Facts = Readonly<Record<string, unknown>>;

/** Whom and what a message tells of, read when it is written out. */
export interface Scene {
  readonly account: Pick<AccountFacts, 'name' | 'timeZone' | 'currency'>;
  readonly publicUrl: string;
  readonly centerUrl: string;
  readonly recipientName: string | null;
  readonly partnerName: string | null;
  readonly programName: string | null;
  readonly linkUrl: string | null;
  /** Where the owner decides on the application that it is about; null: in the office. */
  readonly applicationUrl: string | null;
  readonly at: Date;
}

/** Every field of a kind with a value or its default: a template never meets one that is not there. */
export function fieldValues(kind: MessageKind, facts: Facts, scene: Scene, words: Words): FieldValues {
  const known: Record<string, string | null> = { ...sceneFields(scene), ...factFields(kind, facts, scene, words) };
  const values: Record<string, FieldValues[string]> = {};
  for (const name of fieldsOf(kind)) {
    values[name] = name in listFields ? entriesOf(facts, scene, words) : known[name] || words.missing[name] || '';
  }
  return values;
}

function sceneFields({
  account,
  publicUrl,
  centerUrl,
  recipientName,
  partnerName,
  programName,
  linkUrl,
  applicationUrl,
}: Scene): Record<string, string | null> {
  return {
    account_name: account.name,
    recipient_name: recipientName,
    partner_name: partnerName,
    program_name: programName,
    partner_center_url: centerUrl,
    sign_in_url: centerUrl,
    office_url: `${publicUrl}/`,
    link_url: linkUrl,
    application_url: applicationUrl ?? `${publicUrl}/`,
  };
}

function factFields(
  kind: MessageKind,
  facts: Facts,
  { account, at }: Scene,
  words: Words,
): Record<string, string | null> {
  const { timeZone } = account;
  // A day of the account's calendar is told as it is, whatever its zone.
  const day = (value: unknown) => {
    const zone = typeof value === 'string' && isDay(value) ? 'UTC' : timeZone;
    return sayDay(instantOf(value) ?? at, zone, words.language);
  };
  const waits = instantOf(facts['waits_until']);
  const fields: Record<string, string | null> = {
    ...textsOf(facts),
    amount: moneyOf(facts, words),
    products: productsOf(facts, words),
    order_number: textOf(facts['order_number']) ?? textsOf(facts)['order_number'] ?? null,
    earned_on: day(facts['occurred_at']),
    changed_on: day(null),
    due_on: day(facts['day']),
    silent_since: day(facts['last_order_at'] ?? facts['last_click_at']),
    waits_until: waits ? sayInstant(waits, timeZone, words.language) : null,
    method: words.methods[String(facts['method'] ?? facts['kind'] ?? '')] ?? null,
    reference: textOf(facts['reference']),
    reason:
      kind === 'commission_reversed'
        ? (words.reasons[String(facts['cause'])] ?? words.reasons['other']!)
        : (textOf(facts['reason']) ?? textsOf(facts)['reason'] ?? null),
  };
  if (kind === 'digest') Object.assign(fields, { count: textOf(facts['count']), total: totalOf(facts, words) });
  return fields;
}

/** What the sender gave as it is: links for one use, names of who invites. */
function textsOf(facts: Facts): Record<string, string> {
  return (facts['texts'] ?? {}) as Record<string, string>;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

function instantOf(value: unknown): Date | null {
  const at = typeof value === 'string' ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

function amountOf(facts: Facts): { amount: bigint; currency: string } | null {
  const { amount, currency } = facts;
  if ((typeof amount !== 'number' && typeof amount !== 'string') || typeof currency !== 'string') return null;
  return { amount: BigInt(amount), currency };
}

function moneyOf(facts: Facts, words: Words): string | null {
  const found = amountOf(facts);
  if (!found) return null;
  // A reversal is told as what was taken back, without a sign.
  return sayMoney(found.amount < 0n ? -found.amount : found.amount, found.currency, words.language);
}

function productsOf(facts: Facts, words: Words): string | null {
  const names = Array.isArray(facts['products'])
    ? facts['products'].filter((name) => typeof name === 'string' && name !== '')
    : [];
  return names.length === 0 ? null : sayList([...new Set<string>(names)], words.language);
}

const listOf = (value: unknown): readonly Facts[] => (Array.isArray(value) ? (value as Facts[]) : []);

function entriesOf(facts: Facts, { account }: Scene, words: Words): Record<string, string>[] {
  return listOf(facts['entries']).map((entry) => {
    const products = productsOf(entry, words);
    const kind = entry['kind'] as keyof Words['entries'];
    const cause = kind === 'commission_reversed' ? words.reasons[String(entry['cause'])] : products;
    const amount = amountOf(entry);
    return {
      what: [words.entries[kind] ?? '', cause].filter(Boolean).join(': '),
      amount: amount ? sayMoney(amount.amount, amount.currency, words.language) : '',
      on: sayDay(instantOf(entry['at']) ?? new Date(0), account.timeZone, words.language),
    };
  });
}

function totalOf(facts: Facts, words: Words): string {
  const totals = listOf(facts['totals']).flatMap((total) => amountOf(total) ?? []);
  const said = totals.map(({ amount, currency }) => sayMoney(amount, currency, words.language));
  return sayList(said, words.language, said.length);
}
