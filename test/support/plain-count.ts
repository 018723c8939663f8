import type { ClickRow, MadeCommission, MadeOrder, MadeRefund, Piece } from './journeys.ts';
import type { ReportWorld } from './report-world.ts';

/** Figures of a row, by name; what is zero is left out. */
export type Plain = Record<string, number>;

/**
 * Counts made-up facts the plain way: over all of them, each time, in one pass and in memory. Shares no code with the
 * counters, days of the calendar included.
 */
export class PlainCount {
  readonly #world: ReportWorld;
  readonly #dayOf: (at: Date) => string;
  readonly clicks: ClickRow[] = [];
  readonly leads: (Piece & { kind: 'lead' })[] = [];
  readonly orders = new Map<string, { order: MadeOrder; partner: string | null; refunds: MadeRefund[] }>();
  readonly reversals: { refund: MadeRefund; at: Date }[] = [];
  readonly cancelled = new Set<MadeCommission>();
  readonly #reassigned = new Set<string>();

  constructor(world: ReportWorld, dayOf: (at: Date) => string) {
    this.#world = world;
    this.#dayOf = dayOf;
  }

  take(piece: Piece): void {
    if (piece.kind === 'click') this.clicks.push(piece.row);
    if (piece.kind === 'lead') this.leads.push(piece);
    if (piece.kind === 'order')
      this.orders.set(piece.order.id, { order: piece.order, partner: piece.order.partner, refunds: [] });
    if (piece.kind === 'refund') this.orders.get(piece.order.id)!.refunds.push(piece.refund);
    if (piece.kind === 'reversal') this.reversals.push(piece);
    if (piece.kind === 'cancel') this.cancelled.add(piece.commission);
    if (piece.kind === 'restore') this.cancelled.delete(piece.commission);
    if (piece.kind === 'reassign') {
      this.orders.get(piece.order.id)!.partner = piece.partner;
      this.#reassigned.add(piece.order.id);
    }
  }

  /** Figures of all days from..to, by whatever `keyOf` makes of a fact's day, partner, currency and click. */
  count(from: string, to: string, keyOf: (fact: Fact) => string): Map<string, Plain> {
    const rows = new Map<string, Plain>();
    const add = (at: Date, partner: string, currency: string, click: ClickRow | null, figures: Plain): void => {
      const day = this.#dayOf(at);
      if (day < from || day >= to) return;
      const key = keyOf({ day, partner, currency, click });
      const row = rows.get(key) ?? {};
      for (const [name, amount] of Object.entries(figures)) row[name] = (row[name] ?? 0) + amount;
      rows.set(key, row);
    };
    const unique = this.#uniques();
    for (const click of this.clicks) {
      const figures = {
        clicks: click.counted ? 1 : 0,
        uncounted: click.counted ? 0 : 1,
        unique_clicks: unique.has(click) ? 1 : 0,
      };
      add(click.at, click.partner_id, this.#currency(click.partner_id, click.at), click, figures);
    }
    for (const { row } of this.leads) {
      if (row.set_first)
        add(row.occurred_at, row.partner_id, this.#currency(row.partner_id, row.occurred_at), null, { leads: 1 });
    }
    for (const { order, partner, refunds } of this.orders.values()) this.#countOrder(order, partner, refunds, add);
    return new Map(
      [...rows].map(([key, row]) => [key, withoutZeros(row)] as const).filter(([, row]) => Object.keys(row).length),
    );
  }

  #countOrder(
    order: MadeOrder,
    partner: string | null,
    refunds: readonly MadeRefund[],
    add: (at: Date, partner: string, currency: string, click: ClickRow | null, figures: Plain) => void,
  ): void {
    // A reassignment by hand names no touch.
    const touch = this.#reassigned.has(order.id) ? null : order.touch;
    if (partner !== null) {
      add(order.at, partner, order.currency, touch, { orders: 1, revenue: order.total });
      for (const { at, amount } of refunds)
        add(at, partner, order.currency, touch, { refunds: 1, refunded: amount, revenue: -amount });
      for (const { refund, at } of this.reversals.filter((one) => refunds.includes(one.refund)))
        add(at, partner, order.currency, touch, { refunds: -1, refunded: -refund.amount, revenue: refund.amount });
    }
    for (const [index, commission] of order.commissions.entries()) {
      if (this.cancelled.has(commission)) continue;
      const own = index === 0 ? order.touch : null;
      add(commission.at, commission.partner, commission.currency, own, { commission: commission.amount });
    }
  }

  #currency(partner: string, at: Date): string {
    const index = this.#world.partners.findIndex(({ id }) => id === partner);
    return index === 2 || (index === 3 && at >= this.#world.movedAt) ? 'EUR' : 'USD';
  }

  #uniques(): Set<ClickRow> {
    const unique = new Set<ClickRow>();
    const inOrder = this.clicks
      .filter((click) => click.counted && !click.flood)
      .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
    const given = new Set<string>();
    const seen = new Set<string>();
    const place = (click: ClickRow): string => `${this.#dayOf(click.at)} ${click.link_id}`;
    for (const click of inOrder) if (click.visitor_kind === 'hash') given.add(`${place(click)} ${click.visitor}`);
    for (const click of inOrder) {
      if (click.visitor_kind === 'cookie' && given.has(`${place(click)} ${click.visitor}`)) continue;
      const name = `${place(click)} ${click.visitor_kind} ${click.visitor_kind === 'hash' ? click.day_hash : click.visitor}`;
      if (!seen.has(name)) unique.add(click);
      seen.add(name);
    }
    return unique;
  }
}

export interface Fact {
  readonly day: string;
  readonly partner: string;
  readonly currency: string;
  readonly click: ClickRow | null;
}

export function withoutZeros(row: Plain): Plain {
  return Object.fromEntries(Object.entries(row).filter(([, amount]) => amount !== 0));
}
