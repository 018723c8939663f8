import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DAY } from '../../server/values/instant.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** Rules 3 to 12 as an owner meets them: two partners, and customers who come by one, by the other, or by neither. */
let app: TestApp;
let world: World;
let [ann, bea]: Json[] = [];

before(async () => {
  app = await startApp();
});
after(() => app.close());

async function open(program: Json = {}): Promise<void> {
  world = await app.world();
  const made = await world.program({ default_terms: percent(1000), ...program });
  [ann, bea] = [await world.partner(made), await world.partner(made)];
}
beforeEach(() => open());

const customer = (): string => `${unique('c')}@customers.example`;
const set = (settings: Json) => world.ok('PATCH', '/v1/settings', settings);
const act = (partner: Json, what: string) => world.ok('POST', `/v1/partners/${partner.id}/${what}`, {});
const nameOf = (id: string | null): string =>
  id === ann.id ? 'ann' : id === bea.id ? 'bea' : id === null ? 'nobody' : id;
/** "ann click": who is credited for an order, and why. */
const credit = (order: Json): string => `${nameOf(order.credit.partner_id)} ${order.credit.reason}`;
const buy = async (more: Json = {}): Promise<string> => credit(await world.order(more));
const referrers = async (email: string): Promise<string> => {
  const [contact] = (await world.ok('GET', `/v1/contacts?email=${encodeURIComponent(email)}`)).data;
  return `${nameOf(contact.first_partner_id)} ${nameOf(contact.last_partner_id)}`;
};
const at = (from: Date, ms: number): string => new Date(from.getTime() + ms).toISOString();

describe('referrers (rules 4, 6, 7)', () => {
  test('who clicks A, does nothing, clicks B and opts in through B’s click is B’s: first and last', async () => {
    const email = customer();
    await world.click(ann);
    await world.lead({ email, click_id: await world.click(bea) });
    assert.equal(await referrers(email), 'bea bea');
  });

  test('a click alone changes nothing; an order by it makes it the last, and never the first', async () => {
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    const later = await world.click(bea);
    assert.equal(await buy({ email }), 'ann last_referrer');
    assert.equal(await buy({ email, click_id: later }), 'bea click');
    assert.equal(await referrers(email), 'ann bea');
    assert.equal(await buy({ email }), 'bea last_referrer');
  });

  test('a contact without a first referrer gets none by a later lead', async () => {
    const email = customer();
    assert.equal(await buy({ email }), 'nobody no_touch');
    await world.lead({ email, click_id: await world.click(ann) });
    assert.equal(await referrers(email), 'nobody ann');
  });

  test('a stored referrer serves as long as the program says, and the same partner again renews it', async () => {
    await open({ lead_window_days: 10 });
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    await world.clock(9);
    assert.equal(await buy({ email }), 'ann last_referrer');
    await world.clock(2);
    assert.equal(await buy({ email }), 'nobody window_passed', 'an order credited by it renews nothing');
    await world.lead({ email, click_id: await world.click(ann) });
    await world.clock(9);
    assert.equal(await buy({ email }), 'ann last_referrer');
  });

  test('by hand, with a note and a history', async () => {
    const email = customer();
    const { contact_id } = await world.lead({ email, click_id: await world.click(ann) });
    const path = `/v1/contacts/${contact_id}`;
    await world.refused('PATCH', path, { last_partner_id: bea.id }, 422, 'note_required');
    await world.ok('PATCH', path, { last_partner_id: bea.id, note: 'She asked' });
    assert.equal(await buy({ email }), 'bea last_referrer');
    const history = (await world.ok('GET', `${path}/referrals`)).data.map((row: Json) => `${row.cause} ${row.slots}`);
    assert.deepEqual(history, ['lead both', 'manual last']);
  });
});

describe('windows (rule 5)', () => {
  test('a click counts to the last second of its window and not beyond', async () => {
    await open({ click_window_days: 30 });
    await world.clock(1);
    const made = await world.now();
    const click_id = await world.click(ann);
    await world.clock(31);
    assert.equal(await buy({ click_id, occurred_at: at(made, 30 * DAY - 2000) }), 'ann click');
    const second = at(made, 30 * DAY).replace(/\.\d+Z/, 'Z');
    assert.equal(
      await buy({ click_id, occurred_at: second }),
      'ann click',
      'without a fraction: the end of that second',
    );
    assert.equal(await buy({ click_id, occurred_at: at(made, 30 * DAY + 5000) }), 'nobody window_passed');
  });

  test('the window is the one that the program had when the touch was made', async () => {
    await open({ click_window_days: 30 });
    const click_id = await world.click(ann);
    await world.ok('PATCH', `/v1/programs/${ann.program_id}`, { click_window_days: 1 });
    const short = await world.click(bea);
    await world.clock(20);
    assert.equal(await buy({ click_id }), 'ann click');
    assert.equal(await buy({ click_id: short }), 'nobody window_passed');
  });

  test('a click up to ten minutes later than the order counts if the order names it', async () => {
    await world.clock(1);
    const now = await world.now();
    const click_id = await world.click(ann);
    assert.equal(await buy({ click_id, occurred_at: at(now, -9 * 60_000) }), 'ann click');
    assert.notEqual(await buy({ click_id, occurred_at: at(now, -11 * 60_000) }), 'ann click');
    const ahead = world.orderBody({ occurred_at: at(now, 11 * 60_000) });
    await world.refused('POST', '/v1/orders', ahead, 422, 'occurred_too_late');
  });

  test('touches that are not valid are passed over, and the next is tried', async () => {
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    const click_id = await world.click(bea);
    await act(bea, 'suspend');
    assert.equal(await buy({ email, click_id }), 'ann last_referrer');
    await act(bea, 'reinstate');
    assert.equal(await buy({ email, click_id }), 'bea click');
    await act(bea, 'suspend');
    const made = await world.click(bea);
    await act(bea, 'reinstate');
    assert.equal(await buy({ click_id: made }), 'nobody partner_not_active', 'not approved when it was made');
  });
});

describe('the owner’s choices (rule 8)', () => {
  test('first: the first referrer keeps the credit', async () => {
    await set({ credit: 'first' });
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    assert.equal(await buy({ email, click_id: await world.click(bea) }), 'ann first_referrer');
    assert.equal(await buy({ click_id: await world.click(bea) }), 'bea click', 'as it was before this order');
  });

  test('last touch only: no click, no commission', async () => {
    await set({ credit: 'last_touch_only' });
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    assert.equal(await buy({ email }), 'nobody no_touch');
    assert.equal(await buy({ email, click_id: await world.click(bea) }), 'bea click');
  });

  test('a coupon comes before the click or right after it, in any case of letters; an unknown one changes nothing', async () => {
    await world.ok('POST', '/v1/coupons', { partner_id: bea.id, code: 'Bea 10%' });
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    assert.equal(await buy({ email, coupon: 'bea 10%' }), 'bea coupon');
    assert.equal(await buy({ coupon: 'SUMMER', click_id: await world.click(ann) }), 'ann click');
    assert.equal(await buy({ coupon: 'BEA 10%', click_id: await world.click(ann) }), 'bea coupon');
    await set({ coupon_credit: 'under_click' });
    assert.equal(await buy({ coupon: 'BEA 10%', click_id: await world.click(ann) }), 'ann click');
    const other = customer();
    await world.lead({ email: other, click_id: await world.click(ann) });
    assert.equal(await buy({ email: other, coupon: 'BEA 10%' }), 'bea coupon');
  });

  test('a subscription stays with whoever sold it, and with nobody while they are away', async () => {
    const email = customer();
    const pay = (payment_number: number, more: Json = {}) =>
      buy({ email, subscription: { id: 'club', payment_number }, ...more });
    assert.equal(await pay(1, { click_id: await world.click(ann) }), 'ann click');
    assert.equal(await pay(2, { click_id: await world.click(bea) }), 'ann subscription');
    await act(ann, 'suspend');
    assert.equal(await pay(3), 'nobody partner_not_active');
    await act(ann, 'reinstate');
    assert.equal(await pay(4), 'ann subscription');
    const other = { email: customer(), subscription: { id: 'other', payment_number: 5 } };
    assert.equal(await buy({ ...other, click_id: await world.click(bea) }), 'bea click', 'its first is not known');
  });

  test('a subscription whose first payment went to nobody goes on going to nobody', async () => {
    const email = customer();
    assert.equal(await buy({ email, subscription: { id: 'club', payment_number: 1 } }), 'nobody no_touch');
    const more = { email, subscription: { id: 'club', payment_number: 2 }, click_id: await world.click(ann) };
    assert.equal(await buy(more), 'nobody no_touch');
  });
});

describe('whose order it is (rules 1 and 10)', () => {
  test('nobody earns on their own purchase: by case, dots and tags of Gmail, or the same contact', async () => {
    const gmail = { email: 'jo.doe@gmail.com', name: 'Jo', program_id: ann.program_id };
    const jo = await world.partner({ id: ann.program_id }, gmail);
    const click_id = await world.click(jo);
    for (const email of ['JO.DOE@gmail.com', 'jodoe@gmail.com', 'j.o.doe+shop@googlemail.com'])
      assert.equal(await buy({ email, click_id }), 'nobody self_referral', email);
    assert.equal((await world.order({ email: 'jo.do@gmail.com', click_id })).credit.partner_id, jo.id);
  });

  test('held for a person, or allowed, if the owner says so', async () => {
    await set({ self_referral: 'hold' });
    const own = { email: ann.email, click_id: await world.click(ann) };
    const held = await world.order(own);
    assert.deepEqual(
      held.commissions.map((row: Json) => [row.status, row.held_reason]),
      [['pending', 'self_referral']],
    );
    await world.clock(100);
    assert.equal(await world.owes(ann), '1000 0 0 0');
    await world.ok('POST', `/v1/commissions/${held.commissions[0].id}/approve`, {});
    await set({ self_referral: 'allow' });
    const allowed = await world.order({ ...own, click_id: await world.click(ann) });
    assert.equal(allowed.commissions[0].held_reason, null);
    await assertBooks(app.database, world.account.id);
  });

  test('the external id decides, then the address; where they point to two, it is listed and nothing merged', async () => {
    const [email, external_id] = [customer(), unique('ext')];
    await world.lead({ email, click_id: await world.click(ann) });
    await world.order({ customer: { external_id }, click_id: await world.click(bea) });
    assert.equal(await buy({ customer: { email, external_id } }), 'bea last_referrer');
    assert.equal((await world.all('/v1/contacts/conflicts')).length, 1);
    assert.equal(await buy({ customer: { email } }), 'ann last_referrer');
  });

  test('without a customer only the order’s own click or coupon can credit it', async () => {
    await world.ok('POST', '/v1/coupons', { partner_id: bea.id, code: 'BEA' });
    assert.equal(await buy({ customer: null }), 'nobody no_touch');
    assert.equal(await buy({ customer: null, click_id: await world.click(ann) }), 'ann click');
    assert.equal(await buy({ customer: null, coupon: 'bea' }), 'bea coupon');
  });

  test('a click that is not ours is said to be unknown, and the search goes on', async () => {
    assert.equal(await buy({ click_id: 'clk_from_elsewhere' }), 'nobody unknown_click');
    const email = customer();
    await world.lead({ email, click_id: await world.click(ann) });
    assert.equal(await buy({ email, click_id: 'clk_01jzzzzzzzzzzzzzzzzzzzzzzz' }), 'ann last_referrer');
  });
});

describe('suspension and reassignment', () => {
  test('what is pending is held while its partner is suspended, and goes on after', async () => {
    await open({ hold_days: 30 });
    const order = await world.order({ click_id: await world.click(ann) });
    await act(ann, 'suspend');
    const [held] = await world.commissions({ order_id: order.id });
    assert.deepEqual([held.status, held.held_reason], ['pending', 'partner_suspended']);
    await world.clock(40);
    assert.equal(await world.owes(ann), '1000 0 0 0');
    await act(ann, 'reinstate');
    assert.equal(await world.owes(ann), '0 1000 0 0');
  });

  test('by hand old commissions are reversed and new ones recorded, both kept, and refunds go along', async () => {
    const order = await world.order({ click_id: await world.click(ann) });
    await world.refund(order, { amount: 2000 });
    const path = `/v1/orders/${order.id}/reassign`;
    await world.refused('POST', path, { partner_id: bea.id, note: ' ' }, 422, 'note_required');
    const now = await world.ok('POST', path, { partner_id: bea.id, note: 'Her customer' });
    assert.equal(credit(now), 'bea manual');
    assert.deepEqual([await world.owes(ann), await world.owes(bea)], ['0 0 0 0', '0 800 0 0']);
    assert.equal(now.commissions.filter((row: Json) => row.partner_id === ann.id && row.kind === 'sale').length, 1);
    await world.ok('POST', path, { partner_id: null, note: 'Nobody' });
    assert.equal(await world.owes(bea), '0 0 0 0');
    const { steps } = await world.ok('GET', `/v1/orders/${order.id}/explanation`);
    assert.match(JSON.stringify(steps), /manual/);
    await assertBooks(app.database, world.account.id);
  });
});
