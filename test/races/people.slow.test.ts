import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { askBooks } from '../support/books.ts';
import { type Arena, atOnce, openArena, statuses, times } from '../support/races.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

let arena: Arena;
let world: World;
before(async () => {
  arena = await openArena();
  world = await arena.open();
});
after(() => arena.close());

const ROUNDS = 6;
const post = (path: string, body: Json) => () => world.call('POST', path, body);
const ask = <T>(question: string): Promise<T[]> => askBooks<T>(arena.app.database, world.account.id, question);

describe('joining at once', () => {
  test('by the same address makes one partner', async () => {
    const program = await world.program();
    for (const _ of times(ROUNDS, (i) => i)) {
      const email = `${unique('twin')}@partners.example`;
      const answers = await atOnce(
        times(6, (i) =>
          post('/v1/partners', { email: i % 2 ? email : email.toUpperCase(), name: 'Twin', program_id: program.id }),
        ),
      );
      assert.equal(statuses(answers), '201, 409 already_a_partner x5');
      assert.equal((await world.ok('GET', `/v1/partners?email=${email}`)).data.length, 1);
    }
    await arena.settled(world);
  });

  test('by the same code gives it to one; without a code everybody gets their own', async () => {
    const program = await world.program();
    const join = (code?: string) =>
      post('/v1/partners', {
        email: `${unique('p')}@partners.example`,
        name: 'Maria López',
        program_id: program.id,
        code,
      });
    assert.equal(statuses(await atOnce(times(6, (i) => join(i % 2 ? 'Maria' : 'MARIA')))), '201, 409 code_taken x5');
    const joined = await atOnce(times(8, () => join()));
    assert.equal(statuses(joined), '201 x8');
    assert.equal(new Set(joined.map(({ body }) => body.code)).size, 8);
    const coupon = { partner_id: joined[0]!.body.id, code: 'TEN' };
    assert.equal(statuses(await atOnce(times(5, () => post('/v1/coupons', coupon)))), '201, 409 code_taken x4');
  });

  test('of sponsors in a ring leaves no ring', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const program = await world.program({ tiers: 2 });
      const [a, b, c] = await Promise.all(times(3, () => world.partner(program)));
      const sponsor = (of: Json, by: Json) => () => world.call('PATCH', `/v1/partners/${of.id}`, { sponsor_id: by.id });
      await atOnce([sponsor(a, b), sponsor(b, c), sponsor(c, a), sponsor(b, a)]);
      const rows = await ask<{ id: string; sponsor_id: string | null }>('select id, sponsor_id from tenant.partners');
      const sponsorOf = new Map(rows.map((row) => [row.id, row.sponsor_id]));
      for (const { id } of rows) {
        let [at, steps] = [sponsorOf.get(id) ?? null, 0];
        for (; at !== null && steps < 10; steps += 1) at = sponsorOf.get(at) ?? null;
        assert.ok(at === null, 'somebody is their own sponsor');
      }
    }
  });
});

describe('while orders come in', () => {
  test('a suspended partner earns nothing, or what is earned is held within a minute', async () => {
    for (const _ of times(ROUNDS, (i) => i)) {
      const { partner } = await world.seller(1000, { hold_days: 30 });
      const click_id = await world.click(partner);
      const orders = times(6, () => post('/v1/orders', world.orderBody({ click_id })));
      await atOnce([...orders.slice(0, 3), post(`/v1/partners/${partner.id}/suspend`, {}), ...orders.slice(3)]);
      await world.clock(1 / 24);
      for (const row of await world.commissions({ partner_id: partner.id }))
        assert.deepEqual([row.status, row.held_reason], ['pending', 'partner_suspended']);
      await world.clock(31);
      assert.equal((await world.balance(partner)).payable, 0);
    }
    await arena.settled(world);
  });

  test('suspended and reinstated at once: whatever came last holds for all within a minute', async () => {
    const { partner } = await world.seller(1000, { hold_days: 30 });
    const click_id = await world.click(partner);
    for (const _ of times(ROUNDS, (i) => i)) {
      await atOnce([
        post(`/v1/partners/${partner.id}/suspend`, {}),
        post(`/v1/partners/${partner.id}/reinstate`, {}),
        post(`/v1/partners/${partner.id}/suspend`, {}),
        post('/v1/orders', world.orderBody({ click_id })),
      ]);
      await world.clock(1 / 24);
      const { status } = await world.ok('GET', `/v1/partners/${partner.id}`);
      const held = (await world.commissions({ partner_id: partner.id })).map((row) => row.held_reason);
      for (const reason of held) assert.equal(reason, status === 'suspended' ? 'partner_suspended' : null);
      if (status === 'suspended') await world.ok('POST', `/v1/partners/${partner.id}/reinstate`, {});
    }
    await arena.settled(world);
  });

  test('a partner who moves earns by the one program or by the other, and each row says which', async () => {
    const [low, high] = [
      await world.program({ default_terms: percent(1000) }),
      await world.program({ default_terms: percent(3000) }),
    ];
    const partner = await world.partner(low);
    const click_id = await world.click(partner);
    const orders = times(10, () => post('/v1/orders', world.orderBody({ click_id })));
    await atOnce([
      ...orders.slice(0, 5),
      post(`/v1/partners/${partner.id}/move`, { program_id: high.id }),
      ...orders.slice(5),
    ]);
    for (const row of await world.commissions({ partner_id: partner.id }))
      assert.deepEqual([row.program_id, row.amount], row.rate_bps === 3000 ? [high.id, 3000] : [low.id, 1000]);
    await arena.settled(world);
  });

  test('terms that change at once are versions in a row, and each order was priced by one of them', async () => {
    const program = await world.program();
    await world.terms(program, 'mug', percent(100));
    const partner = await world.partner(program);
    const click_id = await world.click(partner);
    const rates = [500, 600, 700, 800];
    await atOnce([
      ...rates.map((bps) => () => world.call('PUT', `/v1/programs/${program.id}/products/mug`, percent(bps))),
      ...rates.map((bps) => () => world.call('PUT', `/v1/partners/${partner.id}/terms`, percent(bps + 1))),
      ...times(6, () => post('/v1/orders', world.orderBody({ click_id }))),
    ]);
    const versions = await ask<{ version: number }>(
      `select version from tenant.terms where program_id = '${program.id}' order by 1`,
    );
    assert.deepEqual(
      versions.map(({ version }) => version),
      [1, 2, 3, 4, 5],
    );
    for (const { terms_id, rate_bps } of await ask<{ terms_id: string; rate_bps: number }>(
      `select terms_id, rate_bps from tenant.commissions where program_id = '${program.id}'`,
    )) {
      const [row] = await ask<{ terms: Json }>(`select terms from tenant.terms where id = '${terms_id}'`);
      assert.equal(row!.terms.tier1_bps, rate_bps);
    }
    await arena.settled(world);
  });
});

describe('the same change at once', () => {
  test('of settings keeps both', async () => {
    await atOnce([
      () => world.call('PATCH', '/v1/settings', { coupon_credit: 'under_click' }),
      () => world.call('PATCH', '/v1/settings', { self_referral: 'hold' }),
      () => world.call('PATCH', '/v1/settings', { payout_threshold: 1 }),
    ]);
    const { coupon_credit, self_referral, payout_threshold } = await world.ok('GET', '/v1/settings');
    assert.deepEqual([coupon_credit, self_referral, payout_threshold], ['under_click', 'hold', 1]);
    await world.ok('PATCH', '/v1/settings', {
      coupon_credit: 'over_click',
      self_referral: 'refuse',
      payout_threshold: 0,
    });
  });

  test('of a status is made once', async () => {
    const program = await world.program({ approval: 'manual' });
    const { id } = await world.partner(program);
    assert.equal(
      statuses(await atOnce(times(5, () => post(`/v1/partners/${id}/approve`, {})))),
      '200, 409 wrong_status x4',
    );
    assert.equal((await world.ok('GET', `/v1/partners/${id}/history`)).data.length, 2);
  });

  test('of a referrer by hand, with leads meanwhile, leaves one history without holes', async () => {
    const sellers = await Promise.all(times(3, () => world.seller(1000)));
    const { contact_id } = await world.lead({
      email: `${unique('hand')}@customers.example`,
      click_id: await world.click(sellers[0]!.partner),
    });
    const [{ email }] = [await world.ok('GET', `/v1/contacts/${contact_id}`)];
    const clicks = await Promise.all(sellers.map(({ partner }) => world.click(partner)));
    await atOnce([
      ...sellers.map(
        ({ partner }) =>
          () =>
            world.call('PATCH', `/v1/contacts/${contact_id}`, { last_partner_id: partner.id, note: 'asked' }),
      ),
      ...clicks.map((click_id) => post('/v1/track/leads', { email, click_id })),
    ]);
    const rows = await ask<{ seq: number }>(
      `select seq from tenant.referrer_history where contact_id = '${contact_id}' order by seq`,
    );
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      rows.map((_, index) => rows[0]!.seq + index),
    );
    await arena.settled(world);
  });
});
