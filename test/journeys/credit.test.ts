import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { judgeLateClicks } from '../../server/flows/judge-late-clicks.ts';
import { newId } from '../../server/platform/ids.ts';
import { DAY } from '../../server/values/instant.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const email = (): string => `${unique('c')}@customers.example`;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

describe('credit over HTTP', () => {
  let app: TestApp;
  let owner: World;
  let program: Json;
  let ann: Json;
  let bea: Json;
  before(async () => {
    app = await startApp();
  });
  after(() => app.close());

  async function open(more: Json = {}): Promise<void> {
    owner = await app.world();
    program = await owner.program({ default_terms: percent(1000), ...more });
    ann = await owner.partner(program);
    bea = await owner.partner(program);
  }
  const act = (partner: Json, name: string) => owner.ok('POST', `/v1/partners/${partner.id}/${name}`, {});
  const credit = (order: Json): string =>
    `${order.credit.partner_id === ann.id ? 'ann' : order.credit.partner_id === bea.id ? 'bea' : '-'} ${order.credit.reason}`;
  const orderOf = async (id: string): Promise<Json> => owner.ok('GET', `/v1/orders/${id}`);

  test('the click with which the cookie was given leads to the visitor’s other clicks', async () => {
    await open();
    const first = await owner.call('GET', new URL(ann.link.url).pathname, undefined, {
      key: null,
      headers: { 'user-agent': BROWSER },
    });
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    await owner.click(bea, { cookie });
    await act(ann, 'suspend');
    const click_id = new URL(first.headers.get('location')!).searchParams.get('tclid');
    assert.equal(credit(await owner.order({ click_id })), 'bea click');
  });

  test('reassigning a first payment takes along what went to nobody while its partner was suspended', async () => {
    await open();
    const who = email();
    const pay = (payment_number: number, more: Json = {}) =>
      owner.order({ email: who, subscription: { id: 's', payment_number }, ...more });
    const reassign = (order: Json, partner: Json | null) =>
      owner.ok('POST', `/v1/orders/${order.id}/reassign`, { partner_id: partner?.id ?? null, note: 'by phone' });
    const first = await pay(1, { via: ann.code });
    await act(ann, 'suspend');
    const second = await pay(2);
    assert.equal(credit(second), '- partner_not_active');
    await act(ann, 'reinstate');
    const third = await pay(3);
    await reassign(third, null);
    await reassign(first, bea);
    assert.equal(credit(await orderOf(second.id)), 'bea manual');
    // A person decided that one by itself.
    assert.equal(credit(await orderOf(third.id)), '- manual');
    assert.equal(await owner.owes(bea), '0 2000 0 0');
    assert.equal(await owner.owes(ann), '0 0 0 0');
  });

  test('a lead is new where it makes a contact or changes a referrer', async () => {
    await open();
    const who = email();
    const click_id = await owner.click(ann);
    const statusOf = async (more: Json) =>
      (await owner.call('POST', '/v1/track/leads', { email: who, ...more })).status;
    assert.equal(await statusOf({ click_id }), 201);
    assert.equal(await statusOf({ click_id }), 200);
    assert.equal(await statusOf({ via: ann.code }), 200);
    assert.equal(await statusOf({ via: bea.code }), 201);
    assert.equal(await statusOf({}), 200);
  });

  test('a note that is missing is asked for, wherever one is required', async () => {
    await open();
    const order = await owner.order({ via: ann.code });
    const contact = (await owner.all('/v1/contacts'))[0]!;
    for (const note of [undefined, null, '', ' ']) {
      await owner.refused('POST', `/v1/orders/${order.id}/reassign`, { partner_id: null, note }, 422, 'note_required');
      const change = { first_partner_id: bea.id, note };
      await owner.refused('PATCH', `/v1/contacts/${contact.id}`, change, 422, 'note_required');
    }
  });

  test('the sponsor is whom an order at the moment of joining would have credited', async () => {
    owner = await app.world();
    program = await owner.program();
    ann = await owner.partner(program, { joined_at: ago(40) });
    bea = await owner.partner(program, { joined_at: ago(40) });
    const who = email();
    await owner.lead({ email: who, via: ann.code, occurred_at: ago(20) });
    await owner.lead({ email: who, via: bea.code, occurred_at: ago(5) });
    assert.equal((await owner.partner(program, { email: who, joined_at: ago(10) })).sponsor_id, ann.id);
    assert.equal((await owner.partner(program, { via: bea.code })).sponsor_id, bea.id);
  });

  test('a click that lands late is judged by the settings that its order was recorded with, once', async () => {
    await open();
    const who = email();
    await owner.lead({ email: who, via: ann.code });
    const now = new Date();
    const click_id = newId('click', now);
    const order = await owner.order({ email: who, click_id });
    assert.equal(credit(order), 'ann last_referrer');
    await owner.ok('PATCH', '/v1/settings', { credit: 'first' });
    await land(click_id, now, bea);
    for (let times = 0; times < 2; times += 1) await judgeLateClicks(app.app.parts, owner.account.id, [click_id]);
    const anew = await orderOf(order.id);
    assert.equal(credit(anew), 'bea click');
    assert.equal(await owner.owes(ann), '0 0 0 0');
    assert.equal(await owner.owes(bea), '0 1000 0 0');
    const kinds = (await owner.commissions({ order_id: order.id })).map(({ kind, amount }) => `${kind} ${amount}`);
    assert.deepEqual(kinds.sort(), ['reversal -1000', 'sale 1000', 'sale 1000']);
  });

  test('what was held for an unverified lead stays held where a late click changes nothing', async () => {
    await open();
    await owner.ok('PATCH', '/v1/settings', { unverified_leads: 'hold' });
    const who = email();
    const page = { key: owner.account.publishable_key, status: 202 };
    await owner.ok('POST', '/v1/track/leads', { email: who, via: ann.code }, page);
    const old = new Date(Date.now() - 100 * DAY);
    const click_id = newId('click', old);
    const order = await owner.order({ email: who, click_id });
    await land(click_id, old, bea);
    await judgeLateClicks(app.app.parts, owner.account.id, [click_id]);
    assert.equal(credit(await orderOf(order.id)), 'ann last_referrer');
    const sales = (await owner.commissions({ order_id: order.id })).filter((row) => row.kind === 'sale');
    assert.deepEqual(
      sales.map((row) => row.held_reason),
      ['unverified', 'unverified'],
    );
    assert.equal(await owner.owes(ann), '1000 0 0 0');
  });

  /** A click that waited in a spool is written at last. */
  async function land(id: string, at: Date, partner: Json): Promise<void> {
    const client = new pg.Client({ connectionString: app.ownerUrl });
    await client.connect();
    try {
      await client.query('select machinery.ensure_click_month($1::date)', [at.toISOString().slice(0, 10)]);
      await client.query(`select set_config('app.account_id', $1, false)`, [owner.account.id]);
      await client.query(
        `insert into tenant.clicks (account_id, at, id, link_id, partner_id, visitor, visitor_kind, counted)
         values ($1, $2, $3, $4, $5, $3, 'hash', true)`,
        [owner.account.id, at, id, partner.link.id, partner.id],
      );
    } finally {
      await client.end();
    }
  }
});
