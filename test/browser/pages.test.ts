import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { buildForTests } from '../support/office.ts';

/** How the built pages are served: what a browser gets, before anything runs in it. */
const dist = join(import.meta.dirname, '../../web/dist');
const KILOBYTE = 1000;

let app: TestApp;
before(async () => {
  [app] = await Promise.all([startApp(), buildForTests()]);
});
after(() => app.close());

const ask = (path: string, headers: Record<string, string> = { accept: 'text/html' }): Promise<Response> =>
  fetch(app.base + path, { headers });

/** The scripts that a page names, with those that they cannot do without. */
async function scriptsOf(path: string): Promise<string[]> {
  const page = await (await ask(path)).text();
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, address]) => address!);
  const seen = new Set<string>();
  const visit = async (address: string): Promise<void> => {
    if (seen.has(address)) return;
    seen.add(address);
    const code = await (await ask(address, {})).text();
    const imports = [...code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)].map(
      ([, name]) => `/assets/${name}`,
    );
    for (const one of imports) await visit(one);
  };
  for (const address of named) await visit(address);
  return [...seen];
}

describe('the pages', () => {
  for (const [name, path] of [
    ['the office', '/'],
    ['the partner center', '/partner'],
  ] as const)
    test(`the first load of ${name} is below 250 kB of compressed script`, async () => {
      const scripts = await scriptsOf(path);
      const sizes = await Promise.all(
        scripts.map(async (address) => {
          const response = await ask(address, { 'accept-encoding': 'br' });
          assert.equal(response.headers.get('content-encoding'), 'br');
          return Number(response.headers.get('content-length'));
        }),
      );
      const total = sizes.reduce((sum, size) => sum + size, 0);
      assert.ok(scripts.length > 1 && total > 50 * KILOBYTE, `it is ${name} that is measured`);
      assert.ok(total < 250 * KILOBYTE, `${Math.round(total / KILOBYTE)} kB`);
    });

  test('a page comes with a strict policy, its own nonce, and is kept by nobody', async () => {
    const [first, second] = await Promise.all([ask('/'), ask('/orders/whatever')]);
    const policies = [first, second].map(({ headers }) => headers.get('content-security-policy') ?? '');
    for (const policy of policies) {
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{20,}'/);
      assert.match(policy, /frame-ancestors 'none'; base-uri 'none'; form-action 'self'$/);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    }
    assert.notEqual(policies[0], policies[1]);
    assert.equal(first.headers.get('cache-control'), 'no-store');
    const nonce = /'nonce-([^']+)'/.exec(policies[0]!)?.[1];
    assert.ok((await first.text()).includes(`nonce="${nonce}"`));
  });

  test('files are kept for good, and come compressed to whoever can read that', async () => {
    const [script = ''] = await scriptsOf('/');
    const [plain, packed] = await Promise.all([
      ask(script, { 'accept-encoding': 'identity' }),
      ask(script, { 'accept-encoding': 'gzip' }),
    ]);
    assert.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(packed.headers.get('content-encoding'), 'gzip');
    assert.equal(await plain.text(), await packed.text());
  });

  test('an unknown address is a page to a browser that asks for one, and a problem to everybody else', async () => {
    const cases: [string, Record<string, string>, number][] = [
      ['/nowhere', { accept: 'text/html' }, 200],
      ['/nowhere', { accept: '*/*' }, 404],
      ['/nowhere.html', { accept: 'text/html' }, 404],
      ['/v1/nowhere', { accept: 'text/html' }, 404],
      ['/setup', { accept: 'text/html' }, 404],
      ['/assets/nothing.js', {}, 404],
      ['/assets/..%2f..%2fbuild.ts', {}, 404],
      ['/assets/built-from.txt', {}, 404],
    ];
    for (const [path, headers, status] of cases) {
      const response = await ask(path, headers);
      assert.equal(response.status, status, `${path} ${headers['accept']}`);
      if (status === 404) assert.match(response.headers.get('content-type') ?? '', /problem\+json/);
      await response.arrayBuffer();
    }
  });

  test('what is built is not built again', async () => {
    const before = readFileSync(join(dist, 'current'), 'utf8');
    await buildForTests();
    assert.equal(readFileSync(join(dist, 'current'), 'utf8'), before);
    assert.ok(existsSync(join(dist, before.trim(), 'admin/index.html')));
  });
});
