import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { contextFor } from '../../server/flows/context.ts';
import { type ProofReader, verifyDomain } from '../../server/flows/own-domains.ts';
import { findAccount } from '../../server/modules/accounts/index.ts';
import { isRefusal } from '../../server/values/refusal.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { unique, type World } from '../support/world.ts';

/** Links on an owner's own domain, once it is proved. DNS and the owner's site are the test's own. */
let app: TestApp;
let world: World;
const texts = new Map<string, string[]>();
const files = new Map<string, string>();
const reader: ProofReader = {
  texts: async (name) => texts.get(name) ?? [],
  file: async (address) => files.get(address) ?? null,
};

before(async () => {
  app = await startApp();
  world = await app.world();
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

/** What the route does, with the test's DNS. Resolves to the word of the refusal, or null. */
async function verify(of: World, host: string): Promise<string | null> {
  const { parts } = app.app;
  return parts.database.inAccount(of.account.id, async (tx) => {
    const account = (await findAccount(tx, of.account.id))!;
    const done = await verifyDomain(contextFor(parts, tx, account, { kind: 'key', id: 'test' }), host, reader);
    return isRefusal(done) ? done.refused : null;
  });
}

const newHost = (): string => `${unique('go')}.example`;
/** Longer than a change takes to reach the memory of links. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 800));
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Where a path on a host leads to; null: nowhere. */
function follow(host: string, path: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const asked = request(`${app.base}${path}`, { headers: { host, 'user-agent': agent } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 302 ? (answer.headers.location ?? null) : null);
    });
    asked.once('error', reject).end();
  });
}

describe('an own domain', () => {
  test('serves links once it is proved by DNS, and no longer than it is listed', async () => {
    const { partner } = await world.seller(1000);
    const host = newHost();
    const added = await world.ok('POST', '/v1/domains', { host: host.toUpperCase() }, { status: 201 });
    assert.deepEqual([added.host, added.proved_at], [host, null]);
    await world.ok('POST', '/v1/domains', { host }, { status: 200 });
    assert.equal(await verify(world, host), 'not_proved');
    assert.equal(await follow(host, `/${partner.code}`), null);
    texts.set(`_tributary.${host}`, ['v=spf1 -all', added.proof.dns_text]);
    assert.equal(await verify(world, host), null);
    assert.ok((await world.ok('GET', '/v1/domains')).data.at(-1).proved_at);
    await pause();
    for (const path of [`/${partner.code}`, `/${partner.code.toUpperCase()}?sub=x`, `/r/${partner.code}`])
      for (const name of [host, `${host.toUpperCase()}:8080`])
        assert.match((await follow(name, path)) ?? '', /^https:\/\/shop\.example\/\?.*tclid=clk_/, `${name}${path}`);
    assert.equal(await follow(host, '/nobody-there'), null);
    assert.equal(await follow('elsewhere.example', `/${partner.code}`), null);
    await world.ok('DELETE', `/v1/domains/${host}`);
    await pause();
    assert.equal(await follow(host, `/${partner.code}`), null);
    assert.deepEqual((await world.ok('GET', '/v1/domains')).data, []);
  });

  test('is proved by a file of the site as well, and let go with the settings', async () => {
    const host = newHost();
    const { proof } = await world.ok('POST', '/v1/domains', { host });
    files.set(proof.file_url, 'something else');
    assert.equal(await verify(world, host), 'not_proved');
    files.set(proof.file_url, `# ours\r\n${proof.file_text}\r\n`);
    assert.equal(await verify(world, host), null);
    await world.ok('PATCH', '/v1/settings', { domains: [] });
    await world.ok('PATCH', '/v1/settings', { domains: [host] });
    assert.equal((await world.ok('GET', '/v1/domains')).data[0].proved_at, null);
  });

  test('that another account proved is refused, to who can prove it too, without telling whose', async () => {
    const host = newHost();
    const other = await world.neighbour();
    const mine = await world.ok('POST', '/v1/domains', { host });
    const theirs = await other.ok('POST', '/v1/domains', { host });
    assert.notEqual(mine.proof.dns_text, theirs.proof.dns_text);
    texts.set(`_tributary.${host}`, [mine.proof.dns_text]);
    assert.equal(await verify(world, host), null);
    assert.equal(await verify(other, host), 'not_proved');
    texts.set(`_tributary.${host}`, [mine.proof.dns_text, theirs.proof.dns_text]);
    assert.equal(await verify(other, host), 'host_taken');
    await other.ok('DELETE', `/v1/domains/${host}`);
    assert.ok((await world.ok('GET', '/v1/domains')).data.at(-1).proved_at, 'nobody takes it away');
  });

  test('is a name in the world, and not ours', async () => {
    for (const host of ['localhost', '127.0.0.1', '10.0.0.1'])
      await world.refused('POST', '/v1/domains', { host }, 422, 'host_not_allowed');
    for (const host of ['', 'a b', 'http://x.example', 'x.example/', 'x.example:80', '-x.example', '[::1]'])
      assert.equal((await world.call('POST', '/v1/domains', { host })).status, 400, host);
    await world.refused('POST', `/v1/domains/${newHost()}/verify`, {}, 404, 'not_found');
  });
});
