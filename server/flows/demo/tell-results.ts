import { toDecimalText } from '../../values/money.ts';
import { type CallApi, listAll } from './call-api.ts';
import { CURRENCY, partners } from './setting.ts';

const money = (amount: number): string => toDecimalText(BigInt(amount), CURRENCY).padStart(12);

interface Balance {
  readonly code: string;
  readonly pending: number;
  readonly payable: number;
  readonly in_flight: number;
  readonly paid: number;
}

const earnedBy = (one: Balance): number => one.pending + one.payable + one.in_flight + one.paid;

/** What each partner has, the one who earned most first. */
export async function readBalances(call: CallApi, ids: ReadonlyMap<string, string>): Promise<Balance[]> {
  const balances: Balance[] = [];
  for (const [code, id] of ids) balances.push({ code, ...(await call('GET', `/v1/partners/${id}/balance`)) });
  return balances.sort((a, b) => earnedBy(b) - earnedBy(a));
}

/** The partners who earned most, and the books' totals. */
export function tellEarnings(balances: readonly Balance[]): string {
  const nameOf = new Map(partners.map((one) => [one.code, one.name]));
  const row = (name: string, one: Omit<Balance, 'code'>): string =>
    [
      name.padEnd(14),
      money(one.pending + one.payable + one.in_flight + one.paid),
      money(one.pending),
      money(one.payable),
      money(one.in_flight),
      money(one.paid),
    ].join('');
  const sum = (key: keyof Omit<Balance, 'code'>): number => balances.reduce((total, one) => total + one[key], 0);
  const totals = { pending: sum('pending'), payable: sum('payable'), in_flight: sum('in_flight'), paid: sum('paid') };
  return [
    [
      'Partner'.padEnd(14),
      ...[`earned ${CURRENCY}`, 'pending', 'payable', 'in flight', 'paid'].map((word) => word.padStart(12)),
    ].join(''),
    ...balances.slice(0, 10).map((one) => row(nameOf.get(one.code) ?? one.code, one)),
    row(`All ${balances.length}`, totals),
  ].join('\n');
}

/** Checks that what partners have is what the commissions say, to the penny. */
export async function tellBooks(call: CallApi, balances: readonly Balance[]): Promise<string> {
  const sums = new Map<string, number>();
  for (const { kind, amount, currency } of await listAll(call, '/v1/commissions')) {
    if (currency === CURRENCY) sums.set(kind, (sums.get(kind) ?? 0) + amount);
  }
  const commissions = [...sums.values()].reduce((total, amount) => total + amount, 0);
  const held = balances.reduce((total, one) => total + earnedBy(one), 0);
  const rows = [...sums].map(([kind, amount]) => `${kind.padEnd(26)}${money(amount)}`);
  const verdict = commissions === held ? 'The books agree to the penny.' : 'THE BOOKS DO NOT AGREE.';
  return [
    ...rows,
    `${'All commissions'.padEnd(26)}${money(commissions)}`,
    `${'All balances'.padEnd(26)}${money(held)}`,
    verdict,
  ].join('\n');
}

interface OrderShown {
  readonly id: string;
  readonly order_id: string;
  readonly occurred_at: string;
  readonly contact_id: string | null;
  readonly refunded_amount: number;
  readonly items: readonly unknown[];
  readonly credit: { readonly partner_id: string | null; readonly reason: string };
}

const SHORT = 5;

/** Why an order was credited and another was not, in the words of their explanations. */
export async function tellWhy(call: CallApi): Promise<string> {
  const orders: OrderShown[] = await listAll(call, '/v1/orders', 2000);
  const credited = orders.filter((order) => order.credit.partner_id !== null && order.items.length <= SHORT);
  // An order of somebody who had been brought once says more than one of a stranger.
  const others = orders.filter((order) => order.credit.partner_id === null && order.contact_id !== null);
  const shown = [
    credited.find((order) => order.refunded_amount > 0) ?? credited[0],
    others.find((order) => order.credit.reason !== 'no_touch') ?? others[0],
  ];
  const stories = shown.filter((order) => order !== undefined).map((order) => tellStory(call, order));
  return (await Promise.all(stories)).join('\n\n');
}

async function tellStory(call: CallApi, order: OrderShown): Promise<string> {
  const { outcome, steps }: { outcome: string; steps: { detail: string }[] } = await call(
    'GET',
    `/v1/orders/${order.id}/explanation`,
  );
  const how = order.credit.partner_id === null ? 'credited to nobody' : 'credited';
  const title = `Order ${order.order_id} of ${order.occurred_at.slice(0, 10)} was ${how}: ${outcome}`;
  return [title, ...steps.map((step) => `  - ${step.detail}`)].join('\n');
}
