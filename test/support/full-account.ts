import assert from 'node:assert/strict';
import { Browser } from './center.ts';
import { apply, openForm } from './joining.ts';
import { BROWSER, item, type Json, percent, unique, type World } from './world.ts';

const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Ids of one account, by their prefix: at least one of everything that the API gives an id to. */
export type Ids = Readonly<Record<string, readonly string[]>>;

export interface FullAccount {
  readonly ids: Ids;
  readonly program: Json;
  readonly partner: Json;
  readonly order: Json;
  readonly run: Json;
}

/** Takes an account through every feature, so that each of its tables holds something. */
export async function fillAccount(world: World): Promise<FullAccount> {
  const answers: Json[] = [];
  const keep = (answer: Json): Json => {
    answers.push(answer);
    return answer;
  };
  const program = keep(await world.program({ tiers: 2, hold_days: 10 }));
  keep(await world.terms(program, 'mug', percent(2000, 500)));
  const joining = join(world, program);
  const sponsor = keep(await world.partner(program));
  const partner = keep(await world.partner(program, { sponsor_id: sponsor.id }));
  keep(await world.ok('PUT', `/v1/partners/${partner.id}/terms`, percent(2500)));
  const address = { partner_id: partner.id, url: 'https://shop.example/mugs' };
  const picture = await world.call('POST', '/v1/uploads?name=a.png', Buffer.from(ONE_PIXEL, 'base64'));
  assert.equal(picture.status, 201, picture.text);
  const upload_id = keep(picture.body).id;
  keep(await world.ok('POST', '/v1/promo_tools', { kind: 'banner', name: 'Banner', status: 'published', upload_id }));
  const sets = { kind: 'coupon_set', name: 'Codes', status: 'published', partner_ids: [partner.id] };
  const set = keep(await world.ok('POST', '/v1/promo_tools', sets));
  const limited = { partner_id: partner.id, promo_tool_id: set.id, max_uses: 5, code: unique('C') };
  const limits = keep(await world.ok('POST', '/v1/coupons', limited));
  const shown = await world.ok('GET', `/v1/partners/${partner.id}/promo_tools`);
  await tellConsent(world);
  await seeBanner(
    world,
    shown.data.find((tool: Json) => tool.kind === 'banner'),
  );
  await world.order({ coupon: limits.code, items: [item('nothing', 1, 100)] });
  const link = keep(await world.ok('POST', '/v1/links', address));
  keep(await world.ok('POST', '/v1/coupons', { partner_id: partner.id, code: unique('C') }));
  await world.ok('PUT', '/v1/exchange_rates', {
    rates: [{ from: 'EUR', to: 'USD', day: '2026-01-01', rate: '1.0837' }],
  });
  await world.ok('PATCH', '/v1/settings', { payout_threshold: 100 });
  keep(await world.ok('POST', '/v1/keys', { name: 'Second', scopes: ['read'] }));
  keep(await world.lead({ email: `${unique('l')}@customers.example`, click_id: await world.click(link) }));
  const order = keep(await placeOrders(world, partner));
  keep(await world.refund(order, { amount: 1000 }));
  const waiting = { order_id: unique('later'), refund_id: unique('r'), reason: 'refund' };
  keep(await world.ok('POST', '/v1/refunds', waiting, { idempotency: unique('key'), status: 202 }));
  await world.ok('PATCH', '/v1/message_templates/partner_approved', { subject: 'Welcome' });
  await world.ok('PATCH', `/v1/programs/${program.id}/message_preferences`, { notify_when_earning: false });
  await world.ok('PATCH', `/v1/partners/${sponsor.id}/message_preferences`, { frequency: 'none' });
  keep(await world.ok('POST', '/v1/notes', { partner_id: partner.id, text: 'Met in Lyon' }));
  const bonus = { partner_id: partner.id, amount: 5000, currency: 'USD', note: 'For the first order' };
  keep(await world.ok('POST', '/v1/commissions/adjustments', bonus));
  keep(await joining);
  await world.ok('PATCH', '/v1/branding', { name: 'The Shop', colors: { accent: '#a61e4d', accent_dark: null } });
  keep(await claim(world, partner));
  const run = keep(await world.run());
  assert.equal(run.payouts.length, 1);
  await world.ok('GET', `/v1/payout_runs/${run.id}/files/csv`);
  await world.ok('POST', `/v1/payouts/${run.payouts[0].id}/result`, { status: 'failed', reason: 'unclaimed' });
  answers.push(await world.all('/v1/commissions'), await world.all('/v1/clicks'), await world.all('/v1/contacts'));
  answers.push(await world.all('/v1/messages'));
  answers.push(await world.all('/v1/contacts/conflicts'), await world.ok('GET', `/v1/partners/${partner.id}/terms`));
  return { ids: { ...idsIn(answers), acct: [world.account.id] }, program, partner, order, run };
}

/** A stranger fills in the form while all the rest goes on: that takes the seconds that a person takes. */
async function join(world: World, program: Json): Promise<Json> {
  const form = await openForm(world, program, { approval: { kind: 'by_hand' }, terms: 'Be kind.' });
  return apply(world, form, () => new Promise((resolve) => setTimeout(resolve, 3100)));
}

/** The partner signs in to the center, by mail and with a password, and misses a sale. */
async function claim(world: World, partner: Json): Promise<Json> {
  const browser = new Browser(world);
  await browser.ok('POST', '/sign_in_links', { email: partner.email });
  const [mail] = await world.all('/v1/messages', { kind: 'sign_in_link' });
  const { text } = await world.ok('GET', `/v1/messages/${mail.id}/content`);
  await browser.ok('POST', '/sign_in_links/use', { token: /#token=([\w-]+)/.exec(text)![1] });
  await browser.ok('PUT', '/me/password', { password: 'a long enough password' });
  await browser.ok('POST', '/me/email', { email: `${unique('new')}@partners.example` });
  return browser.ok('POST', '/claims', { order_id: unique('missed'), text: 'I sent them to you in June.' });
}

/** As a page that shows it: the impression is written a moment later. */
async function seeBanner(world: World, { id, embed_code }: Json): Promise<void> {
  const path = /src="https?:\/\/[^/]+([^"]+)"/.exec(embed_code)![1]!;
  const answer = await world.call('GET', path, undefined, { key: null, headers: { 'user-agent': BROWSER } });
  assert.equal(answer.status, 302, answer.text);
  for (let tries = 0; tries < 100; tries += 1) {
    const { totals } = await world.ok('GET', `/v1/promo_tools/${id}/statistics`);
    if (totals[0]?.impressions === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('the impression was never written');
}

/** One by click, and two whose customers turn out to be in doubt: a conflict for the owner to settle. */
async function placeOrders(world: World, partner: Json): Promise<Json> {
  const [email, external_id] = [`${unique('c')}@customers.example`, unique('ext')];
  await world.order({ customer: { email } });
  await world.order({ customer: { external_id } });
  await world.order({ customer: { email, external_id } });
  return world.order({
    click_id: await world.click(partner),
    items: [item('mug', 2, 5000, { tax_amount: 100 }), item('hat', 1, 700)],
    subscription: { id: unique('sub'), payment_number: 1 },
  });
}

/** A host that was allowed a moment ago is known everywhere within a second. */
async function tellConsent(world: World): Promise<void> {
  const refusal = { given: false, url: 'https://shop.example/' };
  for (let tries = 0; tries < 10; tries += 1) {
    if ((await world.call('POST', '/v1/track/consent', refusal)).status === 202) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await world.ok('POST', '/v1/track/consent', refusal);
}

/** Every id in some JSON, by its prefix. */
function idsIn(value: Json): Record<string, string[]> {
  const found = new Set(JSON.stringify(value).match(/\b[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g));
  return Object.fromEntries([...Map.groupBy(found, (id) => id.slice(0, id.indexOf('_')))]);
}
