import assert from 'node:assert/strict';
import { flat, item, type Json, percent, unique, type World } from './world.ts';

/** Two programs beside each other, and who is in them. */
interface Cast {
  readonly program: Json;
  readonly sponsor: Json;
  readonly partner: Json;
}

const DAY = 86_400_000;

/**
 * Plays every rule of money on a sandbox account: two tiers, both on the sale and on the commission, flat amounts of each
 * kind, own terms, subscriptions, other currencies, tax and shipping, refunds of all kinds, some undone, reassignments,
 * moves, suspensions, approval by hand, cancelled and restored commissions, adjustments, and payouts with every end.
 */
export async function enrichAccount(world: World): Promise<void> {
  const cast = await openProgram(world, 'sale');
  const sold = await sell(world, cast);
  await subscribe(world, cast);
  await refundAll(world, cast);
  await payOut(world, cast, sold);
  await changeHands(world, await openProgram(world, 'commission'), cast);
  await decide(world);
}

async function openProgram(world: World, tier2_base: string): Promise<Cast> {
  const program = await world.program({
    tiers: 2,
    hold_days: 10,
    tier2_base,
    include_tax: true,
    include_shipping: true,
  });
  await world.terms(program, 'mug', percent(1113, 557));
  await world.terms(program, 'lamp', flat('unit', 333, { tier2_amount: 77 }));
  await world.terms(program, 'desk', flat('line', 2500));
  await world.terms(program, 'shipping', flat('order', 1500, { tier2_amount: 400 }));
  await world.terms(program, 'box', percent(2500, 1000, { max_payments: 3, later_payments: { tier1_bps: 1250 } }));
  const sponsor = await world.partner(program);
  return { program, sponsor, partner: await world.partner(program, { sponsor_id: sponsor.id }) };
}

/** Resolves to the first of several orders. */
async function sell(world: World, { partner, program }: Cast): Promise<Json> {
  const day = (await world.now()).toISOString().slice(0, 10);
  const rates = [
    { from: 'EUR', to: 'USD', day, rate: '1.0837' },
    { from: 'USD', to: 'JPY', day, rate: '151.27' },
  ];
  await world.ok('PUT', '/v1/exchange_rates', { rates });
  const lines = [
    item('mug', 3, 1999, { tax_amount: 113 }),
    item('lamp', 4, 777),
    item('desk', 1, 450),
    item('hat', 2, 500),
  ];
  const first = await world.order({
    click_id: await world.click(partner),
    items: lines,
    discount_amount: 999,
    shipping_amount: 650,
  });
  const once = [item('shipping', 1, 5000), item('shipping', 2, 100), item('mug', 1, 333, { tax_amount: 20 })];
  await world.order({ click_id: await world.click(partner), items: once, tax_amount: 77 });
  await world.order({ click_id: await world.click(partner), currency: 'EUR', items: [item('mug', 7, 1429)] });
  await world.order({ click_id: await world.click(partner), currency: 'JPY', items: [item('mug', 1, 12_345)] });
  await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(1777));
  await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 10_001), item('desk', 2, 9999)] });
  await world.ok('DELETE', `/v1/partners/${partner.id}/terms`);
  await world.ok('PATCH', `/v1/programs/${program.id}`, { include_tax: false });
  await world.order({ click_id: await world.click(partner), items: [item('mug', 5, 1001, { tax_amount: 99 })] });
  return first;
}

async function subscribe(world: World, { partner }: Cast): Promise<void> {
  const email = `${unique('s')}@customers.example`;
  const click_id = await world.click(partner);
  const id = unique('sub');
  for (const [payment_number, unit] of [
    [1, 0],
    [2, 5000],
    [3, 5000],
    [4, 10_000],
    [5, 10_000],
  ] as const) {
    const subscription = { id, payment_number };
    await world.order({
      email,
      subscription,
      items: [item('box', 1, unit)],
      ...(payment_number === 1 ? { click_id } : {}),
    });
    await world.clock(1);
  }
}

/** Refunds of one order, each of another kind; one that came before its order; one that did not stand. */
async function refundAll(world: World, { partner }: Cast): Promise<void> {
  const items = [item('mug', 9, 1111, { tax_amount: 321 }), item('lamp', 3, 2222), item('shipping', 1, 700)];
  const early = { order_id: unique('o'), refund_id: unique('r'), reason: 'refund', amount: 1234 };
  await world.ok('POST', '/v1/refunds', early, { idempotency: unique('key'), status: 202 });
  const body = {
    click_id: await world.click(partner),
    items,
    tax_amount: 55,
    shipping_amount: 490,
    order_id: early.order_id,
  };
  const order = await world.order(body);
  await world.refund(order, { items: [{ sku: 'mug', quantity: 2 }] });
  const undone = await world.refund(order, { reason: 'chargeback', amount: 3001 });
  await world.refund(order, { items: [{ line_id: order.items[1].line_id, amount: 501 }], tax_amount: 17 });
  await world.ok('POST', `/v1/refunds/${undone.id}/reverse`);
  await world.refund(order, { shipping_amount: 101 });
  const whole = await world.order({ ...body, order_id: unique('o'), click_id: await world.click(partner) });
  await world.refund(whole, { items: [{ sku: 'lamp', quantity: 1 }] });
  await world.refund(whole);
}

async function payOut(world: World, { partner, sponsor, program }: Cast, sold: Json): Promise<void> {
  await world.clock(11);
  const first = await world.run({ partner_ids: [partner.id] });
  const [payout] = first.payouts;
  await world.markPaid(first);
  await world.ok('POST', `/v1/payouts/${payout.id}/result`, { status: 'returned', reason: 'account closed' });
  const second = await world.run({ partner_ids: [sponsor.id] });
  await world.ok('POST', `/v1/payouts/${second.payouts[0].id}/result`, { status: 'failed', reason: 'unclaimed' });
  await world.markPaid(await world.run({ partner_ids: [sponsor.id] }));
  // What is refunded after it was paid makes the balance smaller.
  await world.refund(sold, { amount: 777 });
  await world.ok('POST', '/v1/commissions/adjustments', {
    partner_id: sponsor.id,
    amount: -321,
    currency: 'USD',
    note: 'Too much',
  });
  await world.ok('POST', '/v1/commissions/adjustments', {
    partner_id: partner.id,
    amount: 4321,
    currency: 'EUR',
    note: 'Prize',
  });
  await world.run({ program_id: program.id, cutoff: new Date((await world.now()).getTime() - DAY).toISOString() });
}

/** A reassignment with refunds before and after, a move, a suspension while a hold ends, and one that is lifted. */
async function changeHands(world: World, cast: Cast, before: Cast): Promise<void> {
  const items = [item('mug', 2, 7777), item('shipping', 1, 900), item('lamp', 1, 450)];
  const order = await world.order({ click_id: await world.click(cast.partner), items });
  await world.refund(order, { amount: 1000 });
  await world.ok('POST', `/v1/orders/${order.id}/reassign`, { partner_id: before.partner.id, note: 'the wrong link' });
  await world.refund(order, { amount: 500 });
  const nobodys = await world.order({ click_id: await world.click(cast.partner), items });
  const undone = await world.refund(nobodys);
  await world.ok('POST', `/v1/orders/${nobodys.id}/reassign`, { partner_id: null, note: 'nobody brought them' });
  await world.ok('POST', `/v1/refunds/${undone.id}/reverse`);
  await world.ok('POST', `/v1/partners/${before.partner.id}/move`, { program_id: cast.program.id });
  await world.order({ click_id: await world.click(before.partner), items });
  for (const partner of [cast.partner, before.sponsor]) {
    await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 5000)] });
    await world.ok('POST', `/v1/partners/${partner.id}/suspend`);
  }
  await world.clock(12);
  await world.ok('POST', `/v1/partners/${before.sponsor.id}/reinstate`);
  await world.clock(1);
  const run = await world.run();
  assert.ok(run.payouts.length > 0, 'nothing is in flight');
}

/** Commissions that people decide on. */
async function decide(world: World): Promise<void> {
  const program = await world.program({ commission_approval: 'manual', default_terms: percent(909), hold_days: 5 });
  const partner = await world.partner(program);
  const ids: string[] = [];
  for (let i = 0; i < 4; i += 1) {
    const order = await world.order({ click_id: await world.click(partner), items: [item('pen', 3, 1001 + i)] });
    await world.refund(order, { amount: 99 });
    ids.push(order.commissions[0].id);
  }
  await world.ok('POST', `/v1/commissions/${ids[0]}/approve`);
  await world.ok('POST', `/v1/commissions/${ids[1]}/cancel`, { note: 'not ours' });
  await world.ok('POST', `/v1/commissions/${ids[2]}/cancel`);
  await world.ok('POST', `/v1/commissions/${ids[2]}/restore`);
  await world.ok('PATCH', '/v1/settings', { self_referral: 'hold' });
  await world.order({ click_id: await world.click(partner), email: partner.email, items: [item('pen', 1, 4444)] });
  await world.clock(3);
  await world.order({ click_id: await world.click(partner), items: [item('pen', 1, 777)] });
}
