import assert from 'node:assert/strict';
import type { Json } from '../support/world.ts';
import { lesser, nearest, total } from './arithmetic.ts';
import { matchSales } from './audit.ts';
import type { Commission, Market, Order, Partner, Subscription } from './market.ts';
import { type ModelRefund, OrderModel, type RefundParts, type SentOrder } from './order-model.ts';
import { skus } from './people.ts';

/** Whom an order should be credited to, and what it says to bring that about. */
interface Way {
  readonly partner: Partner | null;
  readonly says: Json;
  readonly buyer: string;
  /** The step at which it happened, where that is not now. */
  readonly past?: { readonly step: number; readonly at: number };
  readonly subscription?: { readonly of: Subscription | null; readonly id: string; readonly number: number };
}

const customer = (market: Market): string => `${market.number('c')}@customers.example`;
const approved = (partner: Partner): Partner | null => (partner.status.now === 'approved' ? partner : null);

async function click(market: Market, partner: Partner): Promise<string> {
  for (;;) {
    try {
      return await market.server.world.click(partner.link);
    } catch (error) {
      // A server that was killed under it is started anew by the next request.
      await market.ok('GET', '/v1/test_clock').catch(() => assert.fail(String(error)));
    }
  }
}

const ways: Record<string, (market: Market) => Promise<Way | null>> = {
  async byClick(market) {
    const partner = market.chance.pick(market.partners);
    return { partner: approved(partner), says: { click_id: await click(market, partner) }, buyer: customer(market) };
  },
  async byReferrer(market) {
    if (market.leads.length === 0) return null;
    const { email, partner } = market.chance.pick(market.leads);
    return { partner: approved(partner), says: {}, buyer: email };
  },
  async byCoupon(market) {
    const partner = market.chance.pick(market.partners);
    if (!partner.coupon) return null;
    const click_id = market.chance.percent(30) ? await click(market, market.chance.pick(market.partners)) : null;
    if (click_id && !approved(partner)) return null;
    return {
      partner: approved(partner),
      says: { coupon: partner.coupon.toLowerCase(), click_id },
      buyer: customer(market),
    };
  },
  async byNobody(market) {
    return { partner: null, says: {}, buyer: customer(market) };
  },
  async byThemselves(market) {
    const partner = market.chance.pick(market.partners);
    return { partner: null, says: { click_id: await click(market, partner) }, buyer: partner.email };
  },
  async inThePast(market) {
    if (market.checkpoints.length === 0) return null;
    const [partner, past] = [market.chance.pick(market.partners), market.chance.pick(market.checkpoints)];
    const then = partner.status.at(past.step) === 'approved' ? partner : null;
    const says = { via: partner.code, occurred_at: new Date(past.at).toISOString() };
    return { partner: then, says, buyer: customer(market), past };
  },
  async bySubscription(market) {
    const isNew = market.subscriptions.length === 0 || market.chance.percent(25);
    if (isNew) {
      const partner = market.chance.pick(market.partners);
      const subscription = { of: null, id: market.number('sub'), number: 1 };
      const says = { click_id: await click(market, partner) };
      return { partner: approved(partner), says, buyer: customer(market), subscription };
    }
    const of = market.chance.pick(market.subscriptions);
    const { partner } = of.first;
    const subscription = { of, id: of.id, number: of.payments + 1 };
    return { partner: partner && approved(partner), says: {}, buyer: of.email, subscription };
  },
};

function someItems(market: Market, currency: string): SentOrder {
  const { chance } = market;
  const unit = currency === 'JPY' ? 100 : currency === 'KWD' ? 3000 : 1;
  const isTaxed = chance.percent(40);
  const items = Array.from({ length: 1 + chance.below(4) }, () => {
    const quantity = 1 + chance.below(5);
    const unit_amount = chance.percent(8) ? 0 : (1 + chance.below(chance.pick([9, 400, 30_000]))) * unit;
    const amount = quantity * unit_amount;
    return {
      ...{ sku: chance.pick(skus), quantity, unit_amount },
      discount_amount: chance.percent(20) ? chance.below(amount + 1) : 0,
      tax_amount: isTaxed ? Math.floor(amount / 12) : 0,
    };
  });
  items[0]!.unit_amount ||= unit * 50;
  const goods = items.reduce((sum, item) => sum + item.quantity * item.unit_amount - item.discount_amount, 0);
  return {
    currency,
    items,
    discount_amount: chance.percent(30) ? chance.below(Math.max(1, goods)) : 0,
    shipping_amount: chance.percent(40) ? chance.below(2000) : 0,
    tax_amount: chance.percent(20) ? chance.below(900) : 0,
  };
}

export async function lead(market: Market): Promise<void> {
  const partner = market.chance.pick(market.partners);
  const email = customer(market);
  const made = await market.ok('POST', '/v1/track/leads', { email, click_id: await click(market, partner) });
  assert.equal(made.last_partner_id, approved(partner)?.id ?? null);
  if (approved(partner)) market.leads.push({ email, partner });
}

/** An order by one of the ways; sometimes a refund of it has come before it. */
export async function order(market: Market): Promise<void> {
  const way = await ways[market.chance.pick(Object.keys(ways))]!(market);
  if (!way) return;
  const currency = market.chance.pick(['USD', 'USD', 'USD', 'EUR', 'JPY', 'KWD']);
  const sent = { ...someItems(market, currency), order_id: market.number('o') };
  const model = new OrderModel(sent, market.taxInside);
  const early = market.chance.percent(8) ? await refundEarly(market, sent.order_id, model) : null;
  const subscription = way.subscription && { id: way.subscription.id, payment_number: way.subscription.number };
  const body = { ...sent, customer: { email: way.buyer }, ...way.says, ...(subscription ? { subscription } : {}) };
  const shown = await market.ok('POST', '/v1/orders', body);
  market.now = Date.parse(shown.recorded_at);
  const placed: Order = {
    ...{ id: shown.id, sent, model, partner: way.partner, manual: false, commissions: [] },
    step: way.past?.step ?? market.step,
    at: Date.parse(shown.occurred_at),
    lines: shown.items.map((item: Json) => item.line_id),
    subscription: way.subscription ? { id: way.subscription.id, number: way.subscription.number } : null,
    manner: early ? 'money' : market.chance.pick(['units', 'money']),
  };
  assert.equal(shown.credit.partner_id, way.partner?.id ?? null, `${JSON.stringify(body)} ${shown.credit.reason}`);
  matchSales(market, placed, shown, way.partner ? expect(market, placed, way.partner, way.buyer) : []);
  if (early) model.refunds.push(early);
  market.orders.push(placed);
  if (way.subscription?.of) way.subscription.of.payments += 1;
  else if (way.subscription)
    market.subscriptions.push({ id: way.subscription.id, email: way.buyer, first: placed, payments: 1 });
}

/** The commissions that an order should give, now. */
function expect(market: Market, placed: Order, partner: Partner, buyer: string | null): Omit<Commission, 'id'>[] {
  const { program, step, earned, payableOn } = market.priceFor(placed, partner, buyer);
  return earned.map((one) => {
    const earner = one.tier === 1 ? partner : partner.sponsor!;
    const began = market.begin(earner, program, payableOn, market.now);
    return {
      ...{ partner: earner, currency: program.currency, earned: one, order: placed, program, step, payableOn },
      ...{ ...began, wasPayable: false, gone: false, payout: null },
    };
  });
}

const spreadOnly = (spread: bigint): RefundParts => ({ lines: [], tax: 0n, shipping: 0n, spread });

async function refundEarly(market: Market, order_id: string, model: OrderModel): Promise<ModelRefund> {
  const asked = BigInt(1 + market.chance.below(Number(model.total) + 100));
  const refund_id = market.number('r');
  const made = await market.ok('POST', '/v1/refunds', { order_id, refund_id, reason: 'refund', amount: Number(asked) });
  const amount = lesser(asked, model.total);
  return { id: made.id, at: Date.parse(made.occurred_at), amount, parts: spreadOnly(amount), undone: false };
}

interface Asked {
  readonly body: Json;
  readonly parts: RefundParts;
  readonly amount: bigint;
  readonly isRight: boolean;
}

/** Of one line some units; only where nothing but units and "all" is ever asked. */
function askUnits({ chance }: Market, { model, lines }: Order): Asked {
  const index = chance.below(lines.length);
  const left = model.left();
  const units = BigInt(1 + chance.below(Number(model.quantities[index])));
  const valued = total(
    model.standing.flatMap(({ parts }) => parts.lines).flatMap((part) => (part.index === index ? [part.units] : [])),
  );
  const worth = (count: bigint): bigint => nearest(model.lines[index]!.gross * count, model.quantities[index]!);
  const amount = worth(valued + units) - worth(valued);
  return {
    body: { items: [{ line_id: lines[index], quantity: Number(units) }] },
    parts: { lines: [{ index, units, gross: null }], tax: 0n, shipping: 0n, spread: 0n },
    amount,
    isRight: units <= left.units[index]!,
  };
}

/** Money: spread, of a line, of tax or of shipping; sometimes more than there is. */
function askMoney({ chance }: Market, { model, lines }: Order): Asked {
  const left = model.left();
  const some = (most: bigint): bigint => BigInt(1 + chance.below(Number(most) + (chance.percent(10) ? 50 : 0) || 1));
  const none = spreadOnly(0n);
  const kind = chance.pick(['spread', 'line', 'tax', 'shipping']);
  const index = chance.below(lines.length);
  const most = {
    spread: model.money,
    line: left.goods[index]! + left.tax[index]!,
    tax: total(left.tax) + left.orderTax,
    shipping: left.shipping,
  }[kind]!;
  const amount = some(most);
  const isRight = amount <= lesser(most, model.money);
  if (kind === 'spread') return { body: { amount: Number(amount) }, parts: spreadOnly(amount), amount, isRight };
  if (kind === 'tax') return { body: { tax_amount: Number(amount) }, parts: { ...none, tax: amount }, amount, isRight };
  if (kind === 'shipping')
    return { body: { shipping_amount: Number(amount) }, parts: { ...none, shipping: amount }, amount, isRight };
  const body = { items: [{ line_id: lines[index], amount: Number(amount) }] };
  return { body, parts: { ...none, lines: [{ index, units: 0n, gross: amount }] }, amount, isRight };
}

function askAll({ model }: Order): Asked {
  const left = model.left();
  const lines = left.goods.flatMap((goods, index) => {
    const gross = goods + left.tax[index]!;
    const units = left.units[index]!;
    // What was free comes back by its units.
    const isFree = model.lines[index]!.gross === 0n && units > 0n;
    return gross > 0n || isFree ? [{ index, units, gross }] : [];
  });
  const parts = { lines, tax: left.orderTax, shipping: left.shipping, spread: 0n };
  return { body: {}, parts, amount: model.money, isRight: model.money > 0n };
}

export async function refund(market: Market): Promise<void> {
  const placed = pickOrder(market);
  if (!placed || placed.model.total === 0n) return;
  const { chance } = market;
  const asked = chance.percent(20)
    ? askAll(placed)
    : placed.manner === 'units'
      ? askUnits(market, placed)
      : askMoney(market, placed);
  const refund_id = market.number('r');
  const reason = chance.pick(['refund', 'refund', 'chargeback']);
  const before = new Map(placed.commissions.map((one) => [one, market.net(one)]));
  const path = `/v1/orders/${placed.id}/refunds`;
  const { body } = await market.try(path, { refund_id, reason, ...asked.body }, asked.isRight, 'refund_exceeds_order', {
    sent: placed.sent,
    refunds: placed.model.refunds,
  });
  if (!asked.isRight) return;
  assert.equal(BigInt(body.amount), asked.amount, JSON.stringify(asked.body));
  const { amount, parts } = asked;
  placed.model.refunds.push({ id: body.id, at: Date.parse(body.occurred_at), amount, parts, undone: false });
  const expected = placed.commissions.map((one) => [one.id, market.net(one) - before.get(one)!] as const);
  const rows = body.commissions.map((row: Json) => `${row.reversal_of} ${row.amount}`).sort();
  const wanted = expected.filter(([, amount]) => amount !== 0n).map(([id, amount]) => `${id} ${amount}`);
  assert.deepEqual(rows, wanted.sort(), `${JSON.stringify(asked.body)} of ${JSON.stringify(placed.sent)}`);
}

export async function undoRefund(market: Market): Promise<void> {
  const placed = pickOrder(market);
  const found = placed && placed.model.standing.length > 0 ? market.chance.pick(placed.model.standing) : null;
  if (!found) return;
  await market.ok('POST', `/v1/refunds/${found.id}/reverse`, {});
  found.undone = true;
}

/** Recent ones rather than old ones, and those that earned rather than others. */
function pickOrder({ chance, orders, focus }: Market): Order | null {
  if (focus) return focus;
  const recent = orders.slice(-40);
  const earning = recent.filter(({ commissions }) => commissions.length > 0);
  return recent.length === 0 ? null : chance.pick(earning.length > 0 && chance.percent(85) ? earning : recent);
}

/** Another partner, or nobody, is credited by hand; a subscription's first payment takes its later ones along, but for those given to others. */
export async function reassign(market: Market): Promise<void> {
  const placed = pickOrder(market);
  if (!placed) return;
  const partner = market.chance.percent(65) ? market.chance.pick(market.partners) : null;
  const isRight = partner === null || partner.status.now === 'approved';
  const body = { partner_id: partner?.id ?? null, note: 'by hand' };
  await market.try(`/v1/orders/${placed.id}/reassign`, body, isRight, 'wrong_status');
  if (!isRight) return;
  await market.readClock();
  const subscription = market.subscriptions.find(({ first }) => first === placed);
  const followed = placed.partner;
  const along = market.orders.filter(
    (one) =>
      subscription &&
      one !== placed &&
      one.subscription?.id === subscription.id &&
      !(one.manual && one.partner !== followed),
  );
  for (const one of [placed, ...along]) {
    for (const commission of one.commissions) commission.gone = true;
    Object.assign(one, { partner, manual: true });
    const shown = await market.ok('GET', `/v1/orders/${one.id}`);
    const buyer = shown.contact_id ? (await market.ok('GET', `/v1/contacts/${shown.contact_id}`)).email : null;
    matchSales(market, one, shown, partner ? expect(market, one, partner, buyer) : []);
  }
}
