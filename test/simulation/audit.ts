import assert from 'node:assert/strict';
import { askBooks, assertBooks } from '../support/books.ts';
import type { Json } from '../support/world.ts';
import type { Commission, Market, Order } from './market.ts';

interface BalanceRow {
  readonly partner_id: string;
  readonly currency: string;
  readonly pending: bigint;
  readonly payable: bigint;
  readonly in_flight: bigint;
  readonly paid: bigint;
}

/** The books hold together, and each balance is what the rules make of everything that happened. */
export async function auditMarket(market: Market): Promise<void> {
  const { server } = market;
  const { id } = server.world.account;
  await assertBooks(server.database(), id);
  const rows = await askBooks<BalanceRow>(
    server.database(),
    id,
    'select partner_id, currency, pending, payable, in_flight, paid from tenant.balances',
  );
  const told = (all: Iterable<[string, Omit<BalanceRow, 'partner_id' | 'currency'>]>): string[] =>
    [...all]
      .map(([key, { pending, payable, in_flight, paid }]) => `${key}: ${pending} ${payable} ${in_flight} ${paid}`)
      .filter((line) => !line.endsWith(': 0 0 0 0'))
      .sort();
  const found = rows.map((row): [string, BalanceRow] => [`${row.partner_id} ${row.currency}`, row]);
  assert.deepEqual(told(found), told(market.balances()));
}

/** An order over HTTP, with each of its commissions as it should stand. */
export async function checkOrder(market: Market, order: Order): Promise<void> {
  const shown = await market.ok('GET', `/v1/orders/${order.id}`);
  assert.equal(shown.credit.partner_id, order.partner?.id ?? null);
  assert.equal(BigInt(shown.total_amount), order.model.total);
  assert.equal(BigInt(shown.total_amount - shown.refunded_amount), order.model.money);
  const rows = new Map<string, Json>(shown.commissions.map((row: Json) => [row.id, row]));
  for (const one of order.commissions) {
    const row = rows.get(one.id);
    const held = one.status === 'pending' ? one.held : null;
    assert.deepEqual([row.status, row.held_reason], [one.status, held], `${order.id} ${one.id}`);
    const reversed = shown.commissions.filter((other: Json) => other.reversal_of === one.id);
    if (one.status === 'cancelled') continue;
    const net = reversed.reduce((sum: number, other: Json) => sum + other.amount, row.amount);
    assert.equal(BigInt(net), market.net(one), `what is left of ${one.id}`);
  }
}

/** The sales that an order shows and the market does not know are these, to the minor unit. */
export function matchSales(
  market: Market,
  order: Order,
  shown: Json,
  expected: readonly Omit<Commission, 'id'>[],
): void {
  const known = new Set(order.commissions.map(({ id }) => id));
  const rows = shown.commissions.filter((row: Json) => row.kind === 'sale' && !known.has(row.id));
  const told = (partner: string, tier: number, line: string, amount: bigint | number, currency: string) =>
    `${partner} tier ${tier} ${line} ${amount} ${currency}`;
  const found = new Map<string, Json>(
    rows.map((row: Json) => [told(row.partner_id, row.tier, row.line_id, row.amount, row.currency), row]),
  );
  const wanted = expected.map((one) => {
    const { tier, line, amount } = one.earned;
    return [told(one.partner.id, tier, order.lines[line]!, amount, one.currency), one] as const;
  });
  assert.deepEqual([...found.keys()].sort(), wanted.map(([key]) => key).sort(), JSON.stringify(order.sent));
  for (const [key, one] of wanted) {
    const row = found.get(key)!;
    const states = [row.status, row.held_reason, Date.parse(row.payable_on)];
    assert.deepEqual(states, [one.status, one.held, one.payableOn], `${key} at ${new Date(market.now).toISOString()}`);
    order.commissions.push({ ...one, id: row.id });
  }
}
