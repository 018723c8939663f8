import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signFor } from '../../server/flows/page-signature.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { item, type Json, unique, type World } from '../support/world.ts';

/** Orders that pages report (docs/decisions/0010-orders-from-pages.md). */
let app: TestApp;
let world: World;
let partner: Json;

before(async () => {
  app = await startApp();
  world = await app.world();
  ({ partner } = await world.seller(1000));
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

const asPage = async (body: Json, status = 202): Promise<Json> =>
  world.ok('POST', '/v1/track/orders', body, { key: world.account.publishable_key, status });
const pageBody = (more: Json = {}): Json => ({
  order_id: unique('o'),
  customer: { email: `${unique('c')}@customers.example` },
  currency: 'USD',
  items: [item('mug', 1, 10_000)],
  ...more,
});
const find = async (number: string): Promise<Json> => (await world.ok('GET', `/v1/orders?order_id=${number}`)).data[0];
const sign = async (number: string, at = Date.now()): Promise<Json> => {
  const timestamp = Math.floor(at / 1000);
  const { signing_secret } = await world.ok('GET', '/v1/signing_secret');
  return { timestamp, signature: signFor(signing_secret, number, timestamp) };
};
const heldReasons = (order: Json): Json =>
  order.commissions.map((row: Json) => [row.status, row.held_reason, row.amount]);
/** What the partner is owed for good, or soon, of nothing but this order. */
const owed = async (): Promise<number> => {
  const { pending, payable, in_flight, paid } = await world.balance(partner);
  return pending + payable + in_flight + paid;
};

describe('an order that a page reports', () => {
  test('is held, and the same from the owner releases it', async () => {
    const before = await owed();
    const body = pageBody({ click_id: await world.click(partner) });
    assert.deepEqual(await asPage(body), {});
    const held = await find(body.order_id);
    assert.deepEqual([held.source, held.verified, held.credit.reason], ['page', false, 'click']);
    assert.deepEqual(heldReasons(held), [['pending', 'unverified', 1000]]);
    await world.clock(400);
    assert.deepEqual(heldReasons(await find(body.order_id)), [['pending', 'unverified', 1000]]);
    const confirmed = await world.ok('POST', '/v1/orders', body, { status: 200 });
    assert.equal(confirmed.id, held.id);
    assert.deepEqual(heldReasons(confirmed), [['payable', null, 1000]]);
    assert.equal(confirmed.verified, true);
    assert.equal((await owed()) - before, 1000);
    await world.ok('POST', '/v1/orders', body, { status: 200 });
    await world.refused('POST', '/v1/orders', { ...body, discount_amount: 1 }, 409, 'order_differs');
    const contact = (await world.ok('GET', `/v1/contacts?email=${body.customer.email}`)).data[0];
    assert.equal(contact.last_partner_id, partner.id);
  });

  test("is replaced by the owner's other figures, which keep the click of the same customer", async () => {
    const before = await owed();
    const body = pageBody({ click_id: await world.click(partner), items: [item('mug', 100, 1_000_000)] });
    await asPage(body);
    const claimed = await find(body.order_id);
    const { click_id: _, ...known } = { ...body, items: [item('mug', 1, 5000)] };
    const real = await world.ok('POST', '/v1/orders', known, { status: 201 });
    assert.notEqual(real.id, claimed.id);
    assert.deepEqual([real.credit.reason, heldReasons(real)], ['click', [['payable', null, 500]]]);
    assert.equal((await owed()) - before, 500);
    const gone = await world.ok('GET', `/v1/orders/${claimed.id}`);
    assert.equal(gone.replaced_by, real.id);
    assert.ok(gone.commissions.every((row: Json) => row.status === 'cancelled'));
    assert.equal((await world.ok('GET', `/v1/orders?order_id=${body.order_id}`)).data.length, 1);
    await world.ok('POST', `/v1/commissions/${claimed.commissions[0].id}/restore`, {});
    assert.equal((await owed()) - before, 500, 'restored by mistake, it comes to nothing');
    await world.refused(
      'POST',
      `/v1/orders/${claimed.id}/reassign`,
      { partner_id: null, note: 'x' },
      409,
      'wrong_status',
    );
    await world.ok('POST', '/v1/orders', known, { status: 200 });
  });

  test('brings nobody a credit for a customer that it did not name', async () => {
    const body = pageBody({ click_id: await world.click(partner) });
    await asPage(body);
    const real = await world.order({ order_id: body.order_id, email: `${unique('other')}@customers.example` });
    assert.deepEqual([real.credit.partner_id, real.commissions], [null, []]);
  });

  test('counts at once where it is signed, and the owner still has the last word', async () => {
    const before = await owed();
    const body = pageBody({ via: partner.code });
    await asPage({ ...body, ...(await sign(body.order_id, (await world.now()).getTime())) });
    const signed = await find(body.order_id);
    assert.deepEqual([signed.verified, heldReasons(signed)], [true, [['payable', null, 1000]]]);
    const run = await world.run();
    assert.equal(run.payouts.length, 1);
    await world.markPaid(run);
    await world.ok('POST', '/v1/orders', { ...body, items: [item('mug', 1, 4000)] }, { status: 201 });
    assert.equal((await owed()) - before, 400, 'what was paid for the page is owed back');
  });

  test('with a wrong, old or borrowed signature is a bare word', async () => {
    const now = (await world.now()).getTime();
    for (const bad of [
      { signature: 'ab'.repeat(32), timestamp: Math.floor(now / 1000) },
      await sign('another', now),
      { signature: 'zz', timestamp: '1' },
    ]) {
      const body = pageBody({ via: partner.code });
      await asPage({ ...body, ...bad });
      assert.equal((await find(body.order_id)).verified, false);
    }
    const old = pageBody();
    await asPage({ ...old, ...(await sign(old.order_id, now - 11 * 60_000)) });
    assert.equal((await find(old.order_id)).verified, false);
  });

  test('changes no referrer, and its answer tells nothing', async () => {
    const known = `${unique('known')}@customers.example`;
    const other = await world.partner({ id: partner.program_id });
    await world.lead({ email: known, via: partner.code });
    for (const email of [known, `${unique('new')}@customers.example`]) {
      assert.deepEqual(await asPage(pageBody({ customer: { email }, via: other.code })), {});
    }
    const contact = (await world.ok('GET', `/v1/contacts?email=${known}`)).data[0];
    assert.deepEqual([contact.first_partner_id, contact.last_partner_id], [partner.id, partner.id]);
    const recorded = pageBody();
    await world.ok('POST', '/v1/orders', recorded);
    assert.deepEqual(await asPage({ ...recorded, discount_amount: 5 }), {});
    assert.deepEqual(await asPage(pageBody({ currency: 'EUR', via: other.code })), {}, 'no rate of exchange');
    assert.deepEqual(await asPage(pageBody({ discount_amount: 90_000_000 })), {}, 'a discount beyond the lines');
    assert.deepEqual(await asPage(pageBody({ click_id: 'clk_forged', via: 'nobody' })), {});
    const large = await world.call('POST', '/v1/track/orders', pageBody({ items: [item('mug', 1, 100_000_001)] }), {
      key: world.account.publishable_key,
    });
    assert.equal(large.status, 400);
  });

  test('takes no refund: that waits until the owner reports the order', async () => {
    const before = await owed();
    const body = pageBody({ via: partner.code });
    await asPage(body);
    const held = await find(body.order_id);
    await world.refused(
      'POST',
      `/v1/orders/${held.id}/refunds`,
      { refund_id: 'r', reason: 'refund' },
      409,
      'wrong_status',
    );
    await world.ok('POST', '/v1/refunds', { order_id: body.order_id, refund_id: 'r', amount: 5000 }, { status: 202 });
    await world.ok('POST', '/v1/orders', body, { status: 200 });
    assert.equal((await owed()) - before, 500);
  });

  test('stays out of reports until the owner vouches for it', async () => {
    const own = await app.world();
    const { partner: seller } = await own.seller(1000);
    const day = async (): Promise<Json> => {
      const { data } = await own.ok('GET', '/v1/reports/partners?from=2020-01-01&to=2040-01-01');
      const row = data.find((one: Json) => one.partner_id === seller.id);
      return [row?.orders ?? 0, row?.revenue ?? 0, row?.commission ?? 0];
    };
    const send = (body: Json) => own.ok('POST', '/v1/track/orders', body, { key: own.account.publishable_key });
    const [same, other, signed] = [
      pageBody({ via: seller.code }),
      pageBody({ via: seller.code }),
      pageBody({ via: seller.code }),
    ];
    await send(same);
    await send(other);
    assert.deepEqual(await day(), [0, 0, 0]);
    await own.ok('POST', '/v1/orders', same);
    assert.deepEqual(await day(), [1, 10_000, 1000]);
    await own.ok('POST', '/v1/orders', { ...other, items: [item('mug', 1, 2000)] });
    assert.deepEqual(await day(), [2, 12_000, 1200]);
    const { signing_secret } = await own.ok('GET', '/v1/signing_secret');
    const timestamp = Math.floor(Date.now() / 1000);
    await send({ ...signed, timestamp, signature: signFor(signing_secret, signed.order_id, timestamp) });
    assert.deepEqual(await day(), [3, 22_000, 2200]);
    await own.ok('POST', '/v1/orders', { ...signed, items: [item('mug', 1, 1000)] });
    assert.deepEqual(await day(), [3, 13_000, 1300]);
  });

  test("and the owner's server and a page at one moment are one order", async () => {
    const before = await owed();
    for (let round = 0; round < 5; round += 1) {
      const body = pageBody({ via: partner.code });
      const real = { ...body, items: [item('mug', 1, 2000)] };
      await Promise.all([
        asPage(body),
        world.ok('POST', '/v1/orders', real),
        world.ok('POST', '/v1/orders', real),
        asPage(body),
      ]);
      const order = await find(body.order_id);
      assert.deepEqual([order.verified, heldReasons(order)], [true, [['payable', null, 200]]]);
    }
    assert.equal((await owed()) - before, 1000);
  });
});

describe('the pixel', () => {
  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await world.call('GET', `/v1/track/pixel.gif?${query}`, undefined, { key: null, headers });
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/gif'], query);
  };

  test('reports an order by its address', async () => {
    const number = unique('o');
    const email = `${unique('c')}@customers.example`;
    const what = `order_id=${number}&email=${email}&item_id_1=mug&item_price_1=15.00&item_qty_1=2&tax=1.5&shipping_amt=4`;
    await ask(`key=${world.account.publishable_key}&${what}&via=${partner.code}`);
    const order = await find(number);
    assert.deepEqual([order.total_amount, order.verified], [3550, false]);
    assert.deepEqual(heldReasons(order), [['pending', 'unverified', 300]]);
  });

  test('knows the visitor by the cookie, where it comes along', async () => {
    const url = new URL(partner.link.url);
    const visit = await world.call('GET', url.pathname, undefined, {
      key: null,
      headers: {
        'user-agent':
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
      },
    });
    const cookie = visit.headers.get('set-cookie')!.split(';')[0]!;
    const number = unique('o');
    await ask(`key=${world.account.publishable_key}&order_id=${number}&item_id_1=mug&item_price_1=1`, { cookie });
    assert.equal((await find(number)).credit.partner_id, partner.id);
  });

  test('answers with its picture whatever it is asked', async () => {
    const key = `key=${world.account.publishable_key}`;
    for (const query of [
      ...[
        '',
        'key=nonsense',
        `key=${world.account.secret_key}`,
        'order_id=1',
        key,
        `${key}&order_id=%00&item_id_1=a&item_price_1=1`,
      ],
      ...[
        `${key}&order_id=x&item_id_1=mug&item_price_1=-1`,
        `${key}&order_id=x&order_id=y`,
        `${key}&%ff=%zz&__proto__=1`,
      ],
      ...[
        `${key}&order_id=${'x'.repeat(3000)}&item_id_1=mug&item_price_1=1`,
        `${key}&order_id=z&item_id_1=mug&item_price_1=99999999999`,
      ],
      `${key}&order_id=q&item_id_1=mug&item_price_1=1&email=no&currency=XXQ`,
    ])
      await ask(query);
    assert.equal(await find('x'), undefined);
    assert.equal((await world.call('GET', '/v1/track/pixel.gif?key=a&key=b', undefined, { key: null })).status, 200);
  });
});

describe('a beacon of a page that is being left', () => {
  test('carries its key in the address and JSON as plain text', async () => {
    const send = (path: string, body: Json, type = 'text/plain;charset=UTF-8') =>
      world.call('POST', path, JSON.stringify(body), { key: null, headers: { 'content-type': type } });
    const body = pageBody({ via: partner.code });
    const sent = await send(`/v1/track/orders?key=${world.account.publishable_key}`, body);
    assert.deepEqual([sent.status, sent.body], [202, {}]);
    assert.ok(await find(body.order_id));
    assert.equal((await send(`/v1/orders?key=${world.account.publishable_key}`, body, 'application/json')).status, 401);
    assert.equal(
      (await send(`/v1/track/orders?key=${world.account.secret_key}`, body, 'application/json')).status,
      401,
    );
    assert.equal((await send('/v1/track/orders', body, 'application/json')).status, 401);
  });
});
