import type { Account, Balance, Commission } from './account-facts.ts';
import { type Books, type Expected, nameOf } from './expect-books.ts';
import { total } from './spread.ts';

const sum = (rows: readonly { readonly amount: number }[]): bigint => total(rows.map(({ amount }) => BigInt(amount)));

/** Every difference between what the facts come to and what was set aside, to the cent, as lines of text. */
export function compareBooks(account: Account, books: Books): string[] {
  const differences: string[] = books.wrongTotals.map((order) => `order ${order}: its lines do not come to its total`);
  const say = (what: string, ours: string, theirs: string): void => {
    if (ours !== theirs) differences.push(`${what}: should be ${ours || 'nothing'}, is ${theirs || 'nothing'}`);
  };
  const { commission: rows } = account.setAside;
  const sales = new Map(rows.filter((row) => row.kind === 'sale').map((row) => [nameInServer(row), row]));
  const reversals = Map.groupBy(
    rows.filter((row) => row.kind === 'reversal'),
    (row) => row.reversal_of!,
  );
  for (const expected of books.commissions) {
    const name = nameOf(expected);
    const row = sales.get(name);
    sales.delete(name);
    say(name, told(expected), row ? toldByServer(row) : '');
    if (row) compareFate(say, name, expected, row, reversals.get(row.id) ?? []);
  }
  for (const [name, row] of sales) say(name, '', toldByServer(row));
  compareOthers(account, books, say);
  compareBalances(account, books, say);
  return differences;
}

type Say = (what: string, ours: string, theirs: string) => void;

const nameInServer = (row: Commission): string =>
  nameOf({ order: row.order_id, version: row.credit_version, line: row.line_id, tier: row.tier });

const told = (row: Expected): string =>
  `${row.amount} ${row.currency} to ${row.partner}, ${row.bps ?? 'flat'} of ${row.base} by ${row.terms}, held to ${new Date(row.payableOn).toISOString()}`;

/** In the same words; a share of a flat amount names its rate and nothing flat. */
const toldByServer = (row: Commission): string =>
  `${row.amount} ${row.currency} to ${row.partner_id}, ${row.rate_bps ?? 'flat'} of ${row.base_amount} by ${row.terms_id}, held to ${row.payable_on && new Date(row.payable_on).toISOString()}`;

function compareFate(say: Say, name: string, expected: Expected, row: Commission, taken: readonly Commission[]): void {
  const { fate } = expected;
  const is = row.status === 'pending' || row.status === 'cancelled' ? row.status : 'free';
  if (fate !== 'unsure') say(`${name}, status`, fate, is);
  else if (is === 'cancelled') say(`${name}, status`, 'pending or free', is);
  // Of what is cancelled nothing may be reversed, or it was made up for; it takes its refunds on when it is restored.
  const alive = taken.filter(({ status }) => status !== 'cancelled');
  say(`${name}, reversed`, fate === 'cancelled' ? '0' : String(expected.reversed), String(-sum(alive)));
  if (fate === 'cancelled') return;
  if (expected.steps === null || taken.some(({ refund_id, status }) => refund_id === null && status !== 'cancelled'))
    return;
  const ours = expected.steps.map(({ refund, amount }) => `${refund} ${amount}`);
  say(
    `${name}, reversals`,
    ours.sort().join(', '),
    taken
      .map(({ refund_id, amount }) => `${refund_id} ${amount}`)
      .sort()
      .join(', '),
  );
}

/** What was given by hand, and what is owed again because a payout came back. */
function compareOthers({ facts, setAside }: Account, { adjustments }: Books, say: Say): void {
  const rows = new Map(setAside.commission.filter(({ kind }) => kind === 'adjustment').map((row) => [row.id, row]));
  for (const { id, partner, currency, amount, isCancelled } of adjustments) {
    const row = rows.get(id);
    rows.delete(id);
    const state =
      row && `${row.amount} ${row.currency} to ${row.partner_id}${row.status === 'cancelled' ? ', cancelled' : ''}`;
    say(`adjustment ${id}`, `${amount} ${currency} to ${partner}${isCancelled ? ', cancelled' : ''}`, state ?? '');
  }
  for (const id of rows.keys()) say(`adjustment ${id}`, '', 'there');
  const paid = new Set(facts.payout_history.filter(({ status }) => status === 'paid').map((row) => row.payout_id));
  const returned = facts.payout.filter(({ id, status }) => status === 'returned' && paid.has(id));
  const owed = setAside.commission.filter(({ kind }) => kind === 'return');
  say(
    'payouts that came back',
    returned
      .map(({ id, amount, currency }) => `${id} ${amount} ${currency}`)
      .sort()
      .join(', '),
    owed
      .map(({ payout_of, amount, currency }) => `${payout_of} ${amount} ${currency}`)
      .sort()
      .join(', '),
  );
}

type Buckets = Record<'pending' | 'payable' | 'in_flight' | 'paid', bigint>;

const empty = (): Buckets => ({ pending: 0n, payable: 0n, in_flight: 0n, paid: 0n });
const text = (one: Buckets | undefined): string => {
  const { pending, payable, in_flight, paid } = one ?? empty();
  return `pending ${pending}, payable ${payable}, in flight ${in_flight}, paid ${paid}`;
};

/** Balances as the facts give them, beside the kept ones and beside what the transfers come to. */
function compareBalances(account: Account, books: Books, say: Say): void {
  const ours = balancesOf(account, books);
  const kept = new Map(account.setAside.balance.map((row) => [keyOf(row), bucketsOf(row)]));
  const moved = new Map<string, Buckets>();
  for (const row of account.setAside.transfer) {
    const found = moved.get(keyOf(row)) ?? empty();
    moved.set(keyOf(row), found);
    move(found, row.debit, -BigInt(row.amount));
    move(found, row.credit, BigInt(row.amount));
  }
  for (const key of new Set([...ours.keys(), ...kept.keys(), ...moved.keys()])) {
    say(`balance of ${key}`, text(ours.get(key)), text(kept.get(key)));
    say(`transfers of ${key}`, text(ours.get(key)), text(moved.get(key)));
  }
}

const keyOf = (row: { readonly partner_id: string; readonly currency: string }): string =>
  `${row.partner_id} in ${row.currency}`;
const bucketsOf = ({ pending, payable, in_flight, paid }: Balance): Buckets => ({
  pending: BigInt(pending),
  payable: BigInt(payable),
  in_flight: BigInt(in_flight),
  paid: BigInt(paid),
});

function move(buckets: Buckets, place: string, amount: bigint): void {
  const name = place === 'paid_out' ? 'paid' : place;
  if (name in buckets) buckets[name as keyof Buckets] += amount;
}

/** All that was earned and given, less what is pending, in flight and paid, is payable. */
function balancesOf({ facts, setAside }: Account, { commissions, adjustments }: Books): Map<string, Buckets> {
  const found = new Map<string, Buckets>();
  const of = (partner_id: string, currency: string): Buckets => {
    const key = keyOf({ partner_id, currency });
    const buckets = found.get(key) ?? empty();
    found.set(key, buckets);
    return buckets;
  };
  const statuses = new Map(setAside.commission.map((row) => [nameInServer(row), row.status]));
  for (const row of commissions) {
    if (row.fate === 'cancelled') continue;
    const isPending = row.fate === 'pending' || (row.fate === 'unsure' && statuses.get(nameOf(row)) === 'pending');
    of(row.partner, row.currency)[isPending ? 'pending' : 'payable'] += row.amount - row.reversed;
  }
  for (const row of adjustments) if (!row.isCancelled) of(row.partner, row.currency).payable += row.amount;
  // Nobody computes a bonus: it is given, and taken as it was.
  for (const row of setAside.commission)
    if (row.kind === 'bonus' && row.status !== 'cancelled')
      of(row.partner_id, row.currency)[row.status === 'pending' ? 'pending' : 'payable'] += BigInt(row.amount);
  for (const { partner_id, currency, status, amount } of facts.payout) {
    const place = status === 'in_flight' ? 'in_flight' : status === 'paid' ? 'paid' : null;
    if (place === null) continue;
    const buckets = of(partner_id, currency);
    buckets[place] += BigInt(amount);
    buckets.payable -= BigInt(amount);
  }
  return found;
}
