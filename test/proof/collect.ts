import type { Recorded, RecordedCommission } from './facts.ts';

/** Asks the API. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the server answers
type Ask = (path: string) => Promise<any>;

/** Reads over the API what the server says it did: orders, their lines and commissions, and what each partner has. */
export async function collect(ask: Ask): Promise<Recorded> {
  const codes = new Map<string, string>();
  const balances: Record<string, number> = {};
  for await (const partner of pages(ask, '/v1/partners')) codes.set(partner.id, partner.code);
  for (const [id, code] of codes) {
    const { pending, payable, in_flight, paid } = await ask(`/v1/partners/${id}/balance`);
    balances[code] = pending + payable + in_flight + paid;
  }
  const orders = [];
  for await (const order of pages(ask, '/v1/orders')) {
    const places = new Map<string, number>(
      order.items.map((item: { line_id: string }, index: number) => [item.line_id, index]),
    );
    const commissions: RecordedCommission[] = [];
    for (const row of order.commissions) {
      const { kind, tier, amount, occurred_at: at } = row;
      commissions.push({ kind, tier, amount, at, partner: codes.get(row.partner_id)!, line: places.get(row.line_id)! });
    }
    const partner = order.credit.partner_id === null ? null : codes.get(order.credit.partner_id)!;
    orders.push({ order_id: order.order_id, partner, items: order.items, commissions });
  }
  return { orders, balances };
}

/** All rows of a list. */
async function* pages(ask: Ask, path: string) {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await ask(`${path}?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    yield* page.data;
    cursor = page.next_cursor;
  }
}
