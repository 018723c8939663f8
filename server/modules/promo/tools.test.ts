import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { type Json, percent, unique, type World } from '../../../test/support/world.ts';

describe('promo tools', () => {
  let app: TestApp;
  let shop: World;
  let program: Json;
  let maria: Json;
  let picture: Json;
  before(async () => {
    app = await startApp();
    shop = await app.world();
    program = await shop.program({ default_terms: percent(1000) });
    maria = await shop.partner(program, { name: 'Maria <b>Lopez</b>' });
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    picture = (await shop.call('POST', '/v1/uploads?name=mugs.png', bytes)).body;
  });
  after(() => app.close());

  const make = (more: Json): Promise<Json> =>
    shop.ok('POST', '/v1/promo_tools', { name: unique('Tool'), status: 'published', ...more }, { status: 201 });
  const shownTo = async (partner: Json): Promise<Json[]> =>
    (await shop.ok('GET', `/v1/partners/${partner.id}/promo_tools`)).data;
  const shownOf = async (partner: Json, tool: Json): Promise<Json> =>
    (await shownTo(partner)).find(({ id }) => id === tool.id);
  const refused = (more: Json, status: number, code: string): Promise<Json> =>
    shop.refused('POST', '/v1/promo_tools', { name: 'Tool', ...more }, status, code);

  test('texts have the link and the name of the partner merged in', async () => {
    const tool = await make({
      kind: 'email',
      subject: '{{ partner_name }} says hello',
      body: 'Hi,\n{% if coupon_code != "" %}Code {{ coupon_code }}: {% endif %}{{ link_url }} by {{ partner_code }}',
    });
    const before = await shownOf(maria, tool);
    assert.equal(before.subject, 'Maria <b>Lopez</b> says hello');
    assert.equal(before.body, `Hi,\n${before.link_url} by ${maria.code}`);
    const coupon = await shop.ok('POST', '/v1/coupons', { partner_id: maria.id });
    assert.match((await shownOf(maria, tool)).body, new RegExp(`Code ${coupon.code}: http`));
    await shop.ok('PATCH', `/v1/coupons/${coupon.id}`, { ended: true });
    assert.doesNotMatch((await shownOf(maria, tool)).body, /Code/);
  });

  test('code to embed holds nothing of a name that a page would run', async () => {
    const link = await make({ kind: 'text_link', text: 'Mugs by {{ partner_name }} <script>' });
    const text = await shownOf(maria, link);
    assert.equal(text.text, 'Mugs by Maria <b>Lopez</b> <script>');
    assert.equal(
      text.embed_code,
      `<a href="${text.link_url}">Mugs by Maria &lt;b&gt;Lopez&lt;/b&gt; &lt;script&gt;</a>`,
    );
    const banner = await shownOf(maria, await make({ kind: 'banner', upload_id: picture.id, alt: '"><script>' }));
    const image = banner.link_url.replace('/r/', '/b/');
    assert.equal(
      banner.embed_code,
      `<a href="${banner.link_url}"><img src="${image}.png" width="30" height="20" alt="&quot;&gt;&lt;script&gt;"></a>`,
    );
    assert.equal(banner.picture.url, picture.url);
  });

  test('each partner has one link for each tool, however many ask at once', async () => {
    const anna = await shop.partner(program);
    const tools = await Promise.all([1, 2, 3].map(() => make({ kind: 'text_link', text: 'Mugs' })));
    const answers = await Promise.all(Array.from({ length: 8 }, () => shownTo(anna)));
    for (const tool of tools) {
      const links = new Set(answers.map((data) => data.find(({ id }) => id === tool.id)!.link_id));
      assert.equal(links.size, 1);
    }
    const links = (await shop.all('/v1/links', { partner_id: anna.id })).filter((link) => link.promo_tool_id !== null);
    assert.equal(links.filter(({ promo_tool_id }) => tools.some(({ id }) => id === promo_tool_id)).length, 3);
    assert.notEqual((await shownOf(maria, tools[0])).link_id, answers[0]![0]!.link_id);
  });

  test('a link leads where its tool does, and elsewhere once that changes', async () => {
    const tool = await make({ kind: 'text_link', text: 'Mugs', url: 'https://shop.example/mugs' });
    const { link_url } = await shownOf(maria, tool);
    const target = async () => {
      const answer = await shop.call('GET', new URL(link_url).pathname, undefined, { key: null });
      return answer.headers.get('location')?.split('?')[0];
    };
    assert.equal(await target(), 'https://shop.example/mugs');
    await shop.ok('PATCH', `/v1/promo_tools/${tool.id}`, { url: 'https://shop.example/hats' });
    await until(async () => (await target()) === 'https://shop.example/hats');
    await shop.ok('PATCH', `/v1/promo_tools/${tool.id}`, { url: null });
    await until(async () => (await target()) === 'https://shop.example/');
    await shop.refused(
      'PATCH',
      `/v1/promo_tools/${tool.id}`,
      { url: 'https://evil.example/' },
      422,
      'host_not_allowed',
    );
  });

  test('a partner sees what is for all, for their program or for them, and nothing of others', async () => {
    const other = await shop.program();
    const bea = await shop.partner(other);
    const tool = (more: Json) => make({ kind: 'text_link', text: 'Mugs', ...more });
    const [all, ofProgram, ofOther, forBea, both] = await Promise.all([
      tool({}),
      tool({ program_ids: [program.id] }),
      tool({ program_ids: [other.id] }),
      tool({ partner_ids: [bea.id] }),
      tool({ program_ids: [other.id], partner_ids: [maria.id] }),
    ]);
    const seen = async (partner: Json) => new Set((await shownTo(partner)).map(({ id }) => id));
    const [marias, beas] = [await seen(maria), await seen(bea)];
    const has = (ids: Set<string>) => [all, ofProgram, ofOther, forBea, both].map(({ id }) => ids.has(id));
    assert.deepEqual(has(marias), [true, true, false, false, true]);
    assert.deepEqual(has(beas), [true, false, true, true, true]);
    const texts = JSON.stringify(await shownTo(bea));
    assert.ok(!texts.includes('Maria') && !texts.includes(maria.code));
    const links = new Set((await shownTo(maria)).map(({ link_id }) => link_id));
    for (const { link_id } of await shownTo(bea)) assert.ok(link_id === null || !links.has(link_id));
    assert.equal((await shop.ok('GET', `/v1/promo_tools?partner_id=${bea.id}`)).data.length, 1);
    await shop.ok('POST', `/v1/partners/${bea.id}/suspend`);
    assert.deepEqual(await shownTo(bea), []);
  });

  test('a tool is shown from its start to its end, at once when it is published', async () => {
    const now = await shop.now();
    const at = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
    const draft = await make({ kind: 'text_link', text: 'Mugs', status: 'draft' });
    assert.equal(draft.state, 'draft');
    assert.equal(await shownOf(maria, draft), undefined);
    await shop.ok('PATCH', `/v1/promo_tools/${draft.id}`, { status: 'published' });
    assert.ok(await shownOf(maria, draft));
    const later = await make({ kind: 'text_link', text: 'Mugs', starts_at: at(1), ends_at: at(3) });
    const stateAt = async () => {
      const { state } = await shop.ok('GET', `/v1/promo_tools/${later.id}`);
      const listed = (await shop.all('/v1/promo_tools', { state })).some(({ id }) => id === later.id);
      assert.ok(listed, state);
      assert.equal((await shownOf(maria, later)) !== undefined, state === 'shown');
      return state;
    };
    assert.equal(await stateAt(), 'scheduled');
    await shop.clock(1.5);
    assert.equal(await stateAt(), 'shown');
    await shop.clock(2);
    assert.equal(await stateAt(), 'ended');
  });

  test('a tool in the archive is seen by nobody, leads on, and comes back as a draft', async () => {
    const tool = await make({ kind: 'text_link', text: 'Mugs' });
    const { link_url } = await shownOf(maria, tool);
    assert.equal((await shop.ok('DELETE', `/v1/promo_tools/${tool.id}`)).state, 'archived');
    assert.equal((await shop.ok('DELETE', `/v1/promo_tools/${tool.id}`)).state, 'archived');
    assert.equal(await shownOf(maria, tool), undefined);
    assert.equal((await shop.call('GET', new URL(link_url).pathname, undefined, { key: null })).status, 302);
    await shop.refused('PATCH', `/v1/promo_tools/${tool.id}`, { name: 'New' }, 409, 'wrong_status');
    assert.equal((await shop.ok('POST', `/v1/promo_tools/${tool.id}/restore`)).state, 'draft');
    await shop.ok('PATCH', `/v1/promo_tools/${tool.id}`, { status: 'published' });
    assert.equal((await shownOf(maria, tool)).link_url, link_url);
  });

  test('a template that does not hold is refused with its line', async () => {
    const body = { kind: 'email', subject: 'Hello' };
    const said = await refused({ ...body, body: 'one\ntwo {{ first_name }}' }, 422, 'template_invalid');
    assert.equal(said.errors[0].path, 'body');
    assert.match(said.errors[0].message, /^line 2, column \d+: there is no field "first_name"/);
    for (const bad of ['{{ link_url', '{% if %}', '{% include "x" %}', '{% for i in (1..99999999) %}x{% endfor %}'])
      await refused({ ...body, body: bad }, 422, 'template_invalid');
    await refused({ ...body, subject: '{{ x }}', body: '{{ y }}' }, 422, 'template_invalid');
    await refused({ kind: 'social_post', body: 'x'.repeat(5001) }, 400, 'invalid');
    const good = await make({ ...body, body: 'Hello' });
    await shop.refused('PATCH', `/v1/promo_tools/${good.id}`, { body: '{{ nope }}' }, 422, 'template_invalid');
  });

  test('each kind has its own fields, and no others', async () => {
    const text = await refused({ kind: 'text_link', text: 'Mugs', subject: 'No' }, 400, 'invalid');
    assert.deepEqual([text.errors[0].path, text.errors[0].code], ['subject', 'unknown_field']);
    await refused({ kind: 'banner' }, 400, 'invalid');
    await refused({ kind: 'text_link', text: null }, 400, 'invalid');
    await refused({ kind: 'poster', text: 'x' }, 400, 'invalid');
    await refused({ kind: 'banner', upload_id: 'upl_none' }, 404, 'not_found');
    await refused({ kind: 'text_link', text: 'x', program_ids: ['prog_none'] }, 404, 'not_found');
    await refused({ kind: 'text_link', text: 'x', partner_ids: [maria.id, 'part_none'] }, 404, 'not_found');
    const [starts_at, ends_at] = ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'];
    await refused({ kind: 'text_link', text: 'x', starts_at, ends_at }, 400, 'invalid');
    const notes = (await shop.call('POST', '/v1/uploads?name=notes.txt', Buffer.from('notes'))).body;
    await refused({ kind: 'banner', upload_id: notes.id }, 422, 'file_not_allowed');
    const file = await shownOf(maria, await make({ kind: 'file', upload_id: notes.id }));
    assert.deepEqual([file.file.url, file.link_url, file.embed_code], [notes.url, null, null]);
  });

  test('a preview saves nothing and makes no link', async () => {
    const tool = await make({ kind: 'text_link', text: 'Mugs', status: 'draft' });
    const count = async () => (await shop.all('/v1/links')).length;
    const before = await count();
    const path = `/v1/promo_tools/${tool.id}/preview`;
    const own = await shop.ok(
      'POST',
      path,
      { partner_id: maria.id, text: 'Hats of {{ partner_code }}' },
      { status: 200 },
    );
    assert.deepEqual([own.text, own.link_id], [`Hats of ${maria.code}`, null]);
    const draft = { kind: 'email', subject: 'x', body: '{{ partner_name }}' };
    assert.ok((await shop.ok('POST', '/v1/promo_tools/preview', draft)).body.length > 0);
    await shop.refused('POST', '/v1/promo_tools/preview', { ...draft, body: '{{ x }}' }, 422, 'template_invalid');
    assert.equal(await count(), before);
    assert.equal((await shop.ok('GET', `/v1/promo_tools/${tool.id}`)).text, 'Mugs');
    const empty = await app.world();
    const example = await empty.ok('POST', '/v1/promo_tools/preview', draft);
    assert.equal(example.body, 'Maria Lopez');
  });

  test('the same key twice is one tool, and a neighbour sees none of it', async () => {
    const body = { kind: 'text_link', name: 'Once', text: 'Mugs' };
    const twice = await Promise.all(
      [1, 2].map(() => shop.ok('POST', '/v1/promo_tools', body, { idempotency: 'one tool' })),
    );
    assert.equal(twice[0].id, twice[1].id);
    const stranger = await app.world();
    assert.deepEqual((await stranger.ok('GET', '/v1/promo_tools')).data, []);
    await stranger.refused('PATCH', `/v1/promo_tools/${twice[0].id}`, { name: 'Mine' }, 404, 'not_found');
    await stranger.refused(
      'POST',
      '/v1/promo_tools',
      { kind: 'banner', name: 'x', upload_id: picture.id },
      404,
      'not_found',
    );
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it did not come about');
}
