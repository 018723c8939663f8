import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { bombPng, chunk, gifWithScript, type Hostile, signature } from '../../../test/support/hostile-files.ts';
import type { Answer, Json, World } from '../../../test/support/world.ts';
import { findPromoTool } from './index.ts';

const png = (width: number, height: number, more: Json = {}): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .withExif(more)
    .png()
    .toBuffer();

describe('uploads', () => {
  let app: TestApp;
  let shop: World;
  before(async () => {
    app = await startApp();
    shop = await app.world();
  });
  after(() => app.close());

  const send = (bytes: Uint8Array, name: string, type = 'application/octet-stream', world = shop): Promise<Answer> =>
    world.call('POST', `/v1/uploads?name=${encodeURIComponent(name)}`, bytes, { headers: { 'content-type': type } });
  const taken = async (bytes: Uint8Array, name: string): Promise<Json> => {
    const answer = await send(bytes, name);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const refused = async (bytes: Uint8Array, name: string, code: string, type?: string): Promise<string> => {
    const answer = await send(bytes, name, type);
    assert.deepEqual(
      [answer.status, answer.body.code],
      [code === 'too_large' ? 413 : 422, code],
      `${name} ${answer.text}`,
    );
    return answer.body.detail;
  };
  const fetched = (upload: Json, method = 'GET') => {
    const { pathname } = new URL(upload.url);
    return fetch(app.base + pathname, { method });
  };

  test('a picture is written anew and served so that nothing in it can run', async () => {
    const bytes = await png(30, 20, { IFD0: { Copyright: 'the secret place' } });
    assert.ok(bytes.includes('the secret place'));
    const made = await taken(bytes, "Maria's Banner.PNG");
    assert.match(made.id, /^upl_/);
    assert.deepEqual(
      [made.name, made.kind, made.type, made.width, made.height, made.in_use],
      ['Maria-s-Banner.png', 'picture', 'image/png', 30, 20, false],
    );
    const answer = await fetched(made);
    const body = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.status, 200);
    assert.equal(body.length, made.size);
    assert.ok(!body.includes('the secret place'));
    assert.deepEqual(
      ['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy', 'cache-control'].map(
        (name) => answer.headers.get(name),
      ),
      [
        'image/png',
        `inline; filename="Maria-s-Banner.png"; filename*=UTF-8''Maria-s-Banner.png`,
        'nosniff',
        "sandbox; default-src 'none'",
        'public, max-age=31536000, immutable',
      ],
    );
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal((await fetched(made, 'HEAD')).status, 200);
  });

  test('every kind of picture is taken, animations with all their frames', async () => {
    const raw = sharp({ create: { width: 8, height: 6, channels: 3, background: 'red' } });
    for (const [type, bytes] of [
      ['image/jpeg', await raw.jpeg().toBuffer()],
      ['image/webp', await raw.webp().toBuffer()],
      ['image/gif', await raw.gif().toBuffer()],
    ] as const) {
      const made = await taken(bytes, 'x.png');
      assert.deepEqual([made.type, made.width, made.height], [type, 8, 6]);
    }
    const frames = await Promise.all(
      ['red', 'blue', 'green'].map((background) =>
        sharp({ create: { width: 8, height: 6, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const animated = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const made = await taken(animated, 'moving.gif');
    assert.deepEqual([made.width, made.height], [8, 6]);
    const { pages } = await sharp(Buffer.from(await (await fetched(made)).arrayBuffer()), {
      animated: true,
    }).metadata();
    assert.equal(pages, 3);
  });

  test('a picture is turned the way that its camera meant', async () => {
    const sideways = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const made = await taken(sideways, 'photo.jpg');
    assert.deepEqual([made.width, made.height], [20, 30]);
  });

  test('SVG, and HTML that calls itself a picture, are refused and told why', async () => {
    const svg = Buffer.from(
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    assert.match(await refused(svg, 'logo.svg', 'file_not_allowed', 'image/svg+xml'), /SVG can hold programs/);
    assert.match(await refused(svg, 'logo.png', 'file_not_allowed', 'image/png'), /SVG can hold programs/);
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    assert.match(await refused(page, 'logo.png', 'file_not_allowed', 'image/png'), /its content is none/);
    await refused(page, 'page.html', 'file_not_allowed', 'text/html');
    await refused(Buffer.from('MZ\x90\0\x03\0\0\0'), 'setup.exe', 'file_not_allowed');
    await refused(Buffer.from('{}'), 'x.json', 'file_not_allowed', 'application/json');
  });

  test('a script that is also a picture loses the script', async () => {
    for (const hostile of await polyglots()) {
      const made = await taken(hostile.bytes, hostile.name);
      const body = Buffer.from(await (await fetched(made)).arrayBuffer());
      assert.ok(hostile.bytes.includes(hostile.mark), hostile.name);
      assert.ok(!body.includes(hostile.mark), hostile.name);
      assert.equal(made.type.startsWith('image/'), true);
    }
  });

  async function polyglots(): Promise<Hostile[]> {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    return [
      await gifWithScript(),
      {
        name: 'behind.png',
        bytes: Buffer.concat([await png(4, 4), Buffer.from('<script>evil()</script>')]),
        mark: 'evil()',
      },
      { name: 'behind.jpg', bytes: Buffer.concat([jpeg, Buffer.from('PK\x03\x04<?php evil() ?>')]), mark: 'evil()' },
    ];
  }

  test('pictures that are too large are refused by their header', async () => {
    const began = process.memoryUsage().rss;
    assert.match(await refused(bombPng(30_000, 30_000), 'wide.png', 'picture_too_large'), /30000 by 30000/);
    assert.match(await refused(bombPng(10_001, 1), 'long.png', 'picture_too_large'), /10001 by 1/);
    assert.match(await refused(bombPng(10_000, 4001), 'many.png', 'picture_too_large'), /40 million/);
    assert.ok(process.memoryUsage().rss - began < 200_000_000);
  });

  test('what is broken, cut off or empty is refused', async () => {
    const whole = await sharp(Buffer.from(Array.from({ length: 200 * 200 * 3 }, (_, i) => (i * 7919) % 256)), {
      raw: { width: 200, height: 200, channels: 3 },
    })
      .png()
      .toBuffer();
    await refused(whole.subarray(0, whole.length / 2), 'half.png', 'file_not_allowed');
    await refused(whole.subarray(0, 40), 'start.png', 'file_not_allowed');
    await refused(Buffer.alloc(0), 'empty.png', 'file_not_allowed');
    // Promises a small picture and brings far too much, tightly packed.
    const packed = deflateSync(Buffer.alloc(50_000_000));
    const lying = Buffer.concat([signature, header(4, 4), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]);
    const answer = await send(lying, 'lying.png');
    assert.ok([201, 422].includes(answer.status), answer.text);
    if (answer.status === 201) assert.ok(answer.body.size < 1000);
  });

  const header = (width: number, height: number) => bombPng(width, height).subarray(8, 33);

  test('ten mebibytes are taken, and a byte more is not', async () => {
    const text = Buffer.alloc(10 * 1024 * 1024, 'a');
    assert.equal((await taken(text, 'long.txt')).size, text.length);
    await refused(Buffer.concat([text, Buffer.from('a')]), 'longer.txt', 'too_large');
    const elsewhere = await shop.call('POST', '/v1/links', text);
    assert.equal(elsewhere.status, 413);
  });

  test('other files are downloads, whatever they hold', async () => {
    const pdf = await taken(Buffer.from('%PDF-1.7\n<script>alert(1)</script>\n%%EOF'), 'guide.html');
    assert.deepEqual([pdf.name, pdf.kind, pdf.type], ['guide.pdf', 'file', 'application/pdf']);
    const page = await taken(Buffer.from('<script>alert(1)</script>'), 'notes.txt');
    for (const [made, type] of [
      [pdf, 'application/pdf'],
      [page, 'text/plain; charset=utf-8'],
    ] as const) {
      const answer = await fetched(made);
      assert.match(answer.headers.get('content-disposition')!, /^attachment;/);
      assert.equal(answer.headers.get('content-type'), type);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    }
    await refused(Buffer.from([0x61, 0, 0x62]), 'binary.txt', 'file_not_allowed');
    await refused(Buffer.from([0xc3, 0x28]), 'broken.csv', 'file_not_allowed');
  });

  test('no name leads anywhere else', async () => {
    const bytes = await png(2, 2);
    for (const [name, kept] of [
      ['../../../etc/passwd', 'passwd.png'],
      ['..\\..\\windows\\system.ini', 'system.png'],
      ['/', 'file.png'],
      ['...', 'file.png'],
      ['a\r\nSet-Cookie: x=1.png', 'a-Set-Cookie-x-1.png'],
      ['"; filename="evil.exe', 'filename-evil.png'],
      ['größe 100%.jpg', 'größe-100.png'],
      ['\u202egnp.exe', 'gnp.png'],
      ['x'.repeat(200), `${'x'.repeat(80)}.png`],
    ]) {
      const made = await taken(bytes, name!);
      assert.equal(made.name, kept);
      assert.equal((await fetched(made)).status, 200, name);
    }
    await shop.refused('POST', '/v1/uploads', undefined, 400, 'invalid');
  });

  test('a file is found by its whole address and by nothing less', async () => {
    const made = await taken(await png(2, 2), 'mine.png');
    const { pathname } = new URL(made.url);
    const [, , place, name] = pathname.split('/') as [string, string, string, string];
    const other = await app.world();
    for (const path of [
      `/files/${place}/other.png`,
      `/files/${place}x/${name}`,
      `/files/${place.slice(0, -1)}/${name}`,
      `/files/${other.account.slug}-${place.slice(-22)}/${name}`,
      `/files/${made.id}/${name}`,
      '/files/..%2f..%2fsecret.key/x',
    ]) {
      const answer = await fetch(app.base + path);
      assert.equal(answer.status, 404, path);
    }
    assert.equal((await fetched(made)).status, 200);
    await other.refused('GET', `/v1/uploads/${made.id}`, undefined, 404, 'not_found');
    await other.refused('DELETE', `/v1/uploads/${made.id}`, undefined, 404, 'not_found');
  });

  test('what nothing shows can be deleted, and is gone', async () => {
    const made = await taken(await png(2, 2), 'gone.png');
    const tool = { kind: 'banner', name: 'Banner', upload_id: made.id };
    const banner = await shop.ok('POST', '/v1/promo_tools', tool, { status: 201 });
    assert.equal((await shop.ok('GET', `/v1/uploads/${made.id}`)).in_use, true);
    await shop.refused('DELETE', `/v1/uploads/${made.id}`, undefined, 409, 'in_use');
    const next = await taken(await png(3, 3), 'next.png');
    await shop.ok('PATCH', `/v1/promo_tools/${banner.id}`, { upload_id: next.id });
    await shop.ok('DELETE', `/v1/uploads/${made.id}`);
    assert.equal((await fetched(made)).status, 404);
    await shop.refused('GET', `/v1/uploads/${made.id}`, undefined, 404, 'not_found');
    const row = await app.database.inAccount(shop.account.id, (tx) => findPromoTool(tx, shop.account.id, banner.id));
    assert.equal(row?.upload_id, next.id);
  });

  test('lists, room, and the same key twice', async () => {
    const one = await app.world();
    const bytes = await png(5, 5);
    const [a, b] = await Promise.all(
      [1, 2].map(() =>
        one.call('POST', '/v1/uploads?name=a.png', bytes, {
          idempotency: 'twice',
          headers: { 'content-type': 'image/png' },
        }),
      ),
    );
    assert.deepEqual([a!.status, b!.status], [201, 201]);
    assert.equal(a!.body.id, b!.body.id);
    await one.call('POST', '/v1/uploads?name=b.txt', Buffer.from('text'), {
      headers: { 'content-type': 'text/plain' },
    });
    assert.deepEqual(
      (await one.ok('GET', '/v1/uploads')).data.map((row: Json) => row.name),
      ['b.txt', 'a.png'],
    );
    assert.equal((await one.ok('GET', '/v1/uploads?kind=picture')).data.length, 1);
    const usage = await one.ok('GET', '/v1/uploads/usage');
    assert.deepEqual([usage.used, usage.largest], [a!.body.size + 4, 10 * 1024 * 1024]);
  });
});
