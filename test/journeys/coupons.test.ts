import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

describe('coupons with dates and uses', () => {
  let app: TestApp;
  let shop: World;
  let program: Json;
  let maria: Json;
  before(async () => {
    app = await startApp();
    shop = await app.world();
    program = await shop.program({ default_terms: percent(1000) });
    maria = await shop.partner(program);
  });
  after(() => app.close());

  const coupon = (more: Json = {}, world = shop): Promise<Json> =>
    world.ok('POST', '/v1/coupons', { partner_id: maria.id, code: unique('C'), ...more });
  const read = ({ id }: Json): Promise<Json> => shop.ok('GET', `/v1/coupons/${id}`);
  const use = ({ code }: Json, more: Json = {}): Promise<Json> => shop.order({ coupon: code, ...more });
  /** The word for the coupon, and that for the order. */
  const words = async (order: Json): Promise<string> => {
    const { steps } = await shop.ok('GET', `/v1/orders/${order.id}/explanation`);
    return `${steps.find(({ step }: Json) => step === 'coupon')?.outcome} ${order.credit.reason}`;
  };

  test('one without limits counts whenever, and says how often it was used', async () => {
    const free = await coupon();
    assert.equal(await words(await use(free)), 'won coupon');
    await use(free);
    assert.deepEqual([(await read(free)).uses, (await read(free)).state], [2, 'active']);
  });

  test('before its start and from its end on it credits nobody, and the explanation says so', async () => {
    const early = await shop.partner(program, { joined_at: '2026-01-01T00:00:00Z' });
    const own = await coupon({
      partner_id: early.id,
      starts_at: '2026-02-01T00:00:00Z',
      ends_at: '2026-03-01T00:00:00Z',
    });
    const at = async (occurred_at: string) => words(await use(own, { occurred_at }));
    assert.equal(await at('2026-01-31T23:59:59.999Z'), 'coupon_not_started no_touch');
    assert.equal(await at('2026-02-01T00:00:00.000Z'), 'won coupon');
    assert.equal(await at('2026-02-28T23:59:59.999Z'), 'won coupon');
    assert.equal(await at('2026-03-01T00:00:00.000Z'), 'coupon_ended no_touch');
    assert.equal((await read(own)).uses, 2);
  });

  test('ended by hand it counts no more, and orders from before that still do', async () => {
    const one = await coupon();
    const before = new Date((await shop.now()).getTime() - 60_000).toISOString();
    const ended = await shop.ok('PATCH', `/v1/coupons/${one.id}`, { ended: true });
    assert.equal(ended.state, 'ended');
    assert.equal(await words(await use(one)), 'coupon_ended no_touch');
    const early = await shop.partner(program, { joined_at: '2026-01-01T00:00:00Z' });
    const theirs = await coupon({ partner_id: early.id });
    await shop.ok('PATCH', `/v1/coupons/${theirs.id}`, { ended: true });
    assert.equal(await words(await use(theirs, { occurred_at: before })), 'won coupon');
    assert.equal((await shop.ok('PATCH', `/v1/coupons/${one.id}`, { ended: false })).state, 'active');
    assert.equal(await words(await use(one)), 'won coupon');
  });

  test('the last of its uses is the last, and another touch of the order still counts', async () => {
    const once = await coupon({ max_uses: 1 });
    const order = await use(once);
    assert.equal(await words(order), 'won coupon');
    assert.equal((await read(once)).state, 'used_up');
    assert.equal(await words(await use(once)), 'coupon_used_up no_touch');
    const bea = await shop.partner(program);
    const click_id = await shop.click(bea);
    const clicked = await use(once, { click_id });
    assert.deepEqual([clicked.credit.partner_id, clicked.credit.reason], [bea.id, 'click']);
    await shop.ok('PATCH', `/v1/coupons/${once.id}`, { max_uses: 2 });
    assert.equal(await words(await use(once)), 'won coupon');
    assert.equal((await read(once)).uses, 2);
  });

  test('the same order again is the same use', async () => {
    const once = await coupon({ max_uses: 1 });
    const body = shop.orderBody({ coupon: once.code });
    await shop.ok('POST', '/v1/orders', body, { status: 201 });
    const again = await shop.ok('POST', '/v1/orders', body, { status: 200 });
    assert.equal(again.credit.reason, 'coupon');
    assert.equal((await read(once)).uses, 1);
  });

  test('of many who take the last uses at once, as many get them as there are', async () => {
    const few = await coupon({ max_uses: 3 });
    const orders = await Promise.all(Array.from({ length: 12 }, () => use(few)));
    const reasons = orders.map(({ credit }) => credit.reason).sort();
    assert.deepEqual(reasons, [...Array(3).fill('coupon'), ...Array(9).fill('no_touch')]);
    assert.deepEqual([(await read(few)).uses, (await read(few)).state], [3, 'used_up']);
  });

  test("a page's word uses nothing until the shop has spoken", async () => {
    const once = await coupon({ max_uses: 1 });
    await shop.ok('PATCH', '/v1/settings', { allowed_hosts: ['shop.example'] });
    const body = shop.orderBody({ coupon: once.code });
    const page = { key: shop.account.publishable_key, headers: { origin: 'https://shop.example' } };
    const { customer, ...rest } = body;
    const answer = await shop.call('POST', '/v1/track/orders', { ...rest, email: customer.email }, page);
    const told = answer.status === 400 ? await shop.call('POST', '/v1/track/orders', body, page) : answer;
    assert.equal(told.status, 202, told.text);
    assert.equal((await read(once)).uses, 0);
    await shop.ok('POST', '/v1/orders', body);
    assert.equal((await read(once)).uses, 1);
  });

  test('dates in the wrong order, and uses that are none, are refused', async () => {
    const [starts_at, ends_at] = ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'];
    const partner_id = maria.id;
    await shop.refused('POST', '/v1/coupons', { partner_id, starts_at, ends_at }, 400, 'invalid');
    await shop.refused('POST', '/v1/coupons', { partner_id, max_uses: 0 }, 400, 'invalid');
    await shop.refused('POST', '/v1/coupons', { partner_id, max_uses: 1.5 }, 400, 'invalid');
    await shop.refused('POST', '/v1/coupons', { partner_id, promo_tool_id: 'promo_none' }, 404, 'not_found');
    const one = await coupon({ starts_at });
    await shop.refused('PATCH', `/v1/coupons/${one.id}`, { ends_at }, 400, 'invalid');
    await shop.refused('PATCH', `/v1/coupons/${one.id}`, { code: 'NEW' }, 400, 'invalid');
    await shop.refused('PATCH', '/v1/coupons/coup_none', { ended: true }, 404, 'not_found');
  });

  describe('from a list', () => {
    const send = (csv: string, more: Json = {}): Promise<Json> =>
      shop.ok('POST', '/v1/coupons/import', { csv, ...more }, { status: 200 });
    const results = ({ rows }: Json): string[] => rows.map(({ row, result }: Json) => `${row} ${result}`);

    test('each line is told of, and one that cannot be taken costs no other', async () => {
      const bea = await shop.partner(program);
      const taken = await coupon({ partner_id: bea.id });
      const known = await coupon();
      const code = () => unique('L');
      const first = code();
      const answer = await send(
        [
          'Code;Partner;starts_at;ends_at;max_uses',
          `${first};${maria.code};2026-02-01;2026-02-28;5`,
          `${code()};${maria.id};;;`,
          `" ${code()} ";${maria.email.toUpperCase()};;;`,
          `${known.code.toLowerCase()};${maria.code};;;`,
          `${taken.code};${maria.code};;;`,
          `${code()};nobody;;;`,
          `;${maria.code};;;`,
          `${code()};${maria.code};soon;;`,
          `${code()};${maria.code};2026-02-02;2026-01-01;`,
          `${code()};${maria.code};;;many`,
          `${first};${maria.code};;;`,
          `${code()};${maria.code};;;1;2`,
        ].join('\r\n'),
      );
      assert.deepEqual(results(answer), [
        ...['2 made', '3 made', '4 made', '5 already_there', '6 code_taken', '7 unknown_partner', '8 invalid'],
        ...['9 invalid', '10 invalid', '11 invalid', '12 already_there', '13 invalid'],
      ]);
      assert.deepEqual([answer.made, answer.left_out], [3, 7]);
      const made = await shop.ok('GET', `/v1/coupons/${answer.rows[0].coupon_id}`);
      assert.deepEqual(
        [made.partner_id, made.starts_at, made.ends_at, made.max_uses],
        [maria.id, '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', 5],
      );
    });

    test('what is no such list is refused whole', async () => {
      for (const csv of [
        '',
        'code',
        'code,partner,color\nA,b,red',
        'code,code,partner\n',
        'code,partner\n"A,b',
        'a\0b',
      ])
        await shop.refused('POST', '/v1/coupons/import', { csv }, 400, 'invalid');
      const long = `code,partner\n${Array.from({ length: 5001 }, (_, i) => `X${i},nobody`).join('\n')}`;
      await shop.refused('POST', '/v1/coupons/import', { csv: long }, 400, 'invalid');
    });

    test('the same key twice gives the same answer, and the same list once more nothing new', async () => {
      const set = await shop.ok('POST', '/v1/promo_tools', { kind: 'coupon_set', name: 'Set' });
      const csv = `code,partner\n${unique('K')},${maria.code}`;
      const twice = () =>
        shop.ok('POST', '/v1/coupons/import', { csv, promo_tool_id: set.id }, { idempotency: 'list', status: 200 });
      const [one, two] = await Promise.all([twice(), twice()]);
      assert.deepEqual(one, two);
      assert.deepEqual(results(one), ['2 made']);
      assert.deepEqual(results(await send(csv)), ['2 already_there']);
      const { data } = await shop.ok('GET', `/v1/coupons?promo_tool_id=${set.id}`);
      assert.equal(data.length, 1);
    });
  });
});
