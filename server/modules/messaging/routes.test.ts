import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { type Json, unique, type World } from '../../../test/support/world.ts';
import { messageKinds } from './kinds.ts';

let app: TestApp;
before(async () => {
  app = await startApp();
});
after(async () => {
  assert.deepEqual(app.errors, []);
  await app.close();
});

const messages = (world: World, query = ''): Promise<Json[]> =>
  world.ok('GET', `/v1/messages${query}`).then((page) => page.data);
const lines = (rows: readonly Json[]): string[] =>
  rows.map(({ kind, to, state, subject }) => `${kind} ${to} ${state}: ${subject}`);
/** Addresses in messages name the public address, which in tests has no port. */
const here = (url: string): string => url.replace(publicUrl(), app.base);
const publicUrl = (): string => app.app.parts.publicUrl;
const post = (url: string, body: string, type: string) =>
  fetch(here(url), { method: 'POST', body, headers: { 'content-type': type } });

describe('the list of messages', () => {
  test('tells, newest first, what was said to whom and why', async () => {
    const world = await app.world({ name: 'Gift Shop' });
    const { program, partner } = await world.seller(2000, { name: 'Friends' });
    const click = await world.click(partner);
    const order = await world.order({
      click_id: click,
      items: [{ sku: 'mug', name: 'Red mug', quantity: 1, unit_amount: 10_000 }],
    });
    await world.refund(order, { amount: 5000, reason: 'chargeback' });
    const run = await world.run();
    await world.ok('POST', `/v1/payouts/${run.payouts[0].id}/result`, { status: 'paid', reference: 'PP-1' });
    const rows = await messages(world);
    assert.deepEqual(lines(rows), [
      `payout_sent ${partner.email} captured: $10.00 is on its way to you`,
      `commission_reversed ${partner.email} captured: A commission of $10.00 was taken back`,
      `commission_earned ${partner.email} captured: You earned $20.00`,
      `partner_approved ${partner.email} captured: Welcome to Friends`,
    ]);
    const [sent, reversed, earned, approved] = rows;
    assert.deepEqual(Object.keys(sent).slice(0, 7), ['id', 'to', 'kind', 'state', 'subject', 'text', 'created_at']);
    assert.match(sent.text, /paid you \$10\.00 by PayPal\. The reference is PP-1\./);
    assert.match(reversed.text, /taken back on .*: the buyer’s bank took the payment back\./);
    assert.match(earned.text, /Hello Partner p-\w+,\n\na sale came in .*, and you earned \$20\.00 for Red mug\./);
    assert.deepEqual(earned.why, { event: 'commission_earned', subject: order.id });
    assert.match(approved.text, /a partner of Gift Shop/);
    assert.ok(approved.text.includes(partner.link.url));
    assert.ok(
      approved.links.some((link: string) => /\/partner\/.*sign-in#token=[\w-]{40,}$/.test(link)),
      'a link that signs in',
    );
    assert.deepEqual(
      lines(await messages(world, `?kind=partner_approved&partner_id=${partner.id}`)),
      lines([approved]),
    );
    assert.equal((await messages(world, `?contact_id=${partner.contact_id}&state=captured`)).length, 4);
    assert.deepEqual(await messages(world, '?state=sent'), []);
    assert.deepEqual(
      (await world.all('/v1/messages')).map(({ id }) => id),
      rows.map(({ id }) => id),
    );
    assert.deepEqual(await world.ok('GET', `/v1/messages/${earned.id}`), earned);
    const neighbour = await world.neighbour();
    await neighbour.refused('GET', `/v1/messages/${earned.id}`, undefined, 404, 'not_found');
    assert.deepEqual(await messages(neighbour), []);
    assert.ok(program.id);
  });

  test('applications: to the partner and to the owner, then the answer', async () => {
    const world = await app.world({ name: 'Gift Shop' });
    const program = await world.program({ approval: 'manual', name: 'Friends' });
    const [ann, bob] = [await world.partner(program, { name: 'Ann' }), await world.partner(program, { name: 'Bob' })];
    await world.ok('POST', `/v1/partners/${ann.id}/approve`, {});
    await world.ok('POST', `/v1/partners/${bob.id}/reject`, {});
    assert.deepEqual(lines((await messages(world)).reverse()), [
      `application_received ${ann.email} captured: We have your application to Friends`,
      'application_received_owner owner@owners.example captured: Ann wants to become a partner',
      `application_received ${bob.email} captured: We have your application to Friends`,
      'application_received_owner owner@owners.example captured: Bob wants to become a partner',
      `partner_approved ${ann.email} captured: Welcome to Friends`,
      `partner_rejected ${bob.email} captured: Your application to Friends`,
    ]);
  });

  test('a changed payout method is told to every address that is known', async () => {
    const world = await app.world();
    const { partner } = await world.seller(1000);
    await world.ok('PATCH', `/v1/partners/${partner.id}`, { email: 'new@example.com' });
    await world.ok('PATCH', `/v1/partners/${partner.id}`, {
      payout_method: { kind: 'wise', email: 'thief@example.com' },
    });
    const rows = await messages(world, '?kind=payout_method_changed');
    assert.deepEqual(rows.map(({ to }) => to).sort(), ['new@example.com', partner.email].sort());
    for (const { text } of rows) {
      assert.match(text, /was changed to: Wise\.\n\nFor your safety nothing is paid that way before .*\./);
      assert.doesNotMatch(text, /thief/);
    }
  });

  test('an erased person leaves the fact that they were written to, and no word of it', async () => {
    const world = await app.world();
    const { partner } = await world.seller(1000);
    const [before] = await messages(world);
    await world.ok('POST', `/v1/partners/${partner.id}/suspend`, {});
    await world.ok('POST', `/v1/contacts/${partner.contact_id}/erase`, {});
    const [row] = await messages(world);
    assert.deepEqual(
      [row.id, row.kind, row.to, row.subject, row.text, row.links],
      [before.id, 'partner_approved', null, '[erased]', '[erased]', []],
    );
    const content = await world.ok('GET', `/v1/messages/${row.id}/content`);
    assert.doesNotMatch(JSON.stringify(content), /Partner p-|@/);
  });
});

describe('unsubscribing', () => {
  test('takes a post, not a look; and leaves what is about access or money', async () => {
    const world = await app.world({ name: 'Gift <b>Shop' });
    const { partner } = await world.seller(1000);
    await world.order({ click_id: await world.click(partner) });
    const [earned] = await messages(world);
    const url = /Unsubscribe: (\S+)/.exec(earned.text)![1]!;
    const page = await fetch(here(url));
    assert.equal(page.status, 200);
    assert.match(await page.text(), /messages of Gift &lt;b&gt;Shop/);
    const path = `/v1/partners/${partner.id}/message_preferences`;
    assert.deepEqual(await world.ok('GET', path), { frequency: 'each' });
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      assert.equal((await post(url, 'List-Unsubscribe=One-Click', type)).status, 200);
    assert.deepEqual(await world.ok('GET', path), { frequency: 'none' });
    await world.order({ click_id: await world.click(partner) });
    const run = await world.run();
    await world.markPaid(run);
    assert.deepEqual(
      (await messages(world)).map(({ kind }) => kind),
      ['payout_sent', 'commission_earned', 'partner_approved'],
    );
  });

  test('a token that was changed opens nothing', async () => {
    for (const token of ['x', 'AAAA', 'A'.repeat(2000), '%00']) {
      assert.ok([400, 404].includes((await fetch(`${app.base}/unsubscribe/${token}`)).status));
      assert.ok(
        [400, 404].includes(
          (await post(`${app.base}/unsubscribe/${token}`, '', 'application/x-www-form-urlencoded')).status,
        ),
      );
    }
  });

  test('the owner’s link switches one kind off', async () => {
    const world = await app.world();
    const program = await world.program({ approval: 'manual' });
    await world.partner(program);
    const [toOwner] = await messages(world, '?kind=application_received_owner');
    await post(/Unsubscribe: (\S+)/.exec(toOwner.text)![1]!, '', 'application/x-www-form-urlencoded');
    await world.partner(program);
    assert.equal((await messages(world, '?kind=application_received_owner')).length, 1);
    assert.equal((await world.ok('GET', '/v1/message_templates/application_received_owner')).on, false);
  });
});

describe('bounces and complaints', () => {
  test('come by a secret address, and stop what would be sent', async () => {
    const world = await app.world();
    const { partner } = await world.seller(1000);
    const { bounce_url: url } = await world.ok('PUT', '/v1/mail_settings', {});
    const json = 'application/json';
    assert.equal((await post(`${url}x`, '{}', json)).status, 404);
    assert.equal((await post(url.replace(world.account.id, 'acct_x'), '{}', json)).status, 404);
    const report = JSON.stringify([
      { event: 'spamreport', email: partner.email.toUpperCase() },
      { event: 'bounce', email: 'nobody@example.com' },
    ]);
    const answer = await post(url, report, json);
    assert.deepEqual([answer.status, await answer.json()], [200, { suppressed: 1 }]);
    await world.order({ click_id: await world.click(partner) });
    assert.deepEqual(
      (await messages(world)).map(({ kind, state }) => `${kind} ${state}`),
      ['commission_earned suppressed', 'partner_approved captured'],
    );
    const [row] = await world.all('/v1/suppressions');
    assert.deepEqual([row.contact_id, row.address, row.because], [partner.contact_id, partner.email, 'complaint']);
    await world.ok('DELETE', `/v1/suppressions/${row.id}`);
    await world.refused('DELETE', `/v1/suppressions/${row.id}`, undefined, 404, 'not_found');
    await world.order({ click_id: await world.click(partner) });
    assert.equal((await messages(world))[0].state, 'captured');
  });
});

describe('words', () => {
  test('are changed, checked by line, looked at, sent as a test, and given back', async () => {
    const world = await app.world({ name: 'Gift Shop' });
    const { partner } = await world.seller(1000);
    const path = '/v1/message_templates/commission_earned';
    const refused = await world.refused('PATCH', path, { body: 'Hello\n\n{{ amout }}' }, 422, 'template_invalid');
    assert.match(refused.detail, /line 3, there is no field "amout"/);
    assert.equal(refused.errors[0].path, 'body');
    await world.ok('PATCH', path, {
      subject: 'Ka-ching: {{ amount }}',
      body: '{{ recipient_name }}: **{{ amount }}** for {{ products }}\n\n[Look]({{ partner_center_url }})',
    });
    await world.order({
      click_id: await world.click(partner),
      items: [{ sku: 'tea', name: '[Tea](https://evil.example)', quantity: 1, unit_amount: 500 }],
    });
    const [row] = await messages(world);
    assert.equal(row.subject, 'Ka-ching: $0.50');
    assert.match(
      row.text,
      new RegExp(`^${partner.name}: \\$0\\.50 for \\[Tea\\]\\(https://evil\\.example\\)\n\nLook:\n`),
    );
    assert.deepEqual(row.links, [`${publicUrl()}/partner/${world.account.slug}`]);
    const draft = await world.ok('POST', `${path}/preview`, { subject: 'Draft {{ amount }}', partner_id: partner.id });
    assert.equal(draft.subject, 'Draft $0.50', 'what really happened last');
    assert.match(draft.html, /<strong>\$0\.50<\/strong>/);
    const tested = await world.ok('POST', `${path}/test`, { to: 'owner@example.com' });
    assert.deepEqual(
      [tested.to, tested.subject, tested.state, tested.why.event],
      ['owner@example.com', '[Test] Ka-ching: $0.50', 'captured', 'test'],
    );
    const back = await world.ok('DELETE', path);
    assert.deepEqual([back.edited, back.subject], [false, 'You earned {{ amount }}']);
    await world.refused('GET', '/v1/message_templates/nonsense', undefined, 404, 'not_found');
    await world.refused('POST', `${path}/preview`, { partner_id: 'part_x' }, 404, 'not_found');
  });

  test('may be switched off where they are not about access or money', async () => {
    const world = await app.world();
    const { program, partner } = await world.seller(1000);
    await world.refused('PATCH', '/v1/message_templates/payout_sent', { on: false }, 422, 'always_sent');
    await world.ok('PATCH', '/v1/message_templates/commission_earned', { on: false });
    await world.order({ click_id: await world.click(partner) });
    await world.ok('PATCH', '/v1/message_templates/commission_earned', { on: true });
    await world.ok('PATCH', `/v1/programs/${program.id}/message_preferences`, { notify_when_earning: false });
    assert.deepEqual(await world.ok('GET', `/v1/programs/${program.id}/message_preferences`), {
      notify_when_earning: false,
    });
    await world.order({ click_id: await world.click(partner) });
    assert.deepEqual(
      (await messages(world)).map(({ kind }) => kind),
      ['partner_approved'],
    );
    const { data } = await world.ok('GET', '/v1/message_templates');
    assert.deepEqual(
      data.map(({ kind }: Json) => kind),
      [...messageKinds],
    );
    assert.ok(
      data.every(
        ({ always, kind }: Json) => !always || !['commission_earned', 'digest', 'partner_rejected'].includes(kind),
      ),
    );
  });

  test('previews show something before anything has happened', async () => {
    const world = await app.world();
    const { data } = await world.ok('GET', '/v1/message_templates');
    for (const { kind } of data) {
      const shown = await world.ok('POST', `/v1/message_templates/${kind}/preview`, {});
      assert.doesNotMatch(JSON.stringify(shown), /undefined|null|\{\{/, kind);
    }
  });
});

describe('settings', () => {
  const server = { host: '127.0.0.1', port: 2525, security: 'none', user: 'maria' };
  const from = { name: 'Shop', address: 'a@shop.example' };

  test('keep the password to themselves, and never take it to another host', async () => {
    const world = await app.world();
    assert.equal((await world.ok('GET', '/v1/mail_settings')).mode, 'captures');
    await world.ok('PUT', '/v1/mail_settings', { server, from, password: 'hunter2' });
    const shown = await world.call('GET', '/v1/mail_settings');
    assert.deepEqual([shown.body.password_set, shown.body.server.user], [true, 'maria']);
    assert.doesNotMatch(shown.text, /hunter2/);
    assert.equal((await world.ok('PUT', '/v1/mail_settings', { server, from })).password_set, true);
    assert.equal(
      (await world.ok('PUT', '/v1/mail_settings', { server: { ...server, host: '127.0.0.2' }, from })).password_set,
      false,
    );
    await world.refused('PUT', '/v1/mail_settings', { server }, 400, 'invalid');
    await world.refused('PUT', '/v1/mail_settings', { server, from: { address: 'a@b\r\nBcc: c@d' } }, 400, 'invalid');
    await world.refused('PUT', '/v1/mail_settings', { logo_url: 'javascript:alert(1)' }, 400, 'invalid');
    const reader = await world.ok('POST', '/v1/keys', { scopes: ['read'] });
    assert.equal((await world.call('GET', '/v1/mail_settings', undefined, { key: reader.secret })).status, 403);
  });

  test('are diagnosed, but for a sandbox, which connects nowhere', async () => {
    const sandbox = await app.world();
    await sandbox.ok('PUT', '/v1/mail_settings', { server: { ...server, port: 1 }, from });
    assert.match((await sandbox.ok('POST', '/v1/mail_settings/test', {})).said, /^a sandbox sends nothing/);
    const real = await app.world({ sandbox: false, name: unique('Real') });
    assert.match((await real.ok('POST', '/v1/mail_settings/test', {})).said, /^no server is set/);
    await real.ok('PUT', '/v1/mail_settings', { server: { ...server, port: 1 }, from });
    assert.deepEqual(await real.ok('POST', '/v1/mail_settings/test', {}), {
      ok: false,
      failed_at: 'connect',
      said: 'not connected: the connection was refused',
    });
  });
});
