import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** What the office asks for: what waits, how far the account has come, who is found by a few letters. */
let app: TestApp;
let world: World;
before(async () => {
  app = await startApp();
  world = await app.world();
});
after(() => app.close());

const todo = async (of: World): Promise<Record<string, Json>> =>
  Object.fromEntries((await of.ok('GET', '/v1/todo')).data.map(({ kind, ...rest }: Json) => [kind, rest]));
const steps = async (of: World): Promise<string[]> =>
  (await of.ok('GET', '/v1/setup_guide')).steps.filter((one: Json) => one.done).map((one: Json) => one.step);

test('the first steps are seen as they happen, and the guide can be hidden', async () => {
  const fresh = await world.neighbour();
  assert.deepEqual(await steps(fresh), []);
  const program = await fresh.program();
  await fresh.terms(program, 'mug', percent(1000));
  const partner = await fresh.partner(program);
  assert.deepEqual(await steps(fresh), ['program', 'product', 'partner']);
  await fresh.click(partner);
  await fresh.order();
  await fresh.ok('PATCH', '/v1/settings', { setup_guide: 'hidden' });
  assert.deepEqual(await steps(fresh), ['program', 'product', 'partner', 'first_order']);
  assert.equal((await fresh.ok('GET', '/v1/setup_guide')).shown, false);
  await fresh.ok('PATCH', '/v1/settings', { credit: 'first' });
  assert.ok((await steps(fresh)).includes('settings'));
});

test('what waits for a person is counted, and gone when it is done', async () => {
  const one = await world.neighbour();
  assert.deepEqual(await todo(one), {});
  const program = await one.program({ commission_approval: 'manual', default_terms: percent(1000) });
  const waiting = await one.partner(program, { status: 'pending' });
  const partner = await one.partner(program);
  await one.order({ click_id: await one.click(partner) });
  const before = await todo(one);
  assert.equal(before['applications'].count, 1);
  assert.deepEqual(before['commissions_to_review'].amounts, [{ currency: 'USD', amount: 1000, count: 1 }]);
  assert.equal(before['payable'], undefined);
  await one.ok('POST', `/v1/partners/${waiting.id}/approve`, {});
  const [commission] = await one.commissions();
  await one.ok('POST', `/v1/commissions/${commission.id}/approve`, {});
  assert.deepEqual(Object.keys(await todo(one)), ['payable']);
  const run = await one.run();
  assert.deepEqual(Object.keys(await todo(one)), ['open_runs']);
  await one.markPaid(run);
  assert.deepEqual(await todo(one), {});
});

describe('a few letters find', () => {
  let program: Json;
  let maria: Json;
  let mario: Json;
  let order: Json;
  before(async () => {
    program = await world.program({ default_terms: percent(1000) });
    maria = await world.partner(program, { name: 'María de la Cruz', email: 'maria@blog.example', code: 'mia' });
    mario = await world.partner(program, { name: 'Mario Rossi', email: 'rossi@mail.example', sponsor_id: maria.id });
    order = await world.order({ order_id: 'A-1001', email: 'crosby@customers.example' });
  });
  const found = async (path: string): Promise<string[]> =>
    (await world.ok('GET', path)).data.map((one: Json) => one.id).sort();
  const cases: [string, () => Json[]][] = [
    ['/v1/partners?q=mar', () => [maria, mario]],
    ['/v1/partners?q=MAR%C3%8DA', () => [maria]],
    ['/v1/partners?q=cruz', () => [maria]],
    ['/v1/partners?q=ross', () => [mario]],
    ['/v1/partners?q=mia', () => [maria]],
    ['/v1/partners?q=%25', () => []],
    ['/v1/orders?q=A-1001', () => [order]],
    ['/v1/orders?q=cros', () => [order]],
    ['/v1/orders?q=cros&credited=true', () => []],
  ];
  for (const [path, expected] of cases)
    test(path, async () =>
      assert.deepEqual(
        await found(path),
        expected()
          .map((one) => one.id)
          .sort(),
      ),
    );
  test('recruits, and those who are named by their ids', async () => {
    assert.deepEqual(await found(`/v1/partners?sponsor_id=${maria.id}`), [mario.id]);
    assert.deepEqual(await found(`/v1/partners?partner_ids=${maria.id},${mario.id}`), [maria.id, mario.id].sort());
    assert.deepEqual(await found(`/v1/orders?order_ids=${order.id}`), [order.id]);
    assert.deepEqual(await found(`/v1/contacts?contact_ids=${maria.contact_id}`), [maria.contact_id]);
    assert.equal((await found('/v1/contacts?q=crosb')).length, 1);
  });
});

test('notes are kept for the office, and erased with the person', async () => {
  const { partner } = await world.seller(1000);
  const note = await world.ok('POST', '/v1/notes', { partner_id: partner.id, text: 'Asked for <b>banners</b>.' });
  await world.ok('POST', '/v1/notes', { contact_id: partner.contact_id, text: 'Met in Lyon.' });
  const texts = async (query: string): Promise<string[]> =>
    (await world.ok('GET', `/v1/notes?${query}`)).data.map((one: Json) => one.text);
  assert.deepEqual(await texts(`partner_id=${partner.id}`), ['Asked for <b>banners</b>.']);
  await world.refused('GET', `/v1/notes?partner_id=${partner.id}&contact_id=x`, undefined, 400, 'invalid');
  await world.ok('DELETE', `/v1/notes/${note.id}`);
  await world.refused('DELETE', `/v1/notes/${note.id}`, undefined, 404, 'not_found');
  await world.ok('POST', `/v1/partners/${partner.id}/suspend`, {});
  await world.ok('POST', `/v1/contacts/${partner.contact_id}/erase`, {});
  assert.deepEqual(await texts(`contact_id=${partner.contact_id}`), []);
});

test('a program that ended pays nothing more, takes nobody, and keeps what was earned', async () => {
  const { program, partner } = await world.seller(1000);
  await world.terms(program, 'cup', percent(500));
  await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(9000));
  const click = await world.click(partner);
  assert.equal((await world.order({ click_id: click })).commissions[0].amount, 9000);
  const ended = await world.ok('POST', `/v1/programs/${program.id}/end`, {});
  assert.ok(ended.ended_at);
  await world.ok('POST', `/v1/programs/${program.id}/end`, {});
  const items = [
    { sku: 'cup', quantity: 1, unit_amount: 1000 },
    { sku: 'mug', quantity: 1, unit_amount: 1000 },
  ];
  const after = await world.order({ click_id: click, items });
  assert.deepEqual(
    after.uncommissioned.map((one: Json) => one.reason),
    ['product_not_in_program', 'product_not_in_program'],
  );
  const { payable, pending } = await world.balance(partner);
  assert.equal(payable + pending, 9000);
  const other = await world.program();
  const moved = await world.partner(other);
  const named = { program_id: program.id, email: `${unique('late')}@partners.example`, name: 'Late' };
  await world.refused('POST', '/v1/partners', named, 409, 'program_ended');
  await world.refused('POST', `/v1/partners/${moved.id}/move`, { program_id: program.id }, 409, 'program_ended');
  await world.refused('PATCH', `/v1/programs/${program.id}`, { name: 'Again' }, 409, 'program_ended');
  await world.refused('PUT', `/v1/programs/${program.id}/products/cup`, percent(1), 409, 'program_ended');
});

test("a rail's file settles many payouts, each by itself", async () => {
  const one = await world.neighbour();
  const program = await one.program({ default_terms: percent(1000) });
  for (const partner of [await one.partner(program), await one.partner(program), await one.partner(program)])
    await one.order({ click_id: await one.click(partner) });
  await one.clock(1);
  const run = await one.run();
  const [first, second, third] = run.payouts;
  const results = [
    { payout_id: first.id, status: 'paid', reference: 'T-1' },
    { payout_id: second.id, status: 'failed', reason: 'no such account' },
    { payout_id: third.id, status: 'paid' },
    { payout_id: 'pay_nobody', status: 'paid' },
  ];
  const taken = await one.ok('POST', `/v1/payout_runs/${run.id}/results`, { results });
  assert.deepEqual(
    taken.data.map((row: Json) => `${row.status} ${row.refused}`),
    ['paid null', 'failed null', 'paid null', 'null not_found'],
  );
  const again = [{ payout_id: second.id, status: 'paid' }];
  const refused = await one.ok('POST', `/v1/payout_runs/${run.id}/results`, { results: again });
  assert.deepEqual(refused.data, [{ payout_id: second.id, status: 'failed', refused: 'payout_settled' }]);
  assert.equal((await one.ok('GET', `/v1/payout_runs/${run.id}`)).status, 'paid');
});
