import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { askBooks } from '../support/books.ts';
import { type Arena, atOnce, openArena, statuses, times } from '../support/races.ts';
import { item, type Json, percent, unique, type World } from '../support/world.ts';

let arena: Arena;
let world: World;
before(async () => {
  arena = await openArena();
  world = await arena.open();
});
after(() => arena.close());

const ROUNDS = 4;
const post = (path: string, body: Json, idempotency?: string) => () =>
  world.call('POST', path, body, idempotency === undefined ? {} : { idempotency });
const count = async (question: string): Promise<number> =>
  Number((await askBooks<{ n: bigint }>(arena.app.database, world.account.id, question))[0]!.n);

describe('the same order', () => {
  test('fifty times at once is one order, and told fifty times alike', async () => {
    const { partner } = await world.seller(2000);
    const body = world.orderBody({ click_id: await world.click(partner) });
    const answers = await atOnce(times(50, () => post('/v1/orders', body)));
    assert.equal(statuses(answers), '200 x49, 201');
    const told = answers.map((answer) => JSON.stringify([answer.body.id, answer.body.commissions]));
    assert.equal(new Set(told).size, 1);
    assert.equal(await world.owes(partner), '0 2000 0 0');
    await arena.settled(world);
  });

  test('with two contents at once is the one that came first', async () => {
    for (const round of times(ROUNDS, (i) => i)) {
      const { partner } = await world.seller(1000);
      const click_id = await world.click(partner);
      const bodies = [1, 2].map((quantity) => ({ quantity, order_id: `rival-${round}` }));
      const answers = await atOnce(
        bodies.map(({ quantity, order_id }) =>
          post(
            '/v1/orders',
            world.orderBody({ order_id, click_id, email: 'a@b.example', items: [item('mug', quantity, 1000)] }),
          ),
        ),
      );
      assert.equal(statuses(answers), '201, 409 order_differs');
      const won = answers.find(({ status }) => status === 201)!.body;
      assert.equal(await world.owes(partner), `0 ${won.total_amount / 10} 0 0`);
    }
    await arena.settled(world);
  });

  test('under one Idempotency-Key at once is done once, and another body is refused', async () => {
    const body = { name: 'Once', default_url: 'https://shop.example/' };
    const key = unique('key');
    const twins = await atOnce(times(20, () => post('/v1/programs', body, key)));
    assert.equal(statuses(twins), '201 x20');
    assert.equal(new Set(twins.map((answer) => answer.body.id)).size, 1);
    const other = unique('key');
    const rivals = await atOnce(times(6, (i) => post('/v1/programs', { ...body, name: `Rival ${i}` }, other)));
    assert.equal(statuses(rivals), '201, 409 idempotency_key_reused x5');
  });

  test('under a key whose first try is refused can be tried again with the same key', async () => {
    const bad = world.orderBody({ currency: 'EUR', click_id: await world.click((await world.seller(1000)).partner) });
    const answers = await atOnce(times(5, () => post('/v1/orders', bad, 'refused')));
    assert.equal(statuses(answers), '422 no_exchange_rate x5');
    await world.ok('PUT', '/v1/exchange_rates', {
      rates: [{ from: 'EUR', to: 'USD', day: new Date().toISOString().slice(0, 10), rate: '1.1' }],
    });
    await world.ok('POST', '/v1/orders', bad, { status: 201, idempotency: 'refused' });
    await arena.settled(world);
  });
});

describe('customers', () => {
  test('a new one who buys many times at once is one contact', async () => {
    const email = `${unique('new')}@customers.example`;
    const answers = await atOnce(
      times(20, (i) => post('/v1/orders', world.orderBody({ email: i % 2 ? email : email.toUpperCase() }))),
    );
    assert.equal(statuses(answers), '201 x20');
    const found = await world.ok('GET', `/v1/contacts?email=${email}`);
    assert.equal(found.data.length, 1);
    assert.equal(await count(`select count(*) as n from tenant.contacts where lower(email) = '${email}'`), 1);
  });

  test('who opt in and buy at once by several links have one first referrer, and keep the last', async () => {
    const sellers = await Promise.all(times(4, () => world.seller(1000)));
    const clicks = await Promise.all(sellers.map(({ partner }) => world.click(partner)));
    const email = `${unique('lead')}@customers.example`;
    await atOnce(clicks.map((click_id) => post('/v1/track/leads', { email, click_id })));
    await atOnce(clicks.map((click_id) => post('/v1/orders', world.orderBody({ email, click_id }))));
    const [contact] = (await world.ok('GET', `/v1/contacts?email=${email}`)).data;
    const ids = sellers.map(({ partner }) => partner.id);
    assert.ok(ids.includes(contact.first_partner_id) && ids.includes(contact.last_partner_id));
    assert.equal(
      await count(`select count(*) as n from tenant.leads where contact_id = '${contact.id}' and set_first`),
      1,
    );
    await arena.settled(world);
  });

  test('known by e-mail and by external id at once are in doubt once', async () => {
    for (const round of times(ROUNDS, (i) => i)) {
      const [email, external_id] = [`${unique('doubt')}@customers.example`, `ext-${round}`];
      await atOnce([
        ...times(3, () => post('/v1/orders', world.orderBody({ customer: { email } }))),
        ...times(3, () => post('/v1/orders', world.orderBody({ customer: { external_id } }))),
        ...times(3, () => post('/v1/orders', world.orderBody({ customer: { email, external_id } }))),
      ]);
      const contacts = await count(
        `select count(distinct contact_id) as n from tenant.orders o join tenant.contacts c on c.id = o.contact_id
         where c.email = '${email}' or c.external_id = '${external_id}'`,
      );
      assert.ok(contacts === 1 || contacts === 2, String(contacts));
    }
    await arena.settled(world);
  });
});

describe('refunds', () => {
  const sold = async (bps = 1000): Promise<[Json, Json]> => {
    const { partner } = await world.seller(bps);
    return [partner, await world.order({ click_id: await world.click(partner) })];
  };

  test('the same one ten times at once is one', async () => {
    const [partner, order] = await sold();
    const body = { refund_id: 'r-1', reason: 'refund', amount: 3000 };
    const answers = await atOnce(times(10, () => post(`/v1/orders/${order.id}/refunds`, body)));
    assert.equal(statuses(answers), '200 x9, 201');
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1);
    assert.equal(await world.owes(partner), '0 700 0 0');
  });

  test('rivals for the same money: as many as the order has, and no more', async () => {
    const [partner, order] = await sold();
    const rivals = times(8, (i) =>
      post(`/v1/orders/${order.id}/refunds`, { refund_id: `r-${i}`, reason: 'refund', amount: 3000 }),
    );
    assert.equal(statuses(await atOnce(rivals)), '201 x3, 422 refund_exceeds_order x5');
    assert.equal(await world.owes(partner), '0 100 0 0');
    await arena.settled(world);
  });

  test('many small ones with chargebacks and their undoing at once come to what stands', async () => {
    const [partner, order] = await sold(3333);
    const made = await atOnce(
      times(12, (i) =>
        post(`/v1/orders/${order.id}/refunds`, {
          refund_id: `s-${i}`,
          reason: i % 2 ? 'chargeback' : 'refund',
          amount: 77,
        }),
      ),
    );
    const undone = made.slice(0, 5).map(({ body }) => body.id);
    await atOnce([
      ...[...undone, ...undone].map((id) => post(`/v1/refunds/${id}/reverse`, {})),
      ...times(4, (i) =>
        post(`/v1/orders/${order.id}/refunds`, { refund_id: `t-${i}`, reason: 'refund', amount: 100 }),
      ),
    ]);
    const base = 7 * 77 + 4 * 100;
    assert.equal(await world.owes(partner), `0 ${3333 - Math.round((3333 * base) / 10_000)} 0 0`);
    await arena.settled(world);
  });

  test('one that comes at the same moment as its order is applied within a minute, and does not wait for good', async () => {
    const partners = [];
    for (const _ of times(12, (i) => i)) {
      const { partner } = await world.seller(1000);
      const order = world.orderBody({ click_id: await world.click(partner) });
      const refund = { order_id: order.order_id, refund_id: 'early', reason: 'refund', amount: 4000 };
      await atOnce([post('/v1/orders', order), post('/v1/refunds', refund), post('/v1/refunds', refund)]);
      partners.push(partner);
    }
    await world.clock(1 / 24);
    for (const partner of partners) assert.equal(await world.owes(partner), '0 600 0 0');
    assert.deepEqual(await world.all('/v1/refunds/unapplied'), []);
    await arena.settled(world);
  });

  test('against a cancellation and a restoring: nothing is left over or taken twice', async () => {
    for (const round of times(ROUNDS, (i) => i)) {
      const [partner, order] = await sold();
      const [{ id }] = order.commissions;
      await atOnce([
        post(`/v1/commissions/${id}/cancel`, {}),
        post(`/v1/orders/${order.id}/refunds`, { refund_id: `c-${round}`, reason: 'refund', amount: 4000 }),
      ]);
      assert.equal(await world.owes(partner), '0 0 0 0');
      await atOnce([
        post(`/v1/commissions/${id}/restore`, {}),
        post(`/v1/orders/${order.id}/refunds`, { refund_id: `d-${round}`, reason: 'refund', amount: 1000 }),
      ]);
      assert.equal(await world.owes(partner), '0 500 0 0');
    }
    await arena.settled(world);
  });
});

describe('reassignments', () => {
  test('of one order by many at once: one partner has it in the end, and nobody else anything', async () => {
    const program = await world.program({ default_terms: percent(1000) });
    const partners = await Promise.all(times(4, () => world.partner(program)));
    const order = await world.order({ click_id: await world.click(partners[0]) });
    await atOnce([
      ...partners.map((partner) => post(`/v1/orders/${order.id}/reassign`, { partner_id: partner.id, note: 'mine' })),
      post(`/v1/orders/${order.id}/refunds`, { refund_id: 'half', reason: 'refund', amount: 5000 }),
    ]);
    const now = await world.ok('GET', `/v1/orders/${order.id}`);
    for (const partner of partners)
      assert.equal(await world.owes(partner), partner.id === now.credit.partner_id ? '0 500 0 0' : '0 0 0 0');
    await arena.settled(world);
  });

  test('of a first payment while later ones come in: all go with it, or all that follow do', async () => {
    const program = await world.program({ default_terms: percent(1000) });
    const [a, b] = await Promise.all(times(2, () => world.partner(program)));
    const email = `${unique('sub')}@customers.example`;
    const pay = (payment_number: number, more: Json = {}) =>
      world.orderBody({ email, subscription: { id: 'club', payment_number }, ...more });
    const first = await world.ok('POST', '/v1/orders', pay(1, { click_id: await world.click(a) }));
    await atOnce([
      post(`/v1/orders/${first.id}/reassign`, { partner_id: b.id, note: 'sold by b' }),
      ...times(4, (i) => post('/v1/orders', pay(i + 2))),
    ]);
    const last = await world.ok('POST', '/v1/orders', pay(9));
    assert.deepEqual([last.credit.partner_id, last.credit.reason], [b.id, 'subscription']);
    await arena.settled(world);
  });
});
