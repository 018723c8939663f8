import { newId } from '../../server/platform/ids.ts';
import { DAY, HOUR, MINUTE } from '../../server/values/instant.ts';
import type { Chance } from './random.ts';
import type { FactWriter, Row } from './report-facts.ts';
import type { ReportWorld } from './report-world.ts';

/** What a journey leaves behind, each piece in a transaction of its own. */
export type Piece =
  | { readonly kind: 'click'; readonly row: ClickRow }
  | { readonly kind: 'lead'; readonly row: Row & { occurred_at: Date; partner_id: string; set_first: boolean } }
  | { readonly kind: 'order'; readonly order: MadeOrder }
  | { readonly kind: 'refund'; readonly order: MadeOrder; readonly refund: MadeRefund }
  | { readonly kind: 'reversal'; readonly refund: MadeRefund; readonly at: Date }
  | { readonly kind: 'cancel' | 'restore'; readonly commission: MadeCommission }
  | { readonly kind: 'reassign'; readonly order: MadeOrder; readonly partner: string | null };

export interface ClickRow extends Row {
  readonly id: string;
  readonly at: Date;
  readonly link_id: string;
  readonly partner_id: string;
  readonly sub: string | null;
  readonly visitor: string;
  readonly visitor_kind: 'cookie' | 'hash';
  readonly day_hash: string;
  readonly country: string | null;
  readonly device: string;
  readonly counted: boolean;
  readonly flood: boolean;
}

export interface MadeRefund {
  readonly id: string;
  readonly at: Date;
  readonly amount: number;
}

export interface MadeCommission {
  readonly id: string;
  readonly partner: string;
  readonly currency: string;
  readonly amount: number;
  readonly at: Date;
}

export interface MadeOrder {
  readonly id: string;
  readonly at: Date;
  readonly currency: string;
  readonly total: number;
  readonly partner: string | null;
  readonly touch: ClickRow | null;
  readonly commissions: readonly MadeCommission[];
}

/** Makes up journeys whose instants crowd round the days' limits. `days`: midnights (of the account) to crowd round. */
export class JourneyMaker {
  readonly #world: ReportWorld;
  readonly #chance: Chance;
  readonly #midnights: readonly Date[];
  readonly #dayOf: (at: Date) => string;

  constructor(world: ReportWorld, chance: Chance, midnights: readonly Date[], dayOf: (at: Date) => string) {
    this.#world = world;
    this.#chance = chance;
    this.#midnights = midnights;
    this.#dayOf = dayOf;
  }

  /** One person: some clicks, perhaps a lead, perhaps an order with what follows. In the order in which it happened. */
  make(person: string): Piece[] {
    const chance = this.#chance;
    const partner = chance.pick(this.#world.partners);
    const link = chance.pick(partner.links);
    const keepsCookies = chance.percent(60);
    const visitor = newId('visitor', new Date(0));
    const clicks: ClickRow[] = [];
    let at = this.#instant();
    for (let n = 1 + chance.below(4); n > 0; n -= 1) {
      clicks.push(
        this.#click(person, partner.id, link, at, keepsCookies && clicks.length > 0 ? visitor : null, visitor),
      );
      at = new Date(at.getTime() + chance.pick([1, MINUTE, HOUR, 9 * HOUR, DAY]));
    }
    const pieces: Piece[] = clicks.map((row) => ({ kind: 'click', row }));
    const last = clicks.at(-1)!;
    if (chance.percent(30)) pieces.push({ kind: 'lead', row: lead(partner.id, at, chance.percent(80)) });
    if (chance.percent(40)) pieces.push(...this.#order(last, at));
    return pieces;
  }

  #instant(): Date {
    const midnight = this.#chance.pick(this.#midnights).getTime();
    const chance = this.#chance;
    if (chance.percent(30)) return new Date(midnight + chance.pick([-1, 0, 1]));
    return new Date(midnight + Math.floor((chance.next() - 0.5) * chance.pick([2 * MINUTE, 5 * HOUR, DAY])));
  }

  #click(person: string, partner: string, link: string, at: Date, cookie: string | null, fresh: string): ClickRow {
    const chance = this.#chance;
    const counted = !chance.percent(5);
    return {
      ...{ id: newId('click', at), at, link_id: link, partner_id: partner },
      promo_tool_id: this.#world.partners.some(({ links }) => links[0] === link) ? null : 'promo_1',
      sub: chance.pick([null, 'blog', 'mail', '=1+1']),
      visitor: cookie ?? (chance.percent(80) ? fresh : newId('visitor', at)),
      visitor_kind: cookie === null ? 'hash' : 'cookie',
      // Several people share an address and a browser.
      day_hash: `${chance.percent(20) ? 'office' : person} ${this.#dayOf(at)}`,
      country: chance.pick(['DE', 'US', null]),
      device: chance.pick(['mobile', 'desktop']),
      ...{ counted, reason: counted ? null : 'robot', flood: chance.percent(5) },
    };
  }

  #order(click: ClickRow, at: Date): Piece[] {
    const chance = this.#chance;
    const credited = chance.percent(85);
    const total = 100 * (1 + chance.below(100));
    const currency = chance.pick(['USD', 'USD', 'EUR']);
    const id = newId('order', at);
    const earned = (partner: string, amount: number): MadeCommission => ({
      ...{ id: newId('commission', at), partner, amount, at },
      currency: chance.pick(['USD', 'EUR']),
    });
    const sponsor = chance.pick(this.#world.partners).id;
    const commissions = credited ? [earned(click.partner_id, total / 10), earned(sponsor, total / 20)] : [];
    const partner = credited ? click.partner_id : null;
    const order: MadeOrder = {
      id,
      at,
      currency,
      total,
      partner,
      touch: chance.percent(70) ? click : null,
      commissions,
    };
    const pieces: Piece[] = [{ kind: 'order', order }];
    const later = (): Date => new Date(at.getTime() + chance.pick([MINUTE, 7 * HOUR, 2 * DAY]));
    if (chance.percent(30)) {
      const refund: MadeRefund = { id: newId('refund', at), at: later(), amount: total / 4 };
      pieces.push({ kind: 'refund', order, refund });
      if (chance.percent(40)) pieces.push({ kind: 'reversal', refund, at: new Date(refund.at.getTime() + DAY) });
    }
    if (commissions[0] && chance.percent(20)) {
      pieces.push({ kind: 'cancel', commission: commissions[0] });
      if (chance.percent(50)) pieces.push({ kind: 'restore', commission: commissions[0] });
    }
    if (chance.percent(15)) {
      const to = chance.percent(80) ? chance.pick(this.#world.partners).id : null;
      pieces.push({ kind: 'reassign', order, partner: to });
    }
    return pieces;
  }
}

const lead = (partner: string, at: Date, set_first: boolean) => ({
  ...{ id: newId('lead', at), contact_id: newId('contact', at), occurred_at: at, recorded_at: at, verified: true },
  ...{ partner_id: partner, reason: 'click', set_first, made_contact: true },
});

/** Writes a piece as the flows would, in the transaction that the writer has open. */
export async function writePiece(writer: FactWriter, piece: Piece): Promise<void> {
  switch (piece.kind) {
    case 'click':
      return writer.insert('clicks', [piece.row]);
    case 'lead':
      return writer.insert('leads', [piece.row]);
    case 'order':
      return writeOrder(writer, piece.order);
    case 'refund': {
      const { id, at, amount } = piece.refund;
      const row = { id, order_id: piece.order.id, refund_id: id, reason: 'refund', occurred_at: at, recorded_at: at };
      const parts = { lines: [], tax: 0, shipping: 0, spread: amount };
      return writer.insert('refunds', [{ ...row, amount, parts, content_hash: '' }]);
    }
    case 'reversal':
      await writer.client.query(
        `update tenant.refunds set reversed_at = $2, reversal_occurred_at = $2, reversal_written_by = pg_current_xact_id()
         where account_id = $3 and id = $1`,
        [piece.refund.id, piece.at, writer.account],
      );
      return;
    case 'cancel':
    case 'restore':
      return writeState(writer, piece.commission, piece.kind);
    case 'reassign':
      return writeCredit(writer, piece.order, piece.partner, null, 2);
  }
}

async function writeOrder(writer: FactWriter, order: MadeOrder): Promise<void> {
  const { id, at, currency, total, touch } = order;
  const money = {
    discount_amount: 0,
    shipping_amount: 0,
    tax_amount: 0,
    prices_include_tax: false,
    total_amount: total,
  };
  const reported = { occurred_at: at, recorded_at: at, content_hash: '', source: 'api', verified: true };
  await writer.insert('orders', [{ id, order_id: id, currency, ...money, ...reported }]);
  const line = { order_id: id, position: 0, id: newId('line', at), sku: 'mug', quantity: 2, unit_amount: total / 2 };
  await writer.insert('order_lines', [{ ...line, discount_amount: 0, tax_amount: 0 }]);
  await writeCredit(writer, order, order.partner, touch, 1);
  await writer.insert(
    'commissions',
    order.commissions.map((commission, index) => ({
      ...{ id: commission.id, kind: 'sale', partner_id: commission.partner, tier: index + 1, order_id: id },
      ...{ sku: 'mug', credit_version: 1, amount: commission.amount, currency: commission.currency, status: 'payable' },
      ...{ occurred_at: commission.at, recorded_at: commission.at, author: 'test' },
    })),
  );
}

async function writeCredit(
  writer: FactWriter,
  { id, at }: MadeOrder,
  partner: string | null,
  touch: ClickRow | null,
  version: number,
): Promise<void> {
  if (touch) {
    const { link_id, sub, id: click_id, partner_id } = touch;
    const row = {
      id: newId('touch', at),
      kind: 'click',
      at: touch.at,
      partner_id,
      click_id,
      link_id,
      sub,
      named_by: id,
    };
    await writer.insert('touches', [row]);
  }
  const credit = { order_id: id, version, at, partner_id: partner, reason: partner ? 'click' : 'no_touch' };
  await writer.insert('credits', [{ ...credit, touch_id: touch?.id ?? null, steps: [], author: 'test' }]);
}

async function writeState(writer: FactWriter, { id, at }: MadeCommission, kind: 'cancel' | 'restore'): Promise<void> {
  const [act, status] = kind === 'cancel' ? ['cancelled', 'cancelled'] : ['restored', 'payable'];
  const row = { id: newId('event', at), commission_id: id, at, act, status, author: 'test' };
  await writer.insert('commission_history', [row]);
  await writer.client.query('update tenant.commissions set status = $2 where account_id = $3 and id = $1', [
    id,
    status,
    writer.account,
  ]);
}
