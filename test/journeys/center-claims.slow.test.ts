import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { type Browser, signIn } from '../support/center.ts';
import { item, type Json, percent, unique, type World } from '../support/world.ts';

/** "A sale of mine is missing": from the partner to the owner and back, without telling what is not theirs to know. */
let app: TestApp;
let world: World;
let program: Json;
let partner: Json;
let other: Json;
let browser: Browser;

before(async () => {
  app = await startApp();
  world = await app.world();
  program = await world.program({ default_terms: percent(2000) });
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

async function anew(): Promise<void> {
  partner = await world.partner(program);
  other = await world.partner(program);
  browser = await signIn(app.app, world, partner);
}

const claim = (more: Json): Promise<Json> => browser.ok('POST', '/claims', { text: 'I sent them to you.', ...more });
const office = (id: string): Promise<Json> => world.ok('GET', `/v1/claims/${id}`);
const sale = async (by: Json | null, more: Json = {}): Promise<Json> =>
  world.order({ items: [item('mug', 1, 10_000)], ...(by ? { click_id: await world.click(by) } : {}), ...more });
const kinds = async (): Promise<string[]> =>
  (await world.all('/v1/messages')).filter((row) => row.partner_id === partner.id).map((row) => row.kind);

describe('a claim', () => {
  test('is checked, accepted by reassignment, and told; the books still add up', async () => {
    await anew();
    const order = await sale(other);
    const made = await claim({ order_id: order.order_id });
    assert.deepEqual([made.status, made.finding], ['open', 'being_checked']);
    const seen = await office(made.id);
    assert.deepEqual(
      [seen.check.outcome, seen.check.order, seen.check.credited_to, seen.partner_id],
      ['credited_to_other', order.id, other.id, partner.id],
    );
    const accepted = await world.ok('POST', `/v1/claims/${made.id}/accept`, { note: 'They wrote the review' });
    assert.deepEqual([accepted.status, accepted.accepted_order], ['accepted', order.id]);
    assert.equal((await world.ok('GET', `/v1/orders/${order.id}`)).credit.partner_id, partner.id);
    assert.equal(await world.owes(partner), '0 2000 0 0');
    assert.equal(await world.owes(other), '0 0 0 0');
    const mine = await browser.ok('GET', `/claims/${made.id}`);
    assert.deepEqual([mine.status, mine.reason], ['accepted', null]);
    assert.ok(!JSON.stringify(mine).includes(other.id));
    assert.deepEqual((await kinds()).filter((kind) => kind.startsWith('claim_')).sort(), [
      'claim_accepted',
      'claim_received',
      'claim_received_owner',
    ]);
    const [row] = (await browser.ok('GET', '/commissions')).data;
    assert.deepEqual([row.amount, row.order_reference], [2000, order.order_id]);
    await assertBooks(app.database, world.account.id);
  });

  test('is declined with a reason that the partner reads; decided, it stays decided', async () => {
    await anew();
    const made = await claim({ order_id: unique('nothing') });
    assert.equal((await office(made.id)).check.outcome, 'order_unknown');
    await world.refused('POST', `/v1/claims/${made.id}/accept`, {}, 422, 'order_required');
    await world.ok('POST', `/v1/claims/${made.id}/decline`, { reason: 'That number is not ours.', note: 'third time' });
    const mine = await browser.ok('GET', `/claims/${made.id}`);
    assert.deepEqual([mine.status, mine.reason], ['declined', 'That number is not ours.']);
    assert.ok(!JSON.stringify(mine).includes('third time'));
    const told = (await world.all('/v1/messages', { kind: 'claim_declined' })).find((row) => row.to === partner.email);
    assert.match(told.text, /That number is not ours\./);
    for (const act of ['accept', 'decline'])
      await world.refused(
        'POST',
        `/v1/claims/${made.id}/${act}`,
        { reason: 'x' },
        act === 'accept' ? 400 : 409,
        act === 'accept' ? 'invalid' : 'wrong_status',
      );
    await world.refused('POST', `/v1/claims/${made.id}/accept`, {}, 409, 'wrong_status');
  });

  test('accepted by many at once credits once', async () => {
    await anew();
    const order = await sale(null);
    const made = await claim({ order_id: order.order_id });
    assert.equal((await office(made.id)).check.outcome, 'credited_to_nobody');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.call('POST', `/v1/claims/${made.id}/accept`, {})),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
    assert.equal(await world.owes(partner), '0 2000 0 0');
    const explained = await world.ok('GET', `/v1/orders/${order.id}/explanation`);
    assert.equal(explained.steps.filter((step: Json) => step.outcome === 'reassigned').length, 1);
  });

  test('by address and day finds the order around that day; the owner names another where it is that one', async () => {
    await anew();
    const email = `${unique('c')}@customers.example`;
    const first = await sale(null, { customer: { email } });
    const day = (await world.now()).toISOString().slice(0, 10);
    const made = await claim({ email: email.toUpperCase(), occurred_on: day });
    assert.deepEqual((await office(made.id)).check.order, first.id);
    const second = await sale(null, { customer: { email } });
    const body = { claimed_order_id: second.id };
    await world.ok('POST', `/v1/claims/${made.id}/accept`, body);
    assert.equal((await world.ok('GET', `/v1/orders/${second.id}`)).credit.partner_id, partner.id);
    assert.equal((await world.ok('GET', `/v1/orders/${first.id}`)).credit.partner_id, null);
    const late = await claim({ email, occurred_on: '2020-01-01' });
    assert.equal((await office(late.id)).check.outcome, 'no_order_that_day');
  });

  test('tells a partner nothing of whose address is known, or who was credited', async () => {
    await anew();
    const known = `${unique('c')}@customers.example`;
    const own = await sale(partner, { customer: { email: known } });
    const theirs = await sale(other);
    const day = (await world.now()).toISOString().slice(0, 10);
    const claims = [
      { email: known, occurred_on: day },
      { email: `${unique('c')}@customers.example`, occurred_on: day },
      { order_id: theirs.order_id },
      { order_id: unique('o') },
    ];
    const findings = [];
    for (const body of claims) findings.push((await claim(body)).finding);
    assert.deepEqual(new Set(findings), new Set(['being_checked']));
    assert.equal((await claim({ order_id: own.order_id })).finding, 'already_yours');
  });

  test('is one of five a day, also of many at once', async () => {
    await anew();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => browser.call('POST', '/claims', { order_id: unique('o'), text: 'Missing' })),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 5);
    const refused = answers.find(({ status }) => status !== 201)!;
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    assert.ok(refused.headers.get('retry-after'));
    await world.clock(1.01);
    await claim({ order_id: unique('o') });
  });

  test('needs something to look for, and words that can be kept', async () => {
    await anew();
    for (const body of [
      { text: 'x' },
      { email: 'a@b.example', text: 'x' },
      { order_id: 'o', text: '' },
      { order_id: 'o', text: 'x\u0000' },
      { order_id: 'o', text: 'x', occurred_on: '2026-02-30' },
    ])
      await browser.refused('POST', '/claims', body, 400, 'invalid');
  });

  test('of a partner who is suspended by then is not accepted', async () => {
    await anew();
    const order = await sale(null);
    const made = await claim({ order_id: order.order_id });
    await world.ok('POST', `/v1/partners/${partner.id}/suspend`);
    await world.refused('POST', `/v1/claims/${made.id}/accept`, {}, 409, 'wrong_status');
    assert.equal((await office(made.id)).status, 'open');
  });
});
