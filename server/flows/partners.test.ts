import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openShop, type Shop } from '../../test/support/shop.ts';
import { type Json, percent, unique, type World } from '../../test/support/world.ts';
import { findPartner, listPartnerHistory, readPayoutMethod, sponsorChain } from '../modules/partners/index.ts';

describe('partners', () => {
  let shop: Shop;
  let app: World;
  let program: Json;
  before(async () => {
    shop = await openShop();
    app = shop.world;
    program = await app.program();
  });
  after(() => shop.close());

  const person = (more: Json = {}): Json => ({
    email: `${unique('p')}@partners.example`,
    name: 'Maria López',
    program_id: program.id,
    ...more,
  });
  const join = (more: Json = {}): Promise<Json> => app.ok('POST', '/v1/partners', person(more), { status: 201 });
  const refusedJoin = (more: Json, status: number, code: string) =>
    app.refused('POST', '/v1/partners', person(more), status, code);
  const change = (partner: Json, body: Json): Promise<Json> => app.ok('PATCH', `/v1/partners/${partner.id}`, body);
  const act = (partner: Json, name: string): Promise<Json> =>
    app.ok('POST', `/v1/partners/${partner.id}/${name}`, {}, { status: 200 });
  const history = (partner: Json) => shop.act(({ tx, accountId }) => listPartnerHistory(tx, accountId, [partner.id]));

  test('a new partner is shown as the contract says', async () => {
    const email = `${unique('m')}@partners.example`;
    const { id, contact_id, link, ...rest } = await join({
      email,
      code: 'Maria',
      payout_method: { kind: 'paypal', email: 'maria@pay.example' },
    });
    assert.match(id, /^part_/);
    assert.match(contact_id, /^cont_/);
    assert.deepEqual([link.code, new URL(link.url).pathname], ['Maria', '/r/Maria']);
    assert.deepEqual(rest, {
      email,
      name: 'Maria López',
      code: 'Maria',
      program_id: program.id,
      status: 'approved',
      sponsor_id: null,
      joined_at: shop.now().toISOString(),
      payout_method: {
        kind: 'paypal',
        hint: 'm•••@pay.example',
        changed_at: shop.now().toISOString(),
        waits_until: null,
      },
    });
    assert.deepEqual(await app.ok('GET', `/v1/partners/${id}`), { id, contact_id, link, ...rest });
    const made = await app.ok('GET', `/v1/links/${link.id}`);
    assert.deepEqual([made.url, made.short_url], [program.default_url, link.url]);
  });

  test('one contact is one partner, under whatever spelling and however many at once', async () => {
    const { email } = await join();
    await refusedJoin({ email: ` ${email.toUpperCase()} ` }, 409, 'already_a_partner');
    const twin = person();
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => app.call('POST', '/v1/partners', twin)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
  });

  test('a refused partner leaves no contact behind', async () => {
    const { email, ...rest } = person({
      payout_method: { kind: 'paypal', email: 'x@pay.example' },
      sponsor_id: 'part_none',
    });
    await app.refused('POST', '/v1/partners', { email, ...rest }, 404, 'not_found');
    assert.deepEqual((await app.ok('GET', `/v1/contacts?email=${email}`)).data, []);
  });

  test('codes are unique ignoring case; without one it is made from the name', async () => {
    await join({ code: 'BO-1' });
    await refusedJoin({ code: 'bo-1' }, 409, 'code_taken');
    for (const code of ['', 'a b', 'a/b', '..', '-', 'x'.repeat(65), '%41'])
      await refusedJoin({ code }, 400, 'invalid');
    assert.ok((await join({ code: 'Größe_1.x' })).link.url.endsWith('/r/Gr%C3%B6%C3%9Fe_1.x'));
    const made = await Promise.all(Array.from({ length: 12 }, () => join({ name: 'Ann Ünal' })));
    const codes = made.map(({ code }) => code);
    assert.equal(new Set(codes).size, 12);
    assert.ok(codes.includes('ann-unal') && codes.every((code: string) => code.startsWith('ann-unal')), String(codes));
    assert.match((await join({ name: '李小龙' })).code, /^[a-z2-9]{7}$/);
  });

  test('the status is as asked, else by the program’s approval, from joined_at on', async () => {
    const manual = await app.program({ approval: 'manual' });
    assert.equal((await join({ program_id: manual.id })).status, 'pending');
    const joined_at = '2025-03-01T00:00:00.000Z';
    const old = await join({ program_id: manual.id, status: 'approved', joined_at });
    assert.deepEqual([old.status, old.joined_at], ['approved', joined_at]);
    assert.deepEqual(
      (await history(old)).map((row) => [row.seq, row.from_at.toISOString(), row.status]),
      [[1, joined_at, 'approved']],
    );
    await refusedJoin({ joined_at: '2026-01-05T10:00:00.001Z' }, 422, 'occurred_too_late');
  });

  test('a known contact becomes a partner by id, and keeps both addresses', async () => {
    const lead = await app.lead({ email: 'Lee@one.example', external_id: 'c-lee' });
    const partner = await app.ok('POST', '/v1/partners', {
      contact_id: lead.contact_id,
      program_id: program.id,
      name: 'Lee',
      email: 'lee@two.example',
    });
    assert.deepEqual([partner.contact_id, partner.email, partner.name], [lead.contact_id, 'lee@two.example', 'Lee']);
    for (const email of ['LEE@one.example', 'lee@two.example'])
      assert.deepEqual(
        (await app.ok('GET', `/v1/partners?email=${email}`)).data.map((row: Json) => row.id),
        [partner.id],
      );
    await refusedJoin({ contact_id: 'cont_none' }, 404, 'not_found');
    const { errors } = await app.refused(
      'POST',
      '/v1/partners',
      { program_id: program.id, name: 'No address' },
      400,
      'invalid',
    );
    assert.equal(errors[0].path, 'email');
  });

  test('each act follows from the right status only, and stands in the history', async () => {
    const manual = await app.program({ approval: 'manual' });
    const partner = await join({ program_id: manual.id });
    const refused = (name: string) =>
      app.refused('POST', `/v1/partners/${partner.id}/${name}`, {}, 409, 'wrong_status');
    await refused('suspend');
    await refused('reinstate');
    shop.later(1);
    assert.equal((await act(partner, 'reject')).status, 'rejected');
    await refused('reject');
    assert.equal((await act(partner, 'approve')).status, 'approved');
    shop.later(1);
    assert.equal((await act(partner, 'suspend')).status, 'suspended');
    await refused('approve');
    assert.equal((await act(partner, 'reinstate')).status, 'approved');
    const rows = await history(partner);
    assert.deepEqual(
      rows.map((row) => row.status),
      ['pending', 'rejected', 'approved', 'suspended', 'approved'],
    );
    assert.deepEqual(
      rows.map((row) => row.seq),
      [1, 2, 3, 4, 5],
    );
    assert.equal((await app.ok('GET', `/v1/partners/${partner.id}/history`)).data.length, 5);
    await app.refused('POST', '/v1/partners/part_none/approve', {}, 404, 'not_found');
  });

  test('two who suspend at once suspend once', async () => {
    const partner = await join();
    const answers = await Promise.all([1, 2, 3].map(() => app.call('POST', `/v1/partners/${partner.id}/suspend`, {})));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    assert.equal((await history(partner)).length, 2);
  });

  test('a suspension holds what is pending, and the end of it releases that', async () => {
    const held = await app.program({ hold_days: 30, default_terms: percent(1000) });
    const partner = await join({ program_id: held.id });
    await app.order({ click_id: await app.click(partner) });
    const reasons = async () => (await app.commissions({ partner_id: partner.id })).map((row) => row.held_reason);
    assert.deepEqual(await reasons(), [null]);
    await act(partner, 'suspend');
    assert.deepEqual(await reasons(), ['partner_suspended']);
    await act(partner, 'reinstate');
    assert.deepEqual(await reasons(), [null]);
  });

  test('a move is a row of the history, and the own link leads to the new program', async () => {
    const partner = await join();
    const next = await app.program({ default_url: 'https://next.example/start' });
    assert.equal(
      (await app.ok('POST', `/v1/partners/${partner.id}/move`, { program_id: next.id })).program_id,
      next.id,
    );
    assert.equal((await app.ok('GET', `/v1/links/${partner.link.id}`)).url, 'https://next.example/start');
    await app.ok('POST', `/v1/partners/${partner.id}/move`, { program_id: next.id });
    assert.deepEqual(
      (await history(partner)).map((row) => row.program_id),
      [program.id, next.id],
    );
    await app.refused('POST', `/v1/partners/${partner.id}/move`, { program_id: 'prog_none' }, 404, 'not_found');
  });

  test('nobody is their own sponsor, near or far, also when two try at once', async () => {
    const a = await join();
    const b = await join({ sponsor_id: a.id });
    const c = await join({ sponsor_id: b.id });
    assert.equal(c.sponsor_id, b.id);
    const refused = (partner: Json, sponsor: Json) =>
      app.refused('PATCH', `/v1/partners/${partner.id}`, { sponsor_id: sponsor.id }, 422, 'sponsor_ring');
    await refused(a, a);
    await refused(a, c);
    await refused(b, c);
    assert.equal((await change(b, { sponsor_id: null })).sponsor_id, null);
    await app.refused('PATCH', `/v1/partners/${b.id}`, { sponsor_id: 'part_none' }, 404, 'not_found');
    for (let round = 0; round < 3; round += 1) {
      const [x, y, z] = await Promise.all([join(), join(), join()]);
      const tries = [
        [x, y],
        [y, z],
        [z, x],
      ] as const;
      const answers = await Promise.all(
        tries.map(([p, s]) => app.call('PATCH', `/v1/partners/${p.id}`, { sponsor_id: s.id })),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 422]);
      const chains = await shop.act(({ tx, accountId }) =>
        Promise.all([x, y, z].map((p) => sponsorChain(tx, accountId, p.id))),
      );
      assert.deepEqual(chains.map((chain) => chain.length).sort(), [1, 2, 3]);
    }
  });

  test('the sponsor is whose click or via the application carries, unless one is named', async () => {
    const sponsor = await join();
    const sponsored = async (more: Json) => (await join(more)).sponsor_id;
    assert.equal(await sponsored({ via: sponsor.code.toUpperCase() }), sponsor.id);
    assert.equal(await sponsored({ click_id: await app.click(sponsor) }), sponsor.id);
    assert.equal(await sponsored({ via: sponsor.code, sponsor_id: null }), null);
    const email = `${unique('lead')}@x.example`;
    await app.lead({ email, via: sponsor.code });
    assert.equal(await sponsored({ email }), sponsor.id);
    assert.equal(await sponsored({}), null);
  });

  test('payout methods are sealed, and only those offered are taken', async () => {
    const iban = 'DE89 3704 0044 0532 0130 00';
    const bank = { kind: 'bank', holder: 'Maria', iban };
    const partner = await join({ payout_method: bank });
    assert.deepEqual([partner.payout_method.kind, partner.payout_method.hint], ['bank', '•••3000']);
    const known = await shop.act(async (context) => {
      const row = await findPartner(context.tx, context.accountId, partner.id);
      assert.ok(row?.payout_method && !row.payout_method.toString('latin1').includes('0532'));
      return readPayoutMethod(context, row);
    });
    assert.deepEqual(known, bank);
    for (const bad of [
      { kind: 'bank', holder: 'Maria' },
      { kind: 'bank', holder: 'Maria', iban: 'DE00370400440532013000' },
      { kind: 'paypal' },
      { kind: 'paypal', email: 'no address' },
      { kind: 'check', name: 'Maria' },
      { kind: 'cash' },
      { kind: 'other', details: 'x', typo: 1 },
    ])
      await refusedJoin({ payout_method: bad }, 400, 'invalid');
    await app.ok('PATCH', '/v1/settings', { payout_methods: ['paypal'] });
    await refusedJoin({ payout_method: { kind: 'wise', email: 'a@b.example' } }, 422, 'method_not_offered');
    await change(partner, { payout_method: bank });
    await app.ok('PATCH', '/v1/settings', { payout_methods: ['paypal', 'bank', 'wise'] });
  });

  test('the first method is good at once; every change after it waits 48 hours', async () => {
    const partner = await join();
    const set = async (method: Json) => (await change(partner, { payout_method: method })).payout_method;
    const paypal = (email: string) => ({ kind: 'paypal', email });
    assert.equal((await set(paypal('a@pay.example'))).waits_until, null);
    shop.later(5);
    assert.equal((await set(paypal('a@pay.example'))).waits_until, null);
    const until = (hours: number) => new Date(shop.now().getTime() + hours * 3_600_000).toISOString();
    assert.equal((await set(paypal('b@pay.example'))).waits_until, until(48));
    shop.later(1);
    assert.equal((await set(paypal('b@pay.example'))).waits_until, until(47));
    assert.equal(await set(null), null);
    assert.equal((await set(paypal('c@pay.example'))).waits_until, until(48));
  });

  test('name, address and code change; the former code still leads to the partner', async () => {
    const partner = await join({ code: unique('first') });
    const other = await join();
    const code = unique('second');
    const changed = await change(partner, { name: 'Mia', email: 'Mia@new.example', code });
    assert.deepEqual(
      [changed.name, changed.email, changed.code, changed.link.code],
      ['Mia', 'Mia@new.example', code, code],
    );
    const [former, present] = await Promise.all([app.click(partner), app.click(changed)]);
    assert.ok(former.startsWith('clk_') && present.startsWith('clk_'));
    assert.equal((await change(partner, { code: partner.code })).link.id, partner.link.id);
    const refuse = (body: Json, problem: string) =>
      app.refused('PATCH', `/v1/partners/${partner.id}`, body, 409, problem);
    await refuse({ code: other.code }, 'code_taken');
    await refuse({ email: other.email }, 'identity_conflict');
    await refuse({ name: 'Half', code: other.code }, 'code_taken');
    assert.equal((await app.ok('GET', `/v1/partners/${partner.id}`)).name, 'Mia');
  });

  test('own terms are versions and end', async () => {
    const { id } = await join();
    const path = `/v1/partners/${id}/terms`;
    await app.refused('DELETE', path, undefined, 404, 'not_found');
    const set = await app.ok('PUT', path, percent(5000));
    assert.deepEqual([set.scope, set.partner_id, set.version, set.terms], ['partner', id, 1, percent(5000)]);
    shop.later(1);
    assert.deepEqual([(await app.ok('DELETE', path)).terms, (await app.ok('GET', path)).data.length], [null, 2]);
    await app.refused('PUT', path, { kind: 'percent' }, 400, 'invalid');
    await app.refused('PUT', '/v1/partners/part_none/terms', percent(1), 404, 'not_found');
  });

  test('a pay address that a spreadsheet would run is refused, not altered', async () => {
    for (const email of ['+1@pay.example', '=1@pay.example', '-x@pay.example'])
      await refusedJoin({ payout_method: { kind: 'paypal', email } }, 400, 'invalid');
    await join({ payout_method: { kind: 'paypal', email: 'a+b@pay.example' } });
  });

  test('lists are filtered and paged, newest first', async () => {
    const own = await app.program({ approval: 'manual' });
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await join({ program_id: own.id })).id);
    await app.ok('POST', `/v1/partners/${ids[0]}/approve`, {});
    const idsOf = async (query: Record<string, string>) => (await app.all('/v1/partners', query)).map((row) => row.id);
    assert.deepEqual(await idsOf({ program_id: own.id }), ids);
    assert.deepEqual(await idsOf({ program_id: own.id, status: 'pending' }), ids.slice(1));
    const first = await app.ok('GET', `/v1/partners?limit=2&program_id=${own.id}`);
    const second = await app.ok('GET', `/v1/partners?limit=2&program_id=${own.id}&cursor=${first.next_cursor}`);
    assert.deepEqual(
      [...first.data, ...second.data].map((row: Json) => row.id),
      ids.slice(0, 4),
    );
    await app.refused('GET', '/v1/partners?status=none', undefined, 400, 'invalid');
    await app.refused('GET', '/v1/partners?cursor=x', undefined, 400, 'bad_cursor');
  });

  test('a neighbour’s partners and programs are not there', async () => {
    const partner = await join();
    const stranger = await app.neighbour();
    assert.deepEqual((await stranger.ok('GET', '/v1/partners')).data, []);
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'x' }],
      ['POST', '/suspend', {}],
      ['POST', '/move', { program_id: program.id }],
      ['GET', '/history', undefined],
      ['PUT', '/terms', percent(1)],
      ['DELETE', '/terms', undefined],
      ['GET', '/terms', undefined],
    ] as const)
      await stranger.refused(method, `/v1/partners/${partner.id}${rest}`, body, 404, 'not_found');
    await stranger.refused('POST', '/v1/partners', person(), 404, 'not_found');
    const theirs = await stranger.partner(await stranger.program(), { code: partner.code, email: partner.email });
    assert.notEqual(theirs.contact_id, partner.contact_id);
  });

  test('a key repeated is one partner; scopes are kept', async () => {
    const body = person();
    const once = () => app.ok('POST', '/v1/partners', body, { idempotency: 'join-1', status: 201 });
    assert.equal((await once()).id, (await once()).id);
    const { secret } = await app.ok('POST', '/v1/keys', { scopes: ['read'] });
    assert.equal((await app.call('POST', '/v1/partners', person(), { key: secret })).status, 403);
    assert.equal((await app.call('GET', '/v1/partners', undefined, { key: secret })).status, 200);
  });
});
