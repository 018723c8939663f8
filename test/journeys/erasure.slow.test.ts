import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { exportAccount } from '../../server/flows/export-account/index.ts';
import { batchRunner, importOrders, quiet as noBar, parseMapping } from '../../server/flows/import-orders/index.ts';
import { findAccount } from '../../server/modules/accounts/index.ts';
import { quiet, writeBackup } from '../../server/platform/backup/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { signIn } from '../support/center.ts';
import { findInDatabase } from '../support/find-text.ts';
import { apply, movableClock, openForm, signUp } from '../support/joining.ts';
import { item, type Json, percent, unique, type World } from '../support/world.ts';

/** Nobody else is called so; it stands in every name, address and code of the person. */
const CANARY = 'zilpzalp';
const email = `${CANARY}.kanari@birds.example`;
const name = `Zoe ${CANARY.toUpperCase()}`;
const external_id = `shop-${CANARY}-77`;

const clock = movableClock();
let app: TestApp;
let world: World;
let folder: string;
let partner: Json;
const log: string[] = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-erasure-'));
  const everything = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  app = await startApp({ log: everything, clock });
  world = await app.world();
  partner = await liveThrough();
});
after(async () => {
  await app?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const account = async () => (await app.database.inDirectory((tx) => findAccount(tx, world.account.id)))!;

/** The person is a lead, a customer and a partner, and goes through everything that is there. */
async function liveThrough(): Promise<Json> {
  const program = await world.program({
    default_terms: percent(2000, 500),
    tiers: 2,
    hold_days: 1,
    approval: 'manual',
  });
  const other = await world.partner(program, { status: 'approved' });
  await world.lead({ email, name, external_id, click_id: await world.click(other), via: other.code });
  const payout_method = { kind: 'bank', holder: name, iban: 'DE89370400440532013000' };
  const { partner_id } = await signUpByForm(program, other);
  await world.ok('POST', `/v1/partners/${partner_id}/approve`);
  await world.ok('PATCH', `/v1/partners/${partner_id}`, { code: CANARY, payout_method });
  await world.ok('PATCH', `/v1/partners/${partner_id}`, { payout_method: { kind: 'paypal', email } });
  const one = await world.ok('GET', `/v1/partners/${partner_id}`);
  const link = { partner_id: one.id, url: 'https://shop.example/mugs', code: `${CANARY}-mugs` };
  const made = await world.ok('POST', '/v1/links', link);
  await world.ok('POST', '/v1/coupons', { partner_id: one.id, code: `${CANARY}10` });
  await world.ok('PUT', `/v1/partners/${one.id}/terms`, percent(2500));
  await buy(made, one);
  await writeTo(one);
  await importPast();
  await beInDoubt();
  await bePaid(one);
  await beAtTheCenter(one, other);
  return one;
}

/** By the form of the program, and of another one that they never confirm. */
async function signUpByForm(program: Json, sponsor: Json): Promise<Json> {
  const wait = () => clock.move(10_000);
  const questions = [{ id: 'site', kind: 'text', label: 'Your website' }];
  const more = { email: email.toUpperCase(), name, via: sponsor.code, answers: { site: `https://${CANARY}.example` } };
  const other = await openForm(world, await world.program(), { questions });
  await signUp(world, other, wait, more);
  const form = await openForm(world, program, { questions, approval: { kind: 'by_hand' } });
  return apply(world, form, wait, more);
}

/** Signs in, misses a sale, wants another address; and is named in what another partner misses. */
async function beAtTheCenter(one: Json, other: Json): Promise<void> {
  const browser = await signIn(app.app, world, one);
  await browser.ok('PUT', '/me/password', { password: `a password with ${CANARY}` });
  await browser.ok('POST', '/me/email', { email: `new.${email}` });
  await browser.ok('PUT', '/me/payout_method', { payout_method: { kind: 'paypal', email } });
  const made = await browser.ok('POST', '/claims', { order_id: `${CANARY}-1`, email, text: `${name} bought it` });
  await world.ok('POST', `/v1/claims/${made.id}/decline`, { reason: `Dear ${name}, no`, note: name });
  const theirs = await signIn(app.app, world, other);
  await theirs.ok('POST', '/claims', { email, occurred_on: '2026-01-05', text: 'They told me.' });
  await theirs.ok('POST', '/claims', { order_id: 'x-1', text: `It was ${name}.` });
}

/** As a customer of others, and as the partner of others who type the code. */
async function buy(link: Json, one: Json): Promise<void> {
  const customer = { email, name, external_id };
  const order = await world.order({ customer, items: [item('mug', 2, 5000)] });
  await world.refund(order, { amount: 100 });
  await world.order({ coupon: `${CANARY}10`.toUpperCase(), items: [item('mug', 1, 7000)] });
  await world.order({ via: CANARY, items: [item('mug', 1, 9000)] });
  await world.order({ click_id: await world.click(link), items: [item('mug', 3, 9000)] });
  await world.lead({ email: `${unique('l')}@customers.example`, via: CANARY.toUpperCase() });
  const page = { key: world.account.publishable_key };
  await world.ok('POST', '/v1/track/leads', { email, name, external_id, via: CANARY }, page);
  const url = `https://shop.example/mugs?via=${CANARY}`;
  await world.ok('POST', '/v1/track/clicks', { via: CANARY, url, referrer: url }, page);
  await world.call('GET', `/r/${world.account.slug}/${CANARY}-typo`, undefined, { key: null });
  await world.ok('POST', '/v1/commissions/adjustments', {
    partner_id: one.id,
    amount: 700,
    currency: 'USD',
    note: 'Prize',
  });
  const simulation = {
    program: { default_terms: percent(1000), default_url: 'https://shop.example/' },
    partners: [{ name: CANARY }],
    journey: [
      { do: 'click', partner: CANARY, as: 'c' },
      { do: 'order', as: 'o', customer: CANARY, click: 'c', items: [item('mug', 1, 100)] },
    ],
  };
  await world.ok('POST', '/v1/simulations', simulation);
  const wrong = await world.call('POST', '/v1/orders', { customer: { email, name }, items: [] });
  assert.equal(wrong.status, 400);
}

async function writeTo(one: Json): Promise<void> {
  await world.clock(2);
  assert.ok(
    (await world.all('/v1/messages')).some((message) => message.to === email),
    'nothing was written to them',
  );
  await world.ok('PATCH', `/v1/partners/${one.id}/message_preferences`, { frequency: 'daily' });
  await world.ok('PATCH', `/v1/partners/${one.id}/message_preferences`, { frequency: 'each' });
}

async function importPast(): Promise<void> {
  const [file, referrals] = [join(folder, 'orders.csv'), join(folder, 'referrals.csv')];
  const rows = `9001,mug,2,10.00,2026-01-05 10:00:00,${external_id},${email}\nx,${CANARY},,,,,\n`;
  writeFileSync(file, `order,sku,quantity,price,time,customer,email\n${rows}`);
  writeFileSync(referrals, `customer,partner_code,since\n${external_id},${CANARY},2026-01-04\n`);
  const columns = { order: 'order', sku: 'sku', quantity: 'quantity', unit_price: 'price', time: 'time' };
  const mapping = {
    version: 1,
    columns: { ...columns, customer: 'customer', email: 'email' },
    currency: 'USD',
    time_zone: 'UTC',
  };
  const run = batchRunner(app.app.parts, await account());
  const report = await importOrders(run, { file, mapping: parseMapping(mapping, 'mapping.json'), referrals }, noBar);
  assert.deepEqual([report.orders.recorded, report.referrals?.recorded], [1, 1], JSON.stringify(report));
}

/** Their external id and another's address point to two contacts; the owner joins two others into theirs. */
async function beInDoubt(): Promise<void> {
  const second = `second.${email}`;
  await world.order({ customer: { email: second } });
  await world.order({ customer: { email: second, external_id } });
  const [twin] = (await world.ok('GET', `/v1/contacts?email=${encodeURIComponent(second)}`)).data;
  const [self] = (await world.ok('GET', `/v1/contacts?email=${encodeURIComponent(email)}`)).data;
  await world.ok('POST', `/v1/contacts/${twin.id}/merge`, { into: self.id, note: 'one person' });
  await world.ok('GET', `/v1/contacts/${self.id}/data`);
}

async function bePaid(one: Json): Promise<void> {
  await world.clock(3);
  const run = await world.run({ partner_ids: [one.id] });
  await world.call('GET', `/v1/payout_runs/${run.id}/files/paypal_csv`);
  await world.call('GET', `/v1/payout_runs/${run.id}/files/csv`);
  await world.ok('POST', `/v1/payouts/${run.payouts[0].id}/result`, { status: 'paid' });
  await world.ok('POST', `/v1/payouts/${run.payouts[0].id}/result`, { status: 'returned', reason: 'closed' });
  await world.markPaid(await world.run({ partner_ids: [one.id] }));
  await world.call('GET', '/v1/reports/partners?from=2026-01-01&to=2030-01-01', undefined, {
    headers: { accept: 'text/csv' },
  });
}

async function exported(): Promise<string> {
  const file = join(folder, `${unique('export')}.jsonl`);
  await exportAccount(app.app.parts, await account(), file, quiet);
  return readFileSync(file, 'utf8');
}

async function backedUp(): Promise<string> {
  const file = join(folder, `${unique('backup')}.gz`);
  const secret = { value: 'a secret of thirty-two characters or more', isKeptOutside: true };
  await writeBackup(app.ownerUrl, { file, now: new Date(), secret, progress: quiet });
  return gunzipSync(readFileSync(file)).toString('utf8');
}

const linesWith = (text: string): string[] => text.split('\n').filter((line) => line.toLowerCase().includes(CANARY));

/** What the API tells of the account, wherever somebody may look. */
async function answers(): Promise<string> {
  const self = await world.ok('GET', `/v1/partners/${partner.id}`);
  const found: unknown[] = [self, await world.ok('GET', `/v1/contacts/${self.contact_id}/data`)];
  const lists = [
    'partners',
    'contacts',
    'orders',
    'commissions',
    'clicks',
    'messages',
    'links',
    'coupons',
    'payouts',
    'suppressions',
    'applications',
  ];
  for (const list of [...lists, 'contacts/conflicts', 'refunds/unapplied']) found.push(await world.all(`/v1/${list}`));
  for (const order of await world.all('/v1/orders'))
    found.push(await world.ok('GET', `/v1/orders/${order.id}/explanation`));
  for (const run of await world.all('/v1/payout_runs'))
    for (const format of ['csv', 'paypal_csv'])
      found.push((await world.call('GET', `/v1/payout_runs/${run.id}/files/${format}`)).text);
  for (const kind of ['application/json', 'text/csv'])
    found.push(
      (
        await world.call('GET', '/v1/reports/partners?from=2026-01-01&to=2030-01-01', undefined, {
          headers: { accept: kind },
        })
      ).text,
    );
  return found.map((answer) => JSON.stringify(answer)).join('\n');
}

describe('a person who went through everything and is erased', () => {
  test('was everywhere before: the search finds what is there', async () => {
    const places = await findInDatabase(app.ownerUrl, CANARY);
    for (const column of [
      'contacts.email',
      'contact_emails.email_key',
      'contact_external_ids.external_id',
      'partners.code',
    ])
      assert.ok(
        places.some((place) => place.startsWith(`tenant.${column} `)),
        `${column} in ${places.join(', ')}`,
      );
    assert.ok(linesWith(await exported()).length > 5);
    assert.ok(linesWith(await answers()).length > 5);
  });

  test('is found in no table, no answer, no export, no backup and no line of the log', async () => {
    const { contact_id } = await world.ok('GET', `/v1/partners/${partner.id}`);
    await world.ok('POST', `/v1/partners/${partner.id}/suspend`);
    await world.ok('POST', `/v1/contacts/${contact_id}/erase`);
    await world.clock(3);
    const found = {
      tables: await findInDatabase(app.ownerUrl, CANARY),
      answers: linesWith(await answers()).map((line) => line.slice(0, 300)),
      export: linesWith(await exported()).map((line) => line.slice(0, 300)),
      backup: linesWith(await backedUp()).map((line) => line.slice(0, 300)),
      log: linesWith(log.join('')).map((line) => line.slice(0, 300)),
    };
    assert.deepEqual(found, { tables: [], answers: [], export: [], backup: [], log: [] });
    await assertBooks(app.database, world.account.id);
  });

  test('leaves orders that named their code as they were reported: the same again is no other order', async () => {
    const { partner: one } = await world.seller(1000);
    const body = world.orderBody({ via: one.code.toUpperCase() });
    const order = await world.ok('POST', '/v1/orders', body);
    await world.ok('POST', `/v1/partners/${one.id}/suspend`);
    await world.ok('POST', `/v1/contacts/${one.contact_id}/erase`);
    const again = await world.ok('POST', '/v1/orders', body, { status: 200 });
    assert.deepEqual([again.id, again.credit], [order.id, order.credit]);
    assert.deepEqual(await findInDatabase(app.ownerUrl, one.code), []);
  });

  test('is paid or given up first: nobody is erased while their money is on its way', async () => {
    const { partner: one } = await world.seller(1000, { hold_days: 0 });
    await world.order({ click_id: await world.click(one) });
    const run = await world.run({ partner_ids: [one.id] });
    await world.ok('POST', `/v1/partners/${one.id}/suspend`);
    const erase = `/v1/contacts/${one.contact_id}/erase`;
    await world.refused('POST', erase, undefined, 409, 'wrong_status');
    assert.equal((await world.ok('GET', `/v1/partners/${one.id}`)).email, one.email);
    await world.ok('POST', `/v1/payouts/${run.payouts[0].id}/result`, { status: 'paid' });
    await world.ok('POST', erase);
    assert.equal((await world.ok('GET', `/v1/partners/${one.id}`)).email, null);
  });
});
