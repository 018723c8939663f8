import type { Expected } from './expect.ts';
import type { Recorded } from './facts.ts';
import type { Order } from './read-orders.ts';

/** Every difference between what should be there and what is recorded, to the cent, as lines of text. */
export function compare(
  orders: ReadonlyMap<string, Order>,
  expected: { credits: ReadonlyMap<string, string | null>; rows: ReadonlyMap<string, readonly Expected[]> },
  recorded: Recorded,
): string[] {
  const differences: string[] = [];
  const found = new Map(recorded.orders.map((order) => [order.order_id, order]));
  if (found.size !== recorded.orders.length) differences.push('an order is recorded twice');
  for (const number of found.keys())
    if (!orders.has(number)) differences.push(`order ${number} is recorded and not in the file`);
  const owed = new Map<string, bigint>();
  for (const order of orders.values()) {
    const rows = expected.rows.get(order.number)!;
    for (const row of rows) owed.set(row.partner, (owed.get(row.partner) ?? 0n) + row.amount);
    const other = found.get(order.number);
    if (!other) {
      differences.push(`order ${order.number} is not recorded`);
      continue;
    }
    const say = (what: string, ours: string, theirs: string): void => {
      if (ours !== theirs)
        differences.push(`order ${order.number}, ${what}: should be ${ours || 'nothing'}, is ${theirs || 'nothing'}`);
    };
    const partner = expected.credits.get(order.number) ?? 'nobody';
    say('credited', partner, other.partner ?? 'nobody');
    const lines = order.lines.map((line) => `${line.quantity} ${line.sku} ${line.amount}`);
    say(
      'lines',
      lines.join(', '),
      other.items
        .map((item) => `${item.quantity} ${item.sku} ${item.quantity * item.unit_amount - item.discount_amount}`)
        .join(', '),
    );
    const ours = rows.map((row) => textOf(row, new Date(row.at).toISOString()));
    say(
      'commissions',
      ours.sort().join(', '),
      other.commissions
        .map((row) => textOf(row, row.at))
        .sort()
        .join(', '),
    );
  }
  for (const code of new Set([...owed.keys(), ...Object.keys(recorded.balances)])) {
    const [ours, theirs] = [owed.get(code) ?? 0n, BigInt(recorded.balances[code] ?? 0)];
    if (ours !== theirs) differences.push(`balance of ${code}: should be ${ours}, is ${theirs}`);
  }
  return differences;
}

function textOf(
  row: { kind: string; partner: string; tier: number; line: number; amount: bigint | number },
  at: string,
): string {
  return `${row.kind} of ${row.amount} to ${row.partner} (tier ${row.tier}, line ${row.line}, ${at})`;
}
