import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DAY } from '../../server/values/instant.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { earned, item, type Json, percent, unique, type World } from '../support/world.ts';

/** The whole way, from a click to money on an account, as an owner goes it. */
let app: TestApp;
before(async () => {
  app = await startApp();
});
after(() => app.close());

const file = (world: World, run: Json, format: string) =>
  world.call('GET', `/v1/payout_runs/${run.id}/files/${format}`);

test('a click becomes a payout, and every step of it can be seen', async () => {
  const world = await app.world();
  const { partner } = await world.seller(2000, { hold_days: 30 });
  const order = await world.order({ click_id: await world.click(partner), items: [item('mug', 2, 1500)] });
  assert.deepEqual([order.total_amount, order.credit], [3000, { partner_id: partner.id, reason: 'click' }]);
  assert.deepEqual(earned(order, { partner }), ['partner 1 600']);
  assert.equal(await world.owes(partner), '600 0 0 0');
  await world.clock(29);
  assert.equal(await world.owes(partner), '600 0 0 0');
  await world.clock(2);
  assert.equal(await world.owes(partner), '0 600 0 0');

  const run = await world.run();
  assert.deepEqual(
    run.payouts.map((row: Json) => [row.partner_id, row.amount, row.currency, row.method, row.status]),
    [[partner.id, 600, 'USD', 'paypal', 'in_flight']],
  );
  assert.deepEqual([run.status, run.excluded], ['open', []]);
  await world.refused('POST', `/v1/payout_runs/${run.id}/mark_paid`, {}, 409, 'file_not_taken');
  const paypal = await file(world, run, 'paypal_csv');
  assert.match(paypal.headers.get('content-type')!, /^text\/csv/);
  assert.match(paypal.text, new RegExp(`paypal\\.example,6\\.00,USD,${run.payouts[0].id}`));
  const marked = await world.ok('POST', `/v1/payout_runs/${run.id}/mark_paid`, {});
  assert.deepEqual(marked, { marked: [run.payouts[0].id], left: [] });
  assert.equal(await world.owes(partner), '0 0 0 600');
  assert.equal((await world.ok('GET', `/v1/payout_runs/${run.id}`)).status, 'paid');

  const [{ id }] = order.commissions;
  const { history } = await world.ok('GET', `/v1/commissions/${id}`);
  assert.deepEqual(
    history.map((row: Json) => `${row.act} ${row.status}`),
    ['hold_over payable', 'claimed in_flight', 'paid paid'],
  );
  await assertBooks(app.database, world.account.id);
});

test('an opt-in today sells six days later, on another device, without a cookie', async () => {
  const world = await app.world();
  const { partner } = await world.seller(4000);
  const email = `${unique('six')}@customers.example`;
  const lead = await world.lead({ email, click_id: await world.click(partner) });
  assert.deepEqual([lead.first_partner_id, lead.last_partner_id], [partner.id, partner.id]);
  await world.clock(6);
  const order = await world.order({ email: ` ${email.toUpperCase()}`, items: [item('course', 1, 49_700)] });
  assert.deepEqual([order.credit.reason, earned(order, { partner })], ['last_referrer', ['partner 1 19880']]);
});

test('two programs pay their own partners their own rates; who moves earns the new one from then on (rule 31)', async () => {
  const world = await app.world();
  const { partner: ann, program: low } = await world.seller(1000);
  const { partner: bea, program: high } = await world.seller(3000);
  const sell = async (partner: Json) =>
    earned(await world.order({ click_id: await world.click(partner) }), { ann, bea });
  assert.deepEqual([await sell(ann), await sell(bea)], [['ann 1 1000'], ['bea 1 3000']]);
  const again = { email: ann.email.toUpperCase(), name: 'Ann again', program_id: high.id };
  await world.refused('POST', '/v1/partners', again, 409, 'already_a_partner');
  const before = await world.click(ann);
  await world.clock(1 / 24);
  const earlier = (await world.now()).toISOString();
  await world.clock(1 / 24);
  await world.ok('POST', `/v1/partners/${ann.id}/move`, { program_id: high.id });
  assert.deepEqual(await sell(ann), ['ann 1 3000']);
  const late = await world.order({ click_id: before, occurred_at: earlier });
  assert.deepEqual(earned(late, { ann, bea }), ['ann 1 1000'], 'the terms of the program that she was in then');
  const rows = await world.commissions({ partner_id: ann.id });
  assert.deepEqual(
    rows.map((row) => [row.program_id, row.amount]).sort((a, b) => b[1] - a[1]),
    [
      [high.id, 3000],
      [low.id, 1000],
      [low.id, 1000],
    ],
  );
});

test('what is recorded is frozen, whatever is changed after (rule 12)', async () => {
  const world = await app.world();
  const { partner, program } = await world.seller(1000);
  const order = await world.order({ click_id: await world.click(partner) });
  const told = await world.ok('GET', `/v1/orders/${order.id}/explanation`);
  await world.ok('PATCH', `/v1/programs/${program.id}`, { default_terms: percent(9000), include_tax: true });
  await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(5000));
  await world.ok('PATCH', '/v1/settings', { credit: 'last_touch_only' });
  await world.ok('POST', `/v1/partners/${partner.id}/suspend`, {});
  assert.deepEqual((await world.ok('GET', `/v1/orders/${order.id}`)).commissions, order.commissions);
  assert.deepEqual((await world.ok('GET', `/v1/orders/${order.id}/explanation`)).steps, told.steps);
  await world.refund(order, { amount: 5000 });
  assert.equal(await world.owes(partner), '0 500 0 0', 'the rate of a refund is the original one');
});

describe('pay days', () => {
  test('threshold 50.00: 40.00 is carried over, 60.00 is paid (rule 28)', async () => {
    const world = await app.world();
    await world.ok('PATCH', '/v1/settings', { payout_threshold: 5000 });
    const { partner } = await world.seller(4000);
    const buy = async (amount: number) =>
      world.order({ click_id: await world.click(partner), items: [item('mug', 1, amount)] });
    await buy(10_000);
    assert.deepEqual((await world.balance(partner)).next_payment, { amount: 0, on: null, reason: 'below_threshold' });
    const first = await world.run();
    assert.deepEqual(
      [first.payouts, first.excluded],
      [[], [{ partner_id: partner.id, currency: 'USD', amount: 4000, reason: 'below_threshold' }]],
    );
    const second = await buy(5000);
    await world.refund(second, { amount: 3000 });
    assert.deepEqual((await world.run()).payouts, [], 'a refund brought it below');
    await buy(3000);
    assert.deepEqual((await world.balance(partner)).next_payment, { amount: 6000, on: null, reason: null });
    assert.deepEqual(
      (await world.run()).payouts.map((row: Json) => row.amount),
      [6000],
    );
  });

  test('10.00 that was paid and refunded is −10.00, and the next earnings fill it (rule 29)', async () => {
    const world = await app.world();
    const { partner } = await world.seller(1000);
    const buy = async () => world.order({ click_id: await world.click(partner) });
    const order = await buy();
    await world.markPaid(await world.run());
    await world.refund(order);
    assert.equal(await world.owes(partner), '0 -1000 0 1000');
    assert.deepEqual(
      (await world.run()).excluded.map((row: Json) => [row.amount, row.reason]),
      [[-1000, 'nothing_payable']],
    );
    await buy();
    assert.equal(await world.owes(partner), '0 0 0 1000');
    await buy();
    assert.deepEqual(
      (await world.run()).payouts.map((row: Json) => row.amount),
      [1000],
    );
    await assertBooks(app.database, world.account.id);
  });

  test('500.00 payable and 700.00 clawed back is −200.00 carried (rule 29)', async () => {
    const world = await app.world();
    const { partner } = await world.seller(10_000);
    const buy = async (amount: number) =>
      world.order({ click_id: await world.click(partner), items: [item('mug', 1, amount)] });
    const paid = await buy(70_000);
    await world.markPaid(await world.run());
    await buy(50_000);
    await world.refund(paid);
    assert.equal((await world.balance(partner)).payable, -20_000);
    assert.deepEqual((await world.run()).payouts, []);
  });

  test('who is left out, by the first reason that holds (rule 27)', async () => {
    const world = await app.world();
    await world.ok('PATCH', '/v1/settings', { payout_threshold: 600 });
    const program = await world.program({ default_terms: percent(1000) });
    const [suspended, little, nomad, changed, paid, idle] = await Promise.all(
      [{}, {}, { payout_method: undefined }, {}, {}, {}].map((more) => world.partner(program, more)),
    );
    for (const partner of [suspended, nomad, changed, paid])
      await world.order({ click_id: await world.click(partner) });
    await world.order({ click_id: await world.click(little), items: [item('mug', 1, 5000)] });
    await world.ok('POST', `/v1/partners/${suspended.id}/suspend`, {});
    const payout_method = { kind: 'paypal', email: 'new@paypal.example' };
    await world.ok('PATCH', `/v1/partners/${changed.id}`, { payout_method });
    const run = await world.run();
    const reasons = new Map(run.excluded.map((row: Json) => [row.partner_id, row.reason]));
    const of = (partner: Json) => reasons.get(partner.id);
    assert.deepEqual([suspended, little, nomad, changed, idle].map(of), [
      'suspended',
      'below_threshold',
      'no_payout_method',
      'method_waiting',
      undefined,
    ]);
    assert.deepEqual(
      run.payouts.map((row: Json) => row.partner_id),
      [paid.id],
    );
    await world.clock(2.1);
    assert.deepEqual(
      (await world.run()).payouts.map((row: Json) => row.partner_id),
      [changed.id],
    );
  });

  test('a cut-off takes what had become payable by then, and never more than the whole balance', async () => {
    const world = await app.world();
    const { partner } = await world.seller(1000);
    const buy = async () => world.order({ click_id: await world.click(partner) });
    await buy();
    const cutoff = new Date((await world.now()).getTime() + 1).toISOString();
    await world.clock(1);
    await buy();
    const [payout] = (await world.run({ cutoff })).payouts;
    assert.equal(payout.amount, 1000);
    assert.equal(await world.owes(partner), '0 1000 1000 0');
    const debt = { partner_id: partner.id, amount: -700, currency: 'USD', note: 'Paid twice by hand' };
    await world.ok('POST', '/v1/commissions/adjustments', debt);
    await world.ok('POST', `/v1/payouts/${payout.id}/result`, { status: 'failed' });
    assert.equal((await world.run({ cutoff })).payouts[0].amount, 1000, 'the debt is younger, and the balance 1300');
  });

  test('a payout that fails, comes back, or comes back after it was paid is owed again (rule 30)', async () => {
    const world = await app.world();
    const { partner } = await world.seller(1000);
    await world.order({ click_id: await world.click(partner) });
    const settle = async (...statuses: string[]): Promise<string> => {
      const [{ id }] = (await world.run()).payouts;
      for (const status of statuses) await world.ok('POST', `/v1/payouts/${id}/result`, { status });
      return world.owes(partner);
    };
    assert.equal(await settle('failed'), '0 1000 0 0');
    assert.equal(await settle('returned', 'returned'), '0 1000 0 0');
    assert.equal(await settle('paid', 'paid', 'returned'), '0 1000 0 0');
    assert.equal(await settle('paid'), '0 0 0 1000');
    const kinds = (await world.commissions({ partner_id: partner.id })).map((row) => `${row.kind} ${row.status}`);
    assert.deepEqual(kinds.sort(), ['return paid', 'sale paid']);
    const [{ id }] = await world.all('/v1/payouts');
    await world.refused('POST', `/v1/payouts/${id}/result`, { status: 'failed' }, 409, 'payout_settled');
    await assertBooks(app.database, world.account.id);
  });

  test('a schedule makes the run on its day by itself', async () => {
    const world = await app.world();
    await world.ok('PATCH', '/v1/settings', { payout_schedule: { every: 'month', day: 1, confirm: false } });
    const { partner } = await world.seller(1000, { hold_days: 10 });
    await world.order({ click_id: await world.click(partner) });
    const { on } = (await world.balance(partner)).next_payment;
    assert.match(on, /-01/);
    await world.clock(new Date(Date.parse(on.slice(0, 10)) + 32 * DAY));
    const payouts = await world.all('/v1/payouts');
    assert.deepEqual(
      payouts.map((row) => [row.amount, row.created_at.slice(8, 10)]),
      [[1000, '01']],
    );
  });
});
