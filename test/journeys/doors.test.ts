import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { item, type Json, percent, unique, type World } from '../support/world.ts';

/** What stands at the edge: keys, repeats, lists, hosts, pages, the test clock. */
let app: TestApp;
let world: World;
before(async () => {
  app = await startApp();
  world = await app.world();
});
after(() => app.close());

describe('bad input', () => {
  test('gets the path of the field, and leaves nothing behind', async () => {
    const good = world.orderBody({ email: `${unique('bad')}@customers.example` });
    const bad: [path: string, body: Json][] = [
      ['items', { ...good, items: [] }],
      ['items.0.quantity', { ...good, items: [item('mug', 1.5, 100)] }],
      ['items.0.quantity', { ...good, items: [item('mug', -1, 100)] }],
      ['items.0.unit_amount', { ...good, items: [item('mug', 1, 2 ** 60)] }],
      ['items.0.unit_amount', { ...good, items: [{ ...item('mug', 1, 0), unit_amount: '100' }] }],
      ['items.1.typo', { ...good, items: [item('mug', 1, 1), { ...item('mug', 1, 1), typo: 1 }] }],
      ['currency', { ...good, currency: 'usd' }],
      ['customer', { ...good, customer: {} }],
      ['customer.email', { ...good, customer: { email: 'nobody' } }],
      ['occurred_at', { ...good, occurred_at: 'yesterday' }],
      ['occurred_at', { ...good, occurred_at: '2026-02-30T10:00:00Z' }],
      ['order_id', { ...good, order_id: '' }],
      ['order_id', { ...good, order_id: undefined }],
      ['subscription.payment_number', { ...good, subscription: { id: 's', payment_number: 0 } }],
    ];
    for (const [path, body] of bad) {
      const problem = await world.refused('POST', '/v1/orders', body, 400, 'invalid');
      assert.ok(
        problem.errors.some((error: Json) => error.path === path),
        `${path}: ${JSON.stringify(problem.errors)}`,
      );
    }
    assert.deepEqual(await world.all('/v1/orders'), []);
    assert.deepEqual((await world.ok('GET', `/v1/contacts?email=${good.customer.email}`)).data, []);
  });

  test('rates over 100 %, windows below nothing and unknown kinds are refused', async () => {
    const program = await world.program();
    for (const terms of [percent(10_001), percent(-1), percent(1.5), { kind: 'gift' }, { ...percent(1), per: 'unit' }])
      await world.refused('PUT', `/v1/programs/${program.id}/products/mug`, terms, 400, 'invalid');
    for (const change of [
      { hold_days: -1 },
      { tiers: 3 },
      { currency: 'XXX1' },
      { default_url: 'javascript:alert(1)' },
    ])
      await world.refused('PATCH', `/v1/programs/${program.id}`, change, 400, 'invalid');
  });
});

describe('repeats', () => {
  test('under an Idempotency-Key are answered alike, without secrets; another body is refused', async () => {
    const first = await world.ok('POST', '/v1/keys', { name: 'Till' }, { status: 201, idempotency: 'till' });
    const again = await world.ok('POST', '/v1/keys', { name: 'Till' }, { status: 201, idempotency: 'till' });
    assert.deepEqual([again.id, typeof first.secret, again.secret], [first.id, 'string', undefined]);
    const other = await world.call('POST', '/v1/keys', { name: 'Other' }, { idempotency: 'till' });
    assert.deepEqual([other.status, other.body.code], [409, 'idempotency_key_reused']);
    const elsewhere = await world.call('POST', '/v1/programs', { name: 'Till' }, { idempotency: 'till' });
    assert.equal(elsewhere.status, 400, 'a key is kept per path');
  });

  test('show the thing as it stands', async () => {
    const body = { name: 'Moving', default_url: 'https://shop.example/' };
    const { id } = await world.ok('POST', '/v1/programs', body, { idempotency: 'moving' });
    await world.ok('PATCH', `/v1/programs/${id}`, { name: 'Moved' });
    assert.equal((await world.ok('POST', '/v1/programs', body, { idempotency: 'moving' })).name, 'Moved');
  });
});

describe('lists', () => {
  test('are newest first, and whole page by page, whatever the size of a page', async () => {
    const own = await world.neighbour();
    const { partner } = await own.seller(1000);
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) made.push((await own.order({ click_id: await own.click(partner) })).id);
    for (const limit of [1, 3, 7, 100]) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Json = await own.ok('GET', `/v1/orders?limit=${limit}${cursor && `&cursor=${cursor}`}`);
        assert.ok(page.data.length <= limit);
        seen.push(...page.data.map((row: Json) => row.id));
        cursor = page.next_cursor;
      }
      assert.deepEqual(seen, made.toReversed(), `by ${limit}`);
    }
  });

  test('of orders are filtered by partner, by credit and by the shop’s number', async () => {
    const own = await world.neighbour();
    const { partner: ann } = await own.seller(1000);
    const { partner: bea } = await own.seller(1000);
    const hers = await own.order({ click_id: await own.click(ann) });
    const moved = await own.order({ click_id: await own.click(ann) });
    await own.ok('POST', `/v1/orders/${moved.id}/reassign`, { partner_id: bea.id, note: 'hers' });
    const none = await own.order();
    const ids = async (query: string) => (await own.ok('GET', `/v1/orders?${query}`)).data.map((row: Json) => row.id);
    assert.deepEqual(await ids(`partner_id=${ann.id}`), [hers.id]);
    assert.deepEqual(await ids(`partner_id=${bea.id}`), [moved.id]);
    assert.deepEqual(await ids('credited=false'), [none.id]);
    assert.deepEqual(await ids('credited=true'), [moved.id, hers.id]);
    assert.deepEqual(await ids(`credited=true&order_id=${hers.order_id}`), [hers.id]);
    const first = await own.ok('GET', '/v1/orders?credited=true&limit=1');
    assert.deepEqual(await ids(`credited=true&limit=1&cursor=${first.next_cursor}`), [hers.id]);
  });
});

describe('links', () => {
  test('go only where the owner allows, and keep what the address holds', async () => {
    const own = await world.neighbour();
    const { partner } = await own.seller(1000);
    for (const url of [
      'https://evil.example/',
      'javascript:alert(1)',
      'https://shop.example@evil.example/',
      '//evil.example',
    ])
      assert.ok(
        [400, 422].includes((await own.call('POST', '/v1/links', { partner_id: partner.id, url })).status),
        url,
      );
    await own.ok('PATCH', '/v1/settings', { allowed_hosts: ['blog.example'] });
    // A host that was just allowed reaches the redirects' memory within a second.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const url = 'https://blog.example/post?colour=red#top';
    const link = await own.ok('POST', '/v1/links', { partner_id: partner.id, url, code: unique('L') });
    const { pathname } = new URL(link.short_url);
    const answer = await own.call(
      'GET',
      `${pathname.toUpperCase().replace('/R/', '/r/')}?sub=mail&utm_source=x`,
      undefined,
      {
        key: null,
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' },
      },
    );
    const to = new URL(answer.headers.get('location')!);
    const { origin, hash, searchParams } = to;
    assert.deepEqual([answer.status, origin, hash], [302, 'https://blog.example', '#top']);
    assert.deepEqual([...searchParams.keys()].sort(), ['colour', 'tclid', 'utm_source']);
    const [click] = (await own.ok('GET', `/v1/clicks?partner_id=${partner.id}`)).data;
    assert.deepEqual([click.id, click.sub, click.counted], [searchParams.get('tclid'), 'mail', true]);
  });
});

describe('pages', () => {
  const publishable = () => ({ key: world.account.publishable_key });

  test('learn nothing from a lead, and change no referrer that is there', async () => {
    const { partner: ann } = await world.seller(1000);
    const { partner: bea } = await world.seller(1000);
    const known = `${unique('known')}@customers.example`;
    await world.lead({ email: known, click_id: await world.click(ann) });
    const fresh = `${unique('fresh')}@customers.example`;
    for (const email of [known, fresh]) {
      const answer = await world.call(
        'POST',
        '/v1/track/leads',
        { email, click_id: await world.click(bea) },
        publishable(),
      );
      assert.deepEqual([answer.status, answer.body], [202, {}]);
    }
    const find = async (email: string) => (await world.ok('GET', `/v1/contacts?email=${email}`)).data[0];
    assert.equal((await find(known)).last_partner_id, ann.id);
    const made = await find(fresh);
    assert.deepEqual([made.first_partner_id, made.standing], [bea.id, 'unverified']);
  });

  test('that guess a signature are not believed', async () => {
    const { partner: ann } = await world.seller(1000);
    const { partner: bea } = await world.seller(1000);
    const email = `${unique('signed')}@customers.example`;
    await world.lead({ email, click_id: await world.click(ann) });
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', 'guessed').update(`${email}.${timestamp}`).digest('hex');
    const body = { email, click_id: await world.click(bea), timestamp, signature };
    assert.equal((await world.call('POST', '/v1/track/leads', body, publishable())).status, 202);
    assert.equal((await world.ok('GET', `/v1/contacts?email=${email}`)).data[0].last_partner_id, ann.id);
  });

  test('whose leads are held earn nothing until a person says so', async () => {
    const own = await world.neighbour();
    await own.ok('PATCH', '/v1/settings', { unverified_leads: 'hold' });
    const { partner } = await own.seller(1000);
    const email = `${unique('held')}@customers.example`;
    const lead = { email, click_id: await own.click(partner) };
    await own.call('POST', '/v1/track/leads', lead, { key: own.account.publishable_key });
    const order = await own.order({ email });
    assert.deepEqual(
      order.commissions.map((row: Json) => [row.status, row.held_reason]),
      [['pending', 'unverified']],
    );
    await own.ok('POST', `/v1/commissions/${order.commissions[0].id}/approve`, {});
    assert.equal(await own.owes(partner), '0 1000 0 0');
  });
});

describe('the test clock', () => {
  test('goes forward only, ten years at most, and only in a sandbox', async () => {
    const own = await world.neighbour();
    const now = await own.now();
    const move = (ms: number) => ({ now: new Date(now.getTime() + ms).toISOString() });
    await own.refused('POST', '/v1/test_clock', move(-60_000), 422, 'clock_backwards');
    await own.refused('POST', '/v1/test_clock', move(11 * 366 * 86_400_000), 422, 'clock_too_far');
    await own.ok('POST', '/v1/test_clock', move(86_400_000));
    assert.ok((await own.now()).getTime() - now.getTime() >= 86_400_000);
    const real = await app.world({ sandbox: false });
    await real.refused('POST', '/v1/test_clock', move(86_400_000), 403, 'not_a_sandbox');
    await real.refused('GET', '/v1/test_clock', undefined, 403, 'not_a_sandbox');
  });
});
