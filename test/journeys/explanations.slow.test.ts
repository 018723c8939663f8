import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CreditStep } from '../../server/modules/attribution/rules/credit-steps.ts';
import { recomputeCredit } from '../../server/modules/attribution/rules/recompute-credit.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Chance } from '../support/random.ts';
import { recomputeAmounts } from '../support/recompute-amounts.ts';
import { flat, item, type Json, percent, unique, type World } from '../support/world.ts';

let app: TestApp;
before(async () => {
  app = await startApp({ checkAnswers: false });
});
after(() => app.close());

const seed = Number(process.env.SEED ?? 20_260_105);
const pricing = ['program', 'exchange_rate', 'sponsor', 'line', 'commission'];

/** Each partner has a coupon, so that an order of any day can be theirs. */
async function makeCoupons(world: World, program: Json, sponsor: Json, own: Json[]): Promise<string[]> {
  const coupons: string[] = [];
  for (const terms of own) {
    const partner = await world.partner(program, { joined_at: '2025-01-01T00:00:00Z', sponsor_id: sponsor.id });
    if (terms) await world.ok('PUT', `/v1/partners/${partner.id}/terms`, terms);
    const code = unique('c');
    await world.ok('POST', '/v1/coupons', { partner_id: partner.id, code });
    coupons.push(code);
  }
  return coupons;
}

/** Programs of every make, with partners of every make in them; resolves to their coupons. */
async function openShop(world: World, chance: Chance): Promise<string[]> {
  const rates = { EUR: '1.0837', KWD: '3.25733', JPY: '0.0065217' };
  await world.ok('PUT', '/v1/exchange_rates', {
    rates: Object.entries(rates).map(([from, rate]) => ({ from, to: 'USD', day: '2025-12-30', rate })),
  });
  const coupons: string[] = [];
  for (const currency of ['USD', 'USD', 'JPY', 'KWD']) {
    const program = await world.program({
      ...{ currency, tiers: chance.pick([1, 2, 2]), tier2_base: chance.pick(['sale', 'commission']) },
      ...{ include_tax: chance.percent(50), include_shipping: chance.percent(50) },
      ...{ default_terms: chance.pick([null, percent(333, 77)]) },
    });
    await world.terms(program, 'mug', percent(1234, 567, { later_payments: { tier1_bps: 1000 }, max_payments: 2 }));
    await world.terms(program, 'hat', flat('unit', 35, { tier2_amount: 5 }));
    await world.terms(program, 'cup', flat('line', 99, { tier2_amount: 11 }));
    await world.terms(program, 'jar', flat('order', 250, { tier2_amount: 40 }));
    await world.terms(program, 'pot', flat('order', 300));
    const sponsor = await world.partner(program, { joined_at: '2025-01-01T00:00:00Z' });
    const own = [null, null, percent(2000), flat('order', 777, { tier2_amount: 0 })];
    coupons.push(...(await makeCoupons(world, program, sponsor, own)));
  }
  return coupons;
}

function someOrder(world: World, chance: Chance, coupons: readonly string[], number: number): Json {
  const skus = ['mug', 'hat', 'cup', 'jar', 'pot', 'toy'];
  const items = Array.from({ length: 1 + chance.below(5) }, () => {
    const [quantity, unit] = [1 + chance.below(4), chance.percent(10) ? 0 : chance.below(5000)];
    const discount_amount = chance.percent(20) ? chance.below(quantity * unit + 1) : 0;
    return item(chance.pick(skus), quantity, unit, {
      discount_amount,
      tax_amount: chance.percent(40) ? chance.below(300) : 0,
    });
  });
  const worth = items.reduce((sum, line) => sum + line.quantity * line.unit_amount - line.discount_amount, 0);
  const some = (most: number): number => (chance.percent(40) ? chance.below(most + 1) : 0);
  return world.orderBody({
    ...{ order_id: `o-${number}`, items, coupon: chance.percent(95) ? chance.pick(coupons) : null },
    ...{ currency: chance.pick(['USD', 'USD', 'EUR', 'KWD', 'JPY']), occurred_at: '2026-01-05T10:00:00Z' },
    ...{ discount_amount: some(worth), tax_amount: some(500), shipping_amount: some(900) },
    ...(chance.percent(20) ? { subscription: { id: `s-${number}`, payment_number: 1 + chance.below(3) } } : {}),
  });
}

/** Refunds of every kind, in any order of their instants; what does not fit is refused, and some are undone. */
async function refundSome(world: World, chance: Chance, order: Json): Promise<void> {
  const line = chance.pick<Json>(order.items);
  const kinds: Json[] = [
    { amount: 1 + chance.below(Math.max(1, order.total_amount)) },
    { items: [{ line_id: line.line_id, quantity: 1 }] },
    { items: [{ sku: line.sku, amount: chance.below(900) }] },
    { items: [{ line_id: line.line_id }], shipping_amount: chance.below(300) },
    { tax_amount: chance.below(200) },
    {},
  ];
  for (let n = chance.below(5); n > 0; n -= 1) {
    const occurred_at = `2026-01-${10 + chance.below(15)}T10:00:00Z`;
    const body = { refund_id: unique('r'), reason: chance.pick(['refund', 'chargeback']), ...chance.pick(kinds) };
    const answer = await world.call('POST', `/v1/orders/${order.id}/refunds`, { ...body, occurred_at });
    assert.ok([201, 422].includes(answer.status), answer.text);
    if (answer.status === 201 && chance.percent(20)) await world.ok('POST', `/v1/refunds/${answer.body.id}/reverse`);
  }
}

/** The recorded rows against the steps alone. */
async function check(world: World, id: string): Promise<void> {
  const order = await world.ok('GET', `/v1/orders/${id}`);
  const { steps } = await world.ok('GET', `/v1/orders/${id}/explanation`);
  const told = `order ${order.order_id} of seed ${seed}`;
  const found = recomputeAmounts(steps);
  const rows = steps.filter((step: Json) => step.step === 'commission');
  const version = new Map<string, number>(rows.map((step: Json) => [step.commission_id, step.credit_version]));
  const sales: Json[] = order.commissions.filter((row: Json) => row.kind === 'sale');
  const key = (row: Json): string => `${version.get(row.id)} ${row.line_id} ${row.tier}`;
  assert.deepEqual(found.earned, sales.map((row) => `${key(row)} ${row.amount}`).sort(), told);
  const lines = steps.filter((step: Json) => step.step === 'line_refunds');
  const refunded = lines.map((s: Json) => `${s.line_id}: ${s.base}, ${s.refunded_base}`);
  assert.deepEqual(refunded.sort(), found.refunded, told);
  for (const sale of sales) {
    const reversals = order.commissions.filter((row: Json) => row.reversal_of === sale.id);
    const back = -reversals.reduce((sum: number, row: Json) => sum + row.amount, 0);
    assert.equal(BigInt(back), found.takenBack.get(key(sale)), `${told}: ${key(sale)} of ${sale.amount}`);
    const shown = new Set(
      steps.flatMap((s: Json) => [s.commission_id, ...(s.reversals ?? []).map((r: Json) => r.commission_id)]),
    );
    for (const row of [sale, ...reversals])
      assert.ok(shown.has(row.id), `${told}: ${row.id} (${row.cause}) is not told`);
  }
  const credit: CreditStep[] = steps.filter((s: Json) => s.credit_version === 1 && !pricing.includes(s.step));
  const { partner_id, reason } = recomputeCredit(credit);
  if (order.credit.reason !== 'manual') assert.deepEqual(order.credit, { partner_id, reason }, told);
}

for (const inclusive of [false, true]) {
  test(`of a hundred orders, credit and every amount follow from the steps alone${inclusive ? ', tax in prices' : ''}`, async () => {
    const chance = new Chance(seed + Number(inclusive));
    const world = await app.world();
    await world.ok('PATCH', '/v1/settings', { prices_include_tax: inclusive });
    const coupons = await openShop(world, chance);
    let commissions = 0;
    const one = async (number: number): Promise<void> => {
      const own = new Chance(seed * 1000 + number);
      const order = await world.ok('POST', '/v1/orders', someOrder(world, own, coupons, number), { status: 201 });
      await refundSome(world, own, order);
      if (order.credit.partner_id && own.percent(10)) {
        const partner_id = own.percent(70) ? order.credit.partner_id : null;
        await world.ok('POST', `/v1/orders/${order.id}/reassign`, { partner_id, note: 'looked into' });
        await refundSome(world, own, order);
      }
      await check(world, order.id);
      commissions += order.commissions.length;
    };
    for (let from = 1; from <= 100; from += 4) await Promise.all([0, 1, 2, 3].map((n) => one(from + n)));
    assert.ok(commissions > 150, `only ${commissions} commissions were checked`);
  });
}
