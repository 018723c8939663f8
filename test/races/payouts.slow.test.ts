import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Arena, atOnce, openArena, statuses, times } from '../support/races.ts';
import type { Answer, Json, World } from '../support/world.ts';

let arena: Arena;
let world: World;
before(async () => {
  arena = await openArena();
  world = await arena.open();
});
after(() => arena.close());

const ROUNDS = 5;
const post = (path: string, body: Json) => () => world.call('POST', path, body);
const runs = (count: number) => times(count, () => post('/v1/payout_runs', {}));
const payoutsOf = (answers: readonly Answer[]): Json[] => answers.flatMap(({ body }) => body?.payouts ?? []);

/** A partner to whom 10.00 is payable, and the order that they earned it by. */
async function earnTen(): Promise<{ partner: Json; order: Json }> {
  const { partner } = await world.seller(1000);
  return { partner, order: await world.order({ click_id: await world.click(partner) }) };
}
const sumOf = async (partner: Json): Promise<number> => {
  const { pending, payable, in_flight, paid } = await world.balance(partner);
  return pending + payable + in_flight + paid;
};

describe('runs at once', () => {
  test('pay each partner once, in each currency', async () => {
    await world.ok('PUT', '/v1/exchange_rates', {
      rates: [{ from: 'EUR', to: 'USD', day: new Date().toISOString().slice(0, 10), rate: '1.1' }],
    });
    const partners = (await Promise.all(times(6, earnTen))).map(({ partner }) => partner);
    for (const partner of partners.slice(0, 3)) {
      const bonus = { partner_id: partner.id, amount: 700, currency: 'EUR', note: 'Fair' };
      await world.ok('POST', '/v1/commissions/adjustments', bonus);
    }
    const paid = payoutsOf(await atOnce(runs(8)));
    assert.equal(paid.length, 9);
    assert.equal(new Set(paid.map((row) => `${row.partner_id} ${row.currency}`)).size, 9);
    for (const partner of partners) assert.equal(await world.owes(partner), '0 0 1000 0');
    await arena.settled(world);
  });

  test('while orders, adjustments and refunds come in, pay what is earned and no more', async () => {
    const { partner, order } = await earnTen();
    const click_id = await world.click(partner);
    const adjust = (amount: number) =>
      post('/v1/commissions/adjustments', { partner_id: partner.id, amount, currency: 'USD', note: 'Fair' });
    await atOnce([
      ...times(6, () => post('/v1/orders', world.orderBody({ click_id }))),
      ...runs(4),
      adjust(300),
      post(`/v1/orders/${order.id}/refunds`, { refund_id: 'all' }),
      adjust(-100),
      ...runs(4),
    ]);
    await world.run();
    assert.equal(await sumOf(partner), 6200);
    assert.ok((await world.balance(partner)).payable <= 0, 'all is on its way, and what was taken back after is owed');
    await arena.settled(world);
  });
});

describe('a run against', () => {
  test('a refund: taken off before, or owed after', async () => {
    for (const round of times(ROUNDS, (i) => i)) {
      const { partner, order } = await earnTen();
      await atOnce([...runs(1), post(`/v1/orders/${order.id}/refunds`, { refund_id: `r${round}`, amount: 4000 })]);
      assert.ok(['0 0 600 0', '0 -400 1000 0'].includes(await world.owes(partner)));
    }
    await arena.settled(world);
  });

  test('a cancellation: paid or cancelled', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner, order } = await earnTen();
      const [{ id }] = order.commissions;
      const [, cancelled] = await atOnce([...runs(1), post(`/v1/commissions/${id}/cancel`, { note: 'no' })]);
      assert.equal(await world.owes(partner), cancelled!.status === 200 ? '0 0 0 0' : '0 0 1000 0');
    }
    await arena.settled(world);
  });

  test('a reassignment: whoever has it in the end has all of it', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner, order } = await earnTen();
      const { partner: other } = await world.seller(1000);
      await atOnce([
        ...runs(1),
        post(`/v1/orders/${order.id}/reassign`, { partner_id: other.id, note: 'sold by other' }),
      ]);
      assert.deepEqual([await sumOf(partner), await sumOf(other)], [0, 1000]);
    }
    await arena.settled(world);
  });

  test('a suspension: paid before it, or left out as suspended', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner } = await earnTen();
      const [run] = await atOnce([...runs(1), post(`/v1/partners/${partner.id}/suspend`, {})]);
      const paid = run!.body.payouts.some((row: Json) => row.partner_id === partner.id);
      const left = run!.body.excluded.find((row: Json) => row.partner_id === partner.id);
      assert.equal(paid || left.reason === 'suspended', true);
      assert.equal(await world.owes(partner), paid ? '0 0 1000 0' : '0 1000 0 0');
    }
    await arena.settled(world);
  });

  test('a change of the payout method: paid to the old one, or waiting for the new one', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner } = await earnTen();
      const payout_method = { kind: 'wise', email: 'new@wise.example' };
      const [run] = await atOnce([
        ...runs(1),
        () => world.call('PATCH', `/v1/partners/${partner.id}`, { payout_method }),
      ]);
      const paid = run!.body.payouts.find((row: Json) => row.partner_id === partner.id);
      const left = run!.body.excluded.find((row: Json) => row.partner_id === partner.id);
      assert.equal(paid ? paid.method : left.reason, paid ? 'paypal' : 'method_waiting');
    }
    await arena.settled(world);
  });
});

describe('what becomes of a payout', () => {
  const result = (id: string, status: string) => post(`/v1/payouts/${id}/result`, { status });

  test('is settled once, whoever says what', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner } = await earnTen();
      const run = await world.run();
      const { id } = run.payouts.find((row: Json) => row.partner_id === partner.id);
      const answers = await atOnce([
        ...['paid', 'failed', 'returned', 'paid', 'failed'].map((status) => result(id, status)),
        post(`/v1/payout_runs/${run.id}/cancel`, {}),
        post(`/v1/payout_runs/${run.id}/mark_paid`, { force: true, note: 'by hand' }),
      ]);
      const { status, history } = await world.ok('GET', `/v1/payouts/${id}`);
      // Requests of one moment may stand in the history in the order in which they came in.
      const steps = history.map((row: Json) => row.status).filter((one: string) => one !== 'in_flight');
      const expectedSteps = status === 'returned' && steps.length === 2 ? ['paid', 'returned'] : [status];
      assert.deepEqual(steps.sort(), expectedSteps, statuses(answers));
      assert.equal(await sumOf(partner), 1000, `${status} ${statuses(answers)}`);
      const expected = steps.length === 2 ? '0 1000 0 0' : status === 'paid' ? '0 0 0 1000' : '0 1000 0 0';
      assert.equal(await world.owes(partner), expected, status);
    }
    await arena.settled(world);
  });

  test('that comes back after it was paid is owed again once', async () => {
    const { partner } = await earnTen();
    const run = await world.run();
    const { id } = run.payouts.find((row: Json) => row.partner_id === partner.id);
    await world.ok('POST', `/v1/payouts/${id}/result`, { status: 'paid' });
    assert.equal(statuses(await atOnce(times(6, () => result(id, 'returned')))), '200 x6');
    assert.equal(await world.owes(partner), '0 1000 0 0');
    assert.equal((await world.commissions({ partner_id: partner.id, kind: 'return' })).length, 1);
    await arena.settled(world);
  });

  test('that fails while the next run is made is paid by the next or the one after, once', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner, order } = await earnTen();
      const first = await world.run();
      const { id } = first.payouts.find((row: Json) => row.partner_id === partner.id);
      await atOnce([
        result(id, 'failed'),
        ...runs(3),
        post(`/v1/orders/${order.id}/refunds`, { refund_id: 'late', amount: 1000 }),
      ]);
      await world.run();
      const { payable, in_flight } = await world.balance(partner);
      assert.ok(payable <= 0 && in_flight + payable === 900, `${payable} ${in_flight}`);
    }
    await arena.settled(world);
  });

  test('of runs that are marked, cancelled and filed at once add up', async () => {
    const partners = (await Promise.all(times(4, earnTen))).map(({ partner }) => partner);
    const run = await world.run();
    await atOnce([
      () => world.call('GET', `/v1/payout_runs/${run.id}/files/paypal_csv`),
      post(`/v1/payout_runs/${run.id}/mark_paid`, {}),
      ...run.payouts.slice(0, 2).map(({ id }: Json) => result(id, 'failed')),
      post(`/v1/payout_runs/${run.id}/cancel`, {}),
      post(`/v1/payout_runs/${run.id}/mark_paid`, {}),
    ]);
    for (const partner of partners) assert.equal(await sumOf(partner), 1000);
    await arena.settled(world);
  });
});
