import {
  listOverReversed,
  listTermsNamed,
  sumByPayout,
  sumByStatus,
  sumOfClaims,
} from '../modules/commissions/index.ts';
import { type BalanceRow, compareBalances, listAllBalances } from '../modules/ledger/index.ts';
import { listPayoutFacts, type PayoutFact } from '../modules/payouts/index.ts';
import { listKnownTerms } from '../modules/programs/index.ts';
import type { Tx } from '../platform/db.ts';
import type { AccountId } from '../values/id.ts';

/** What does not add up: an id, and what was found. */
export interface Breach {
  readonly subject: string;
  readonly detail: string;
}

export interface Check {
  readonly check: BookCheck;
  readonly ok: boolean;
  readonly breaches: readonly Breach[];
}

export type BookCheck = keyof typeof checks;

type Examine = (tx: Tx, account: AccountId) => Promise<Breach[]>;

/** The closed list of what the doctor asks of an account's books, in this order. */
const checks = {
  balances_equal_transfers: balancesEqualTransfers,
  balances_equal_commissions: balancesEqualCommissions,
  payouts_equal_commissions: payoutsEqualCommissions,
  payouts_equal_claims: payoutsEqualClaims,
  sales_name_terms: salesNameTerms,
  reversals_within_commissions: reversalsWithinCommissions,
} as const satisfies Record<string, Examine>;

/**
 * Examines the books of an account, without changing anything. Run it in one transaction; in one of repeatable read where
 * others work meanwhile, since each check reads more than once.
 */
export async function auditBooks(tx: Tx, account: AccountId): Promise<Check[]> {
  const found: Check[] = [];
  for (const [check, examine] of Object.entries(checks)) {
    const breaches = await examine(tx, account);
    found.push({ check: check as BookCheck, ok: breaches.length === 0, breaches });
  }
  return found;
}

const key = (row: { partner_id: string; currency: string }): string => `${row.partner_id} ${row.currency}`;
const told = (row: Omit<BalanceRow, 'partner_id' | 'currency'> | null | undefined): string =>
  row ? `pending ${row.pending}, payable ${row.payable}, in flight ${row.in_flight}, paid ${row.paid}` : 'nothing';

/** Each balance is the sum of its transfers; none stands without any. */
async function balancesEqualTransfers(tx: Tx, account: AccountId): Promise<Breach[]> {
  const breaches = await compareBalances(tx, account);
  return breaches.map((row) => ({
    subject: key(row),
    detail: `the balance has ${told(row.balance)}; its transfers come to ${told(row.transfers)}`,
  }));
}

/** Each balance is the sum of the commissions that stand in each status. */
async function balancesEqualCommissions(tx: Tx, account: AccountId): Promise<Breach[]> {
  const balances = new Map((await listAllBalances(tx, account)).map((row) => [key(row), row]));
  const sums = new Map((await sumByStatus(tx, account)).map((row) => [key(row), row]));
  const breaches: Breach[] = [];
  for (const subject of new Set([...balances.keys(), ...sums.keys()])) {
    const [balance, sum] = [balances.get(subject), sums.get(subject)];
    if (told(balance) === told(sum)) continue;
    breaches.push({ subject, detail: `the balance has ${told(balance)}; commissions come to ${told(sum)}` });
  }
  return breaches;
}

/** A payout in flight or paid holds commissions of its amount and status; any other holds none. */
async function payoutsEqualCommissions(tx: Tx, account: AccountId): Promise<Breach[]> {
  const held = Map.groupBy(await sumByPayout(tx, account), (row) => row.payout_id);
  const payouts = await listPayoutFacts(tx, account);
  // A returned payout was paid before, or never arrived: in the first case its commissions stay paid.
  const expected = ({ status, amount }: PayoutFact): string[] => {
    if (status === 'in_flight' || status === 'paid') return [`${status} ${amount}`];
    return status === 'returned' ? ['', `paid ${amount}`] : [''];
  };
  const breaches: Breach[] = [];
  for (const payout of payouts) {
    const found = (held.get(payout.id) ?? []).map((row) => `${row.status} ${row.amount}`).join(', ');
    held.delete(payout.id);
    if (expected(payout).includes(found)) continue;
    const detail = `${payout.status} with ${payout.amount}, and its commissions are: ${found || 'none'}`;
    breaches.push({ subject: payout.id, detail });
  }
  for (const id of held.keys()) breaches.push({ subject: id, detail: 'commissions name a payout that is not there' });
  return breaches;
}

/** What a payout claimed when its run was made comes to its amount, whatever became of it since. */
async function payoutsEqualClaims(tx: Tx, account: AccountId): Promise<Breach[]> {
  const claims = new Map((await sumOfClaims(tx, account)).map((row) => [row.payout_id, row.amount]));
  const payouts = await listPayoutFacts(tx, account);
  return payouts
    .filter(({ id, amount }) => claims.get(id) !== amount)
    .map(({ id, amount }) => ({ subject: id, detail: `its amount is ${amount}; it claimed ${claims.get(id) ?? 0}` }));
}

/** Every sale names terms, and they exist. */
async function salesNameTerms(tx: Tx, account: AccountId): Promise<Breach[]> {
  const named = await listTermsNamed(tx, account);
  const known = await listKnownTerms(
    tx,
    account,
    named.flatMap((row) => row.terms_id ?? []),
  );
  return named
    .filter(({ terms_id }) => terms_id === null || !known.has(terms_id))
    .map(({ terms_id, commission_id }) => ({
      subject: commission_id,
      detail: terms_id === null ? 'names no terms' : `names ${terms_id}, which is not there`,
    }));
}

/** No commission is reversed by more than itself, or by less than nothing. */
async function reversalsWithinCommissions(tx: Tx, account: AccountId): Promise<Breach[]> {
  const breaches = await listOverReversed(tx, account);
  return breaches.map(({ commission_id, amount, reversed }) => ({
    subject: commission_id,
    detail: `of ${amount}, ${reversed} is reversed`,
  }));
}
