import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DAY } from '../../server/values/instant.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { earned, flat, item, type Json, percent, unique, type World } from '../support/world.ts';

/** Each figure that docs or rules work out, over HTTP, with the number of its rule. */
let app: TestApp;
let world: World;
before(async () => {
  app = await startApp();
  world = await app.world();
});
after(async () => {
  await assertBooks(app.database, world.account.id);
  await app.close();
});

const amounts = (order: Json): number[] => order.commissions.map((row: Json) => row.amount);
const reasons = (order: Json): string[] => order.uncommissioned.map((row: Json) => row.reason);

/** A partner in a program of their own, and one order of theirs. */
async function sold(terms: Json, order: Json, program: Json = {}): Promise<[Json, Json]> {
  const { partner } = await world.seller(0, { default_terms: terms, ...program });
  return [partner, await world.order({ click_id: await world.click(partner), ...order })];
}
const setRate = (from: string, to: string, rate: string, day = '2026-01-05') =>
  world.ok('PUT', '/v1/exchange_rates', { rates: [{ from, to, day, rate }] });

describe('rule 13: what a commission is computed on', () => {
  test('an order discount of 1.00 over three lines of 10.00 leaves 9.66, 9.67 and 9.67', async () => {
    const items = ['a', 'b', 'c'].map((sku) => item(sku, 1, 1000));
    const [, order] = await sold(percent(10_000), { items, discount_amount: 100 });
    assert.deepEqual(
      order.commissions.map((row: Json) => row.base_amount),
      [966, 967, 967],
    );
  });

  test('tax and shipping join the base where the program says so, and not else', async () => {
    const order = { items: [item('mug', 1, 10_000, { tax_amount: 700 })], discount_amount: 1000, shipping_amount: 500 };
    for (const [include, expected] of [
      [{}, 450],
      [{ include_shipping: true }, 475],
      [{ include_tax: true }, 485],
      [{ include_tax: true, include_shipping: true }, 510],
    ] as const)
      assert.deepEqual(amounts((await sold(percent(500), order, include))[1]), [expected]);
  });

  test('where prices include tax, a line’s tax is taken out of its base unless tax is included', async () => {
    await world.ok('PATCH', '/v1/settings', { prices_include_tax: true });
    const order = { items: [item('mug', 1, 12_000, { tax_amount: 2000 })] };
    const [, plain] = await sold(percent(1000), order);
    const [, whole] = await sold(percent(1000), order, { include_tax: true });
    await world.ok('PATCH', '/v1/settings', { prices_include_tax: false });
    assert.deepEqual([plain.total_amount, amounts(plain), amounts(whole)], [12_000, [1000], [1200]]);
  });

  test('where all lines are free, sharing goes by quantity', async () => {
    const items = [item('a', 1, 0), item('b', 3, 0)];
    const [, order] = await sold(percent(10_000), { items, shipping_amount: 400 }, { include_shipping: true });
    assert.deepEqual(amounts(order), [100, 300]);
  });

  test('no discount exceeds what it is taken from', async () => {
    const body = world.orderBody({ items: [item('mug', 1, 1000)], discount_amount: 1001 });
    await world.refused('POST', '/v1/orders', body, 422, 'discount_exceeds_order');
    const line = world.orderBody({ items: [item('mug', 1, 1000, { discount_amount: 1001 })] });
    await world.refused('POST', '/v1/orders', line, 422, 'discount_exceeds_order');
  });
});

describe('rules 14 to 18: rates', () => {
  test('250.00 at 1.13 % is 2.83, 50.00 is 0.57, and 1,000.00 at 0.57 % is 5.70', async () => {
    for (const [price, bps, expected] of [
      [25_000, 113, 283],
      [5000, 113, 57],
      [100_000, 57, 570],
      [500, 290, 15],
      [15, 1000, 2],
      [1, 5000, 1],
      [7, 2000, 1],
    ] as const)
      assert.deepEqual(amounts((await sold(percent(bps), { items: [item('mug', 1, price)] }))[1]), [expected]);
  });

  test('what rounds to zero leaves no row, and the order says so', async () => {
    const [partner, order] = await sold(percent(2000), { items: [item('mug', 1, 2)] });
    assert.deepEqual([amounts(order), reasons(order)], [[], ['rounds_to_zero']]);
    assert.equal(order.credit.partner_id, partner.id);
  });

  test('minor units are what the currency has: 0, 2 or 3 decimals', async () => {
    for (const currency of ['JPY', 'USD', 'KWD']) {
      const [, order] = await sold(percent(1000), { currency, items: [item('mug', 1, 1235)] }, { currency });
      assert.deepEqual(
        order.commissions.map((row: Json) => [row.amount, row.currency]),
        [[124, currency]],
      );
    }
  });

  test('flat amounts: 5.00 per unit, line or order of three', async () => {
    const items = [item('mug', 3, 2000), item('hat', 1, 100)];
    for (const [per, expected] of [
      ['unit', [1500, 500]],
      ['line', [500, 500]],
      ['order', [500]],
    ] as const)
      assert.deepEqual(amounts((await sold(flat(per, 500), { items }))[1]), expected);
  });

  test('per order the highest first tier counts, on its line, and the earlier where two are alike', async () => {
    const program = await world.program();
    for (const [sku, amount] of [
      ['a', 300],
      ['b', 700],
      ['c', 700],
    ] as const)
      await world.terms(program, sku, flat('order', amount));
    const partner = await world.partner(program);
    const items = ['a', 'b', 'c'].map((sku) => item(sku, 1, 1000));
    const order = await world.order({ click_id: await world.click(partner), items });
    assert.deepEqual(
      order.commissions.map((row: Json) => [row.sku, row.amount]),
      [['b', 700]],
    );
  });

  test('a free line earns nothing, flat amounts too; a product outside the program neither, and both say why', async () => {
    const program = await world.program();
    await world.terms(program, 'mug', flat('unit', 500));
    const partner = await world.partner(program);
    const items = [item('mug', 1, 0), item('hat', 1, 5000)];
    const order = await world.order({ click_id: await world.click(partner), items });
    assert.deepEqual([amounts(order), reasons(order).sort()], [[], ['nothing_to_earn_on', 'product_not_in_program']]);
  });

  test('a partner’s own terms beat the product’s, those the default; the program’s second tier stays', async () => {
    const program = await world.program({ tiers: 2, default_terms: percent(100, 50) });
    await world.terms(program, 'mug', percent(1000, 500));
    const sponsor = await world.partner(program);
    const partner = await world.partner(program, { sponsor_id: sponsor.id });
    const buy = async () =>
      earned(
        await world.order({
          click_id: await world.click(partner),
          items: [item('mug', 1, 10_000), item('hat', 1, 10_000)],
        }),
        { partner, sponsor },
      );
    assert.deepEqual(await buy(), ['partner 1 100', 'partner 1 1000', 'sponsor 2 50', 'sponsor 2 500']);
    await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(3000));
    assert.deepEqual(await buy(), ['partner 1 3000', 'partner 1 3000', 'sponsor 2 50', 'sponsor 2 500']);
    await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(3000, 0));
    assert.deepEqual(await buy(), ['partner 1 3000', 'partner 1 3000'], '0 is something');
    await world.ok('DELETE', `/v1/partners/${partner.id}/terms`);
    assert.deepEqual(await buy(), ['partner 1 100', 'partner 1 1000', 'sponsor 2 50', 'sponsor 2 500']);
  });

  test('own terms apply only to products that the program pays for', async () => {
    const program = await world.program();
    await world.terms(program, 'mug', percent(1000));
    const partner = await world.partner(program);
    await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(5000));
    const order = await world.order({
      click_id: await world.click(partner),
      items: [item('mug', 1, 100), item('hat', 1, 100)],
    });
    assert.deepEqual([amounts(order), reasons(order)], [[50], ['product_not_in_program']]);
  });
});

describe('rule 19: the second tier', () => {
  const family = async (tier2_base: string, terms: Json): Promise<{ sponsor: Json; partner: Json }> => {
    const program = await world.program({ tiers: 2, tier2_base, default_terms: terms });
    const sponsor = await world.partner(program);
    return { sponsor, partner: await world.partner(program, { sponsor_id: sponsor.id }) };
  };

  test('100.00 at 20 % and 10 % of commission: 20.00 and 2.00; at 10 % and 5 % of sale: 10.00 and 5.00', async () => {
    for (const [base, terms, expected] of [
      ['commission', percent(2000, 1000), ['partner 1 2000', 'sponsor 2 200']],
      ['sale', percent(1000, 500), ['partner 1 1000', 'sponsor 2 500']],
    ] as const) {
      const people = await family(base, terms);
      assert.deepEqual(earned(await world.order({ click_id: await world.click(people.partner) }), people), expected);
    }
  });

  test('a sponsor who buys, or is not approved, earns nothing on it; recruiting alone neither', async () => {
    const people = await family('sale', percent(1000, 500));
    assert.equal(await world.owes(people.sponsor), '0 0 0 0');
    const own = { click_id: await world.click(people.partner), email: people.sponsor.email };
    assert.deepEqual(earned(await world.order(own), people), ['partner 1 1000']);
    await world.ok('POST', `/v1/partners/${people.sponsor.id}/suspend`, {});
    assert.deepEqual(earned(await world.order({ click_id: await world.click(people.partner) }), people), [
      'partner 1 1000',
    ]);
  });

  test('whoever brought a new partner is the sponsor; nobody is their own, near or far', async () => {
    const program = await world.program({ tiers: 2, default_terms: percent(1000, 500) });
    const ann = await world.partner(program);
    const bea = await world.partner(program, { click_id: await world.click(ann) });
    const cara = await world.partner(program, { via: bea.code });
    assert.deepEqual([bea.sponsor_id, cara.sponsor_id], [ann.id, bea.id]);
    for (const sponsor_id of [ann.id, bea.id, cara.id])
      await world.refused('PATCH', `/v1/partners/${ann.id}`, { sponsor_id }, 422, 'sponsor_ring');
  });
});

describe('rule 20: subscriptions', () => {
  const member = async (terms: Json) => {
    const { partner } = await world.seller(0, { default_terms: terms });
    const [email, id] = [`${unique('m')}@customers.example`, unique('sub')];
    const click_id = await world.click(partner);
    return (payment_number: number, amount: number, more: Json = {}) =>
      world.order({
        ...{ email, click_id: payment_number === 1 ? click_id : null, subscription: { id, payment_number } },
        ...{ items: [item('plan', 1, amount)], ...more },
      });
  };

  test('50.00 a month at 25 % is 12.50 each; upgraded to 100.00 it is 25.00', async () => {
    const pay = await member(percent(2500));
    assert.deepEqual(amounts(await pay(1, 5000)), [1250]);
    assert.deepEqual(amounts(await pay(2, 5000)), [1250]);
    const third = await pay(3, 10_000);
    assert.deepEqual([amounts(third), third.credit.reason], [[2500], 'subscription']);
  });

  test('only so many payments earn: free trials do not count, refunded ones do', async () => {
    const pay = await member(percent(1000, undefined, { max_payments: 2 }));
    assert.deepEqual(amounts(await pay(1, 0)), []);
    const second = await pay(2, 5000);
    assert.deepEqual(amounts(second), [500]);
    await world.refund(second);
    assert.deepEqual(amounts(await pay(3, 5000)), [500]);
    const fourth = await pay(4, 5000);
    assert.deepEqual([amounts(fourth), reasons(fourth)], [[], ['payments_used_up']]);
  });

  test('later payments have their own rate, and all go by the terms of the first', async () => {
    const program = await world.program({
      default_terms: percent(5000, undefined, { later_payments: { tier1_bps: 1000 } }),
    });
    const partner = await world.partner(program);
    const [email, id] = [`${unique('m')}@customers.example`, unique('sub')];
    const pay = (payment_number: number, more: Json = {}) =>
      world.order({ email, subscription: { id, payment_number }, ...more });
    assert.deepEqual(amounts(await pay(1, { click_id: await world.click(partner) })), [5000]);
    await world.ok('PATCH', `/v1/programs/${program.id}`, { default_terms: percent(1) });
    assert.deepEqual(amounts(await pay(2)), [1000]);
  });
});

describe('rule 21: other currencies', () => {
  const past = (currency: string, amount: number, day = '2026-01-05') => ({
    currency,
    items: [item('mug', 1, amount)],
    occurred_at: `${day}T10:00:00Z`,
  });
  /** Credited by a coupon, since the order lies in the past. */
  const soldBefore = async (order: Json, program: Json = {}): Promise<Json> => {
    const made = await world.program({ default_terms: percent(1000), ...program });
    const partner = await world.partner(made, { joined_at: '2025-12-01T00:00:00Z' });
    const code = unique('C');
    await world.ok('POST', '/v1/coupons', { partner_id: partner.id, code });
    return world.call('POST', '/v1/orders', world.orderBody({ coupon: code, ...order }));
  };

  test('99.99 EUR at 1.0837 is 108.36 USD, and 10 % of it 10.84', async () => {
    await setRate('EUR', 'USD', '1.0837');
    const { body } = await soldBefore(past('EUR', 9999));
    assert.deepEqual(
      body.commissions.map((row: Json) => [row.base_amount, row.amount, row.currency]),
      [[10_836, 1084, 'USD']],
    );
  });

  test('the inverse serves where there is no direct rate, and both together through the account’s currency', async () => {
    await setRate('GBP', 'USD', '1.25');
    assert.deepEqual(amounts((await soldBefore(past('USD', 10_000), { currency: 'GBP' })).body), [800]);
    assert.deepEqual(amounts((await soldBefore(past('EUR', 10_000), { currency: 'GBP' })).body), [867]);
  });

  test('a rate serves for seven days, and not for the eighth', async () => {
    await setRate('CHF', 'USD', '1.1');
    assert.equal((await soldBefore(past('CHF', 1000, '2026-01-12'))).status, 201);
    assert.equal((await soldBefore(past('CHF', 1000, '2026-01-13'))).body.code, 'no_exchange_rate');
  });

  test('an order that is refused leaves no contact and no referrer; with nobody to credit it is taken', async () => {
    const email = `${unique('none')}@customers.example`;
    const answer = await soldBefore({ ...past('SEK', 1000), email });
    assert.deepEqual([answer.status, answer.body.code], [422, 'no_exchange_rate']);
    assert.deepEqual((await world.ok('GET', `/v1/contacts?email=${email}`)).data, []);
    assert.deepEqual(amounts(await world.order(past('SEK', 1000))), []);
  });
});

describe('rules 22 to 26: hold and refunds', () => {
  test('a hold ends by itself after its days, at its last instant', async () => {
    const [partner, order] = await sold(percent(1000), {}, { hold_days: 30 });
    const end = new Date(order.commissions[0].payable_on);
    assert.equal(end.getTime() - Date.parse(order.occurred_at), 30 * DAY);
    await world.clock(new Date(end.getTime() - 5000));
    assert.equal(await world.owes(partner), '1000 0 0 0');
    await world.clock(end);
    assert.equal(await world.owes(partner), '0 1000 0 0');
  });

  test('approval by hand makes payable at once; cancelled and restored it takes on the refunds since', async () => {
    const [partner, order] = await sold(percent(1000), {}, { commission_approval: 'manual' });
    const [{ id, held_reason }] = order.commissions;
    assert.equal(held_reason, 'awaiting_approval');
    await world.ok('POST', `/v1/commissions/${id}/approve`, {});
    assert.equal(await world.owes(partner), '0 1000 0 0');
    await world.ok('POST', `/v1/commissions/${id}/cancel`, {});
    await world.refund(order, { amount: 4000 });
    assert.equal(await world.owes(partner), '0 0 0 0', 'a cancelled commission gets no reversal');
    await world.ok('POST', `/v1/commissions/${id}/restore`, {});
    assert.equal(await world.owes(partner), '0 600 0 0');
  });

  test('a chargeback that was won is undone, once', async () => {
    const [partner, order] = await sold(percent(1000), {});
    const { id } = await world.refund(order, { reason: 'chargeback', amount: 3000 });
    assert.equal(await world.owes(partner), '0 700 0 0');
    for (const _ of [1, 2]) await world.ok('POST', `/v1/refunds/${id}/reverse`, {});
    assert.equal(await world.owes(partner), '0 1000 0 0');
  });

  test('a refund before its order waits, goes as far as the order goes, and the rest is listed', async () => {
    const { partner } = await world.seller(1000);
    const order_id = unique('later');
    await world.ok('POST', '/v1/refunds', { order_id, refund_id: 'r', amount: 12_000 }, { status: 202 });
    await world.order({ order_id, click_id: await world.click(partner) });
    assert.equal(await world.owes(partner), '0 0 0 0');
    const listed = (await world.all('/v1/refunds/unapplied')).find((row) => row.order_id === order_id);
    assert.match(listed.note, /"amount":2000/);
  });
});
