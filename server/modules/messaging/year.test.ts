import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { handClock } from '../../../test/support/post-office.ts';
import { item, type Json, percent, type World } from '../../../test/support/world.ts';

/**
 * A sandbox plays a year, and the list of messages is exactly this one: by the account's day, to whom, what. Ann hears of
 * each sale, Dan once a day, Wim once a week, Nel of nothing but her access and her money.
 */
const expected = `
2026-01-01 ann application_received: We have your application to Friends
2026-01-01 dan application_received: We have your application to Friends
2026-01-01 nel application_received: We have your application to Friends
2026-01-01 owner application_received_owner: Ann wants to become a partner
2026-01-01 owner application_received_owner: Dan wants to become a partner
2026-01-01 owner application_received_owner: Nel wants to become a partner
2026-01-01 owner application_received_owner: Wim wants to become a partner
2026-01-01 wim application_received: We have your application to Friends
2026-01-02 ann partner_approved: Welcome to Friends
2026-01-02 dan partner_approved: Welcome to Friends
2026-01-02 nel partner_approved: Welcome to Friends
2026-01-02 wim partner_approved: Welcome to Friends
2026-01-05 ann commission_earned: You earned $10.00
2026-01-06 dan digest: News from Friends: $10.00
2026-01-07 ann commission_earned: You earned $20.00
2026-01-08 dan digest: News from Friends: $20.00
2026-01-08 ann commission_reversed: A commission of $5.00 was taken back
2026-01-09 dan digest: News from Friends: -$5.00
2026-01-12 wim digest: News from Friends: $25.00
2026-03-01 owner run_due: A payout run is due
2026-03-03 ann payout_sent: $25.00 is on its way to you
2026-03-03 dan payout_sent: $25.00 is on its way to you
2026-03-03 nel payout_sent: $25.00 is on its way to you
2026-03-03 wim payout_failed: A payment of $25.00 did not reach you
2026-03-05 wim payout_method_changed: Your payment details at Gift Shop were changed
2026-04-01 owner run_due: A payout run is due
2026-04-03 wim payout_sent: $25.00 is on its way to you
2026-06-01 ann commission_earned: You earned $40.00
2026-08-01 owner run_due: A payout run is due
2026-09-01 owner run_due: A payout run is due
2026-10-01 owner run_due: A payout run is due
2026-11-01 owner run_due: A payout run is due
2026-12-01 owner run_due: A payout run is due
2027-01-01 owner run_due: A payout run is due
`;

let app: TestApp;
before(async () => {
  app = await startApp({ clock: handClock(new Date('2026-01-01T12:00:00Z')) });
});
after(() => app.close());

test('a year in a sandbox leaves exactly these messages', async () => {
  const world = await app.world({ name: 'Gift Shop', time_zone: 'UTC' });
  const at = (day: string, hour = 12) => world.clock(new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`));
  const program = await world.program({
    name: 'Friends',
    approval: 'manual',
    hold_days: 30,
    default_terms: percent(1000),
  });
  await world.ok('PATCH', '/v1/settings', { payout_schedule: { every: 'month', day: 1, confirm: true } });
  const who: Record<string, Json> = {};
  for (const name of ['Ann', 'Dan', 'Wim', 'Nel'])
    who[name] = await world.partner(program, { name, email: `${name.toLowerCase()}@example.com` });
  for (const [name, frequency] of Object.entries({ Dan: 'daily', Wim: 'weekly', Nel: 'none' }))
    await world.ok('PATCH', `/v1/partners/${who[name].id}/message_preferences`, { frequency });
  await at('2026-01-02');
  for (const { id } of Object.values(who)) await world.ok('POST', `/v1/partners/${id}/approve`, {});
  await at('2026-01-05');
  await sell(world, who, 10_000);
  await at('2026-01-07');
  const orders = await sell(world, who, 20_000);
  await at('2026-01-08');
  for (const order of orders) await world.refund(order, { amount: 5000 });
  await at('2026-03-03');
  await payOut(world, who, 'Wim');
  await at('2026-03-05');
  await world.ok('PATCH', `/v1/partners/${who['Wim'].id}`, {
    payout_method: { kind: 'wise', email: 'wim@wise.example' },
  });
  await at('2026-04-03');
  await payOut(world, who, null);
  await at('2026-06-01');
  await sell(world, { Ann: who['Ann'] }, 40_000);
  await at('2027-01-01', 23);
  assert.deepEqual(await told(world), expected.trim().split('\n'));
});

async function sell(world: World, who: Record<string, Json>, amount: number): Promise<Json[]> {
  const orders: Json[] = [];
  for (const partner of Object.values(who)) {
    const click_id = await world.click(partner);
    orders.push(await world.order({ click_id, items: [item('mug', 1, amount)] }));
  }
  return orders;
}

async function payOut(world: World, who: Record<string, Json>, failing: string | null): Promise<void> {
  const { payouts } = await world.run();
  for (const { id, partner_id } of payouts) {
    const status = failing !== null && partner_id === who[failing].id ? 'failed' : 'paid';
    await world.ok('POST', `/v1/payouts/${id}/result`, { status });
  }
}

/** In order of time; what was written at one instant in that of the alphabet. */
async function told(world: World): Promise<string[]> {
  const rows = (await world.all('/v1/messages')).reverse();
  assert.ok(rows.every(({ state }) => state === 'captured'));
  const ids = rows.map(({ id }) => id);
  assert.deepEqual(ids, [...ids].sort());
  const lines = rows.map(({ created_at: at, to, kind, subject }) => ({
    at,
    line: `${at.slice(0, 10)} ${to.split('@')[0]} ${kind}: ${subject}`,
  }));
  return lines.sort((a, b) => (a.at + a.line < b.at + b.line ? -1 : 1)).map(({ line }) => line);
}
