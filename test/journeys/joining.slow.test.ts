import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import {
  apply,
  fetchForm,
  filledIn,
  linkIn,
  movableClock,
  newestTo,
  openForm,
  page,
  pathOf,
  post,
  send,
  signUp,
} from '../support/joining.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** From a stranger to a partner, over HTTP, as browsers and owners call. */
const clock = movableClock();
const wait = () => clock.move(10_000);
let app: TestApp;
let world: World;

before(async () => {
  app = await startApp({ clock });
  world = await app.world({ name: 'Mug & Co' });
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

const questions = [
  { id: 'site', kind: 'text', label: 'Your website', required: true },
  { id: 'where', kind: 'choice', label: 'Where do you write?', options: ['Blog', 'Video'], required: true },
  { id: 'readers', kind: 'number', label: 'Readers', min: 0 },
  { id: 'adult', kind: 'checkbox', label: 'I am of age', required: true },
];
const answers = { site: 'https://ann.example', where: 'Blog', readers: 1200, adult: true };

describe('a stranger', () => {
  test('joins through a partner’s recruiting link, is approved by the rule, and has a sponsor and a link', async () => {
    const program = await world.program({ tiers: 2, default_terms: percent(2000, 500), approval: 'manual' });
    const sponsor = await world.partner(program, { status: 'approved' });
    const approval = { kind: 'rule', answers: [{ question_id: 'where', equals: 'blog' }] };
    const form = await openForm(world, program, { slug: unique('s'), questions, approval, terms: 'Be **kind**.' });
    const shown = await page(world, `${pathOf(form)}?via=${sponsor.code}`);
    assert.equal(shown.status, 200);
    assert.match(shown.text, new RegExp(`name="via" value="${sponsor.code}"`));
    assert.match(shown.text, /20 % of each sale; 5 % of sales of partners whom you bring/);
    assert.match(shown.text, /Be <strong>kind<\/strong>\./);
    const application = await apply(world, form, wait, { answers, via: sponsor.code });
    assert.equal(application.status, 'approved');
    assert.deepEqual(
      [application.sponsor_id, application.terms_version, application.proved, application.decided_by],
      [sponsor.id, 1, true, 'system:rule'],
    );
    assert.deepEqual(
      application.decision.reasons.map((reason: Json) => reason.code),
      ['answer_fits'],
    );
    assert.deepEqual(
      application.answers.map((answer: Json) => answer.value),
      ['https://ann.example', 'Blog', 1200, true],
    );
    const partner = await world.ok('GET', `/v1/partners/${application.partner_id}`);
    assert.deepEqual([partner.status, partner.sponsor_id, partner.name], ['approved', sponsor.id, 'Ann New']);
    const welcome = await newestTo(world, partner.email, 'partner_approved');
    assert.ok(welcome.text.includes(partner.link.url));
    assert.match(welcome.text, /\/partner\/\S+\/sign-in#token=[\w-]+|\/partner\/sign-in#token=[\w-]+/);
    const order = await world.order({ click_id: await world.click(partner) });
    assert.deepEqual(
      order.commissions.map((row: Json) => [row.partner_id, row.amount]),
      [
        [partner.id, 2000],
        [sponsor.id, 500],
      ],
    );
  });

  test('waits for a person where the rule does not fit, and is approved from the mail, once', async () => {
    const program = await world.program({ approval: 'manual' });
    const form = await openForm(world, program, {
      questions,
      approval: { kind: 'rule', answers: [{ question_id: 'site', contains: 'shop' }] },
    });
    const application = await apply(world, form, wait, { answers });
    assert.equal(application.status, 'waiting');
    assert.equal((await newestTo(world, application.email, 'application_received')).state, 'captured');
    const toOwner = await newestTo(world, 'owner@owners.example', 'application_received_owner');
    const link = linkIn(toOwner);
    assert.match(link, /\/applications\/appl_/);
    const asked = await page(world, link);
    assert.match(asked.text, /Ann New/);
    assert.match(asked.text, /https:\/\/ann\.example/);
    const seen = await world.ok('GET', `/v1/applications/${application.id}`);
    assert.equal(seen.status, 'waiting', 'looking decides nothing');
    assert.equal((await post(world, link, { act: 'dance' })).status, 200);
    assert.equal((await page(world, `${link}x`)).status, 410);
    const done = await post(world, link, { act: 'approve' });
    assert.match(done.text, /Ann New is now a partner/);
    assert.equal((await post(world, link, { act: 'reject' })).status, 410);
    assert.equal((await page(world, link)).status, 410);
    const after = await world.ok('GET', `/v1/applications/${application.id}`);
    assert.deepEqual([after.status, after.decided_by], ['approved', 'page:decision']);
    await newestTo(world, application.email, 'partner_approved');
  });

  test('is rejected with a reason, may not apply again at once, and may after the owner’s days', async () => {
    const program = await world.program();
    const form = await openForm(world, program, { approval: { kind: 'by_hand' }, reapply_after_days: 30 });
    const email = `${unique('no')}@people.example`;
    const first = await apply(world, form, wait, { email });
    await world.ok('POST', `/v1/applications/${first.id}/reject`, { reason: 'Too few readers yet.', note: 'Ask Jo' });
    await world.refused('POST', `/v1/applications/${first.id}/approve`, {}, 409, 'wrong_status');
    assert.match((await newestTo(world, email, 'partner_rejected')).text, /Too few readers yet\./);
    await world.clock(1);
    const fetched = await fetchForm(world, form);
    wait();
    assert.equal((await send(world, form, await filledIn(fetched, { email }))).status, 202);
    assert.match((await newestTo(world, email)).text, /You may apply again from \d{4}-/);
    await world.clock(31);
    const second = await apply(world, form, wait, { email });
    assert.deepEqual([second.status, second.partner_id], ['waiting', first.partner_id]);
    assert.deepEqual(
      second.decision.reasons.map((reason: Json) => reason.code),
      ['applied_again'],
    );
    await world.ok('POST', '/v1/applications/approve', { ids: [second.id] });
    assert.equal((await world.ok('GET', `/v1/partners/${first.partner_id}`)).status, 'approved');
  });

  test('who is a partner, a customer or applied before gets the right mail; the page says the same to all', async () => {
    const program = await world.program({ approval: 'automatic' });
    const form = await openForm(world, program);
    const partner = await world.partner(program);
    const pending = await world.partner(program, { status: 'pending' });
    const order = await world.order({ email: `${unique('c')}@customers.example` });
    const customer = order.customer?.email ?? (await world.all('/v1/contacts'))[0].email;
    const told: string[] = [];
    for (const email of [partner.email.toUpperCase(), pending.email, customer, `${unique('x')}@people.example`]) {
      const fetched = await fetchForm(world, form);
      const body = await filledIn(fetched, { email });
      wait();
      const answer = await send(world, form, body);
      assert.deepEqual([answer.status, answer.text], [202, '{"state":"check_mail"}']);
      told.push((await world.ok('GET', '/v1/messages?limit=1')).data[0].kind);
    }
    assert.deepEqual(told, ['sign_in_link', 'application_received', 'email_confirmation', 'email_confirmation']);
    const [contact] = (await world.ok('GET', `/v1/contacts?email=${customer}`)).data;
    await post(world, linkIn(await newestTo(world, customer, 'email_confirmation')));
    const [application] = (await world.ok('GET', '/v1/applications?limit=1')).data;
    assert.deepEqual([application.contact_id, application.status], [contact.id, 'approved']);
  });

  test('without script is taken, and waits for a person; an embedded form is shown once more on our page', async () => {
    const program = await world.program({ approval: 'automatic' });
    const form = await openForm(world, program, { questions, embed_hosts: ['shop.example'], terms: 'Be kind.' });
    const path = pathOf(form);
    const fields = {
      'answer.site': 'x',
      'answer.where': 'Video',
      'answer.adult': 'yes',
      accept_terms: 'yes',
      terms_version: '1',
    };
    const email = `${unique('plain')}@people.example`;
    const filled = { name: 'Bo <b>', email, ...fields };
    assert.match(form.embed_html, /name="answer\.where"/);
    assert.equal((await post(world, path, filled, { origin: 'https://evil.example' })).status, 403);
    const embedded = await post(world, path, filled, { origin: 'https://shop.example' });
    assert.equal(embedded.status, 200);
    assert.match(embedded.text, /value="Bo &lt;b&gt;"/);
    assert.match(embedded.headers.get('content-security-policy')!, /frame-ancestors shop\.example/);
    const started = /name="started" value="([^"]+)"/.exec(embedded.text)![1]!;
    wait();
    const wrong = await post(world, path, { ...filled, started, 'answer.readers': 'many', accept_terms: '' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /This is no number\./);
    assert.match(wrong.text, /Please accept the terms\./);
    const sent = await post(world, path, { ...filled, started });
    assert.equal(sent.status, 202, sent.text);
    await post(world, linkIn(await newestTo(world, email)));
    const [application] = (await world.ok('GET', '/v1/applications?limit=1')).data;
    assert.deepEqual([application.status, application.proved, application.name], ['waiting', false, 'Bo <b>']);
    const csv = await world.call('GET', '/v1/applications?limit=1', undefined, { headers: { accept: 'text/csv' } });
    assert.match(csv.headers.get('content-type')!, /^text\/csv/);
  });

  test('confirms an address once; an older or forged link opens nothing, and the mail is forgotten with the sign-up', async () => {
    const form = await openForm(world, await world.program());
    const email = `${unique('late')}@people.example`;
    const first = await signUp(world, form, wait, { email });
    await world.clock(0.01);
    const second = await signUp(world, form, wait, { email, name: 'Ann Newer' });
    assert.notEqual(first, second);
    for (const link of [first, `${second}x`, second.replace(/sgnp_.{26}/, `sgnp_${'0'.repeat(26)}`)])
      assert.equal((await post(world, link)).status, 410);
    assert.match((await page(world, second)).text, new RegExp(email));
    assert.match((await post(world, second)).text, /You are now a partner/);
    assert.match((await post(world, second)).text, /confirmed before/);
    const other = `${unique('never')}@people.example`;
    const never = await signUp(world, form, wait, { email: other });
    await world.clock(4);
    assert.equal((await page(world, never)).status, 410);
    const messages = await world.all('/v1/messages');
    assert.ok(!JSON.stringify(messages).includes(other), 'who never confirmed is forgotten');
  });
});

describe('what does harm', () => {
  test('is no application: robots, forged or used tokens, haste, wrong answers', async () => {
    const form = await openForm(world, await world.program(), { questions, terms: 'Be kind.' });
    const count = async () => (await world.all('/v1/messages')).length;
    const before = await count();
    const fetched = await fetchForm(world, form);
    const body = await filledIn(fetched, { answers });
    const hasty = await send(world, form, body);
    assert.deepEqual([hasty.status, hasty.body.code], [422, 'signup_unproved']);
    wait();
    const refused = async (change: Json, status: number, code: string, path?: string): Promise<void> => {
      const answer = await send(world, form, { ...body, ...change });
      assert.deepEqual([answer.status, answer.body?.code], [status, code], answer.text);
      if (path !== undefined)
        assert.ok(
          answer.body.errors.some((error: Json) => error.path === path),
          answer.text,
        );
    };
    const otherForm = await fetchForm(world, await openForm(world, await world.program()));
    await refused({ started: `${fetched.started}x` }, 422, 'signup_unproved');
    await refused({ started: otherForm.started }, 422, 'signup_unproved');
    await refused({ proof: (await filledIn(otherForm)).proof }, 422, 'signup_unproved');
    await refused({ proof: 'e30=' }, 422, 'signup_unproved');
    await refused({ answers: { ...answers, where: 'Mars' } }, 400, 'invalid', 'answers.where');
    await refused({ answers: { ...answers, more: 'x' } }, 400, 'invalid', 'answers.more');
    await refused({ answers: { ...answers, adult: false } }, 400, 'invalid', 'answers.adult');
    await refused({ answers: { ...answers, site: 'x'.repeat(2001) } }, 400, 'invalid', 'answers.site');
    await refused({ email: 'nobody' }, 400, 'invalid', 'email');
    await refused({ name: 'x'.repeat(201) }, 400, 'invalid', 'name');
    await refused({ terms_version: null }, 400, 'invalid', 'terms_version');
    await refused({ unknown: 1 }, 400, 'invalid', 'unknown');
    assert.equal((await send(world, form, { ...body, website: 'http://spam.example' })).status, 202);
    assert.equal(await count(), before, 'nobody was written to');
    assert.equal((await send(world, form, body)).status, 202);
    assert.equal((await send(world, form, { ...body, email: 'second@people.example' })).status, 202);
    assert.equal(await count(), before + 1, 'a form serves once');
    await openForm(world, { id: form.program_id }, { open: false });
    assert.equal((await send(world, form, body)).body.code, 'signup_closed');
  });

  test('is text: script in every field, for strangers, owners and in mails', async () => {
    const evil = '<script>alert(1)</script>"\'&';
    const program = await world.program({ name: evil });
    const form = await openForm(world, program, {
      title: evil,
      text: `${evil}\n\n[x](javascript:alert(1))`,
      questions: [{ id: 'q', kind: 'text', label: evil, help: evil }],
      terms: evil,
      approval: { kind: 'by_hand' },
    });
    const preview = await world.ok('POST', `/v1/programs/${program.id}/signup_form/preview`, {
      title: evil,
      text: evil,
    });
    const shown = await page(world, pathOf(form));
    const application = await apply(world, form, wait, { name: evil, answers: { q: evil } });
    const decision = await page(
      world,
      linkIn(await newestTo(world, 'owner@owners.example', 'application_received_owner')),
    );
    const mail = await world.ok('GET', `/v1/messages/${(await newestTo(world, application.email)).id}/content`);
    const json = await fetchForm(world, form);
    const pages = [
      preview.html,
      shown.text,
      decision.text,
      mail.html,
      json.text_html,
      json.terms.html,
      form.embed_html,
    ];
    for (const text of pages) {
      assert.ok(!text.includes('<script>alert'), text.slice(0, 300));
      assert.ok(!/href="javascript/i.test(text));
    }
    for (const text of [shown.text, preview.html, decision.text]) assert.ok(!/tributary/i.test(text));
    assert.match(shown.headers.get('content-security-policy')!, /frame-ancestors 'none'/);
  });

  test('stays where it is: a thousand sign-ups send no more mails than the form allows, and one address waits', async () => {
    const limited = await startApp({ clock, signupLimit: 30 });
    try {
      const own = await limited.world();
      const form = await openForm(own, await own.program(), { signups_per_hour: 10 });
      const shown = await Promise.all(Array.from({ length: 15 }, () => fetchForm(own, form)));
      const bodies = await Promise.all(shown.map((one) => filledIn(one)));
      wait();
      const answers = await Promise.all(bodies.map((body) => send(own, form, body)));
      assert.equal(answers.filter(({ status }) => status === 202).length, 10);
      for (const { status, headers } of answers.filter((answer) => answer.status !== 202)) {
        assert.equal(status, 429);
        assert.ok(Number(headers.get('retry-after')) > 3000);
      }
      const mails = await own.all('/v1/messages', { kind: 'email_confirmation' });
      assert.equal(mails.length, 10);
      const more = await Promise.all(Array.from({ length: 20 }, () => post(own, pathOf(form))));
      assert.ok(more.filter(({ status }) => status === 429).length >= 5, 'of one address');
    } finally {
      await limited.close();
    }
  });

  test('two sign-ups with one address at the same moment are one application', async () => {
    const form = await openForm(world, await world.program());
    const email = `${unique('twin')}@people.example`;
    const shown = await Promise.all(Array.from({ length: 6 }, () => fetchForm(world, form)));
    const bodies = await Promise.all(shown.map((one) => filledIn(one, { email })));
    wait();
    const answers = await Promise.all(bodies.map((body) => send(world, form, body)));
    assert.ok(answers.every(({ status }) => status === 202));
    const mails = (await world.all('/v1/messages')).filter((message) => message.to === email);
    assert.equal(mails.length, 1);
    const link = linkIn(mails[0]);
    const done = await Promise.all(Array.from({ length: 6 }, () => post(world, link)));
    assert.ok(done.every(({ status }) => status === 200));
    const partners = (await world.ok('GET', `/v1/partners?email=${email}`)).data;
    assert.equal(partners.length, 1);
    assert.equal((await world.ok('GET', `/v1/applications?partner_id=${partners[0].id}`)).data.length, 1);
  });

  test('pages of hosts that the owner did not name may not use the form', async () => {
    const form = await openForm(world, await world.program(), { embed_hosts: ['shop.example'] });
    const path = `/v1${pathOf(form)}`;
    const from = (origin: string) => ({ key: null, headers: { origin } });
    const good = await world.call('GET', path, undefined, from('https://shop.example'));
    assert.equal(good.headers.get('access-control-allow-origin'), 'https://shop.example');
    assert.equal((await world.call('OPTIONS', path, undefined, from('https://shop.example'))).status, 204);
    for (const method of ['GET', 'OPTIONS', 'POST'] as const)
      for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example'])
        assert.equal((await world.call(method, path, method === 'POST' ? {} : undefined, from(origin))).status, 403);
    for (const nowhere of ['/join/nobody/x', `/join/${world.account.slug}/nobody`, '/join/%00/%00', '/v1/join/a/b'])
      assert.ok([400, 404].includes((await page(world, nowhere)).status), nowhere);
  });
});
