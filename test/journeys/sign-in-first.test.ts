import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { OPERATOR, startApp, type TestApp } from '../support/app.ts';
import { tributary } from '../support/command-line.ts';
import { PASSWORD, Person, signedInOwner } from '../support/people.ts';
import { SEAL_SECRET } from '../support/post-office.ts';
import { type Json, World } from '../support/world.ts';

let app: TestApp;
const folder = mkdtempSync(join(tmpdir(), 'tributary-first-'));

before(async () => {
  app = await startApp();
});
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const nobody = (): World =>
  new World(app.base, { id: '', slug: '', currency: '', secret_key: '', publishable_key: '' }, OPERATOR);

async function submit(token: string, fields: Record<string, string>): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({ name: 'Gift shop', currency: 'EUR', time_zone: 'Europe/Paris', ...fields });
  const response = await fetch(`${app.base}/setup/${token}`, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

test('the set-up page makes the owner with a password of their own, who signs in', async () => {
  const token = (await app.app.setupToken())!;
  const owner_email = 'First@Owners.example';
  const weak = await submit(token, { owner_email, owner_password: 'password2026' });
  assert.equal(weak.status, 422);
  assert.match(weak.text, /id="owner_password-wrong"/);
  assert.ok(!weak.text.includes('password2026'));
  const made = await submit(token, { owner_email, owner_password: PASSWORD });
  assert.equal(made.status, 201, made.text);
  assert.match(made.text, /trb_sk_[\w-]{20}/);
  assert.match(made.text, /href="[^"]+\/">Sign in to your office/);
  const owner = new Person(nobody(), 'first@owners.example');
  await owner.signIn();
  const me = await owner.ok('GET', '/v1/auth/me');
  assert.deepEqual(
    me.accounts.map(({ name, role, currency, time_zone, sandbox }: Json) => [name, role, currency, time_zone, sandbox]),
    [['Gift shop', 'owner', 'EUR', 'Europe/Paris', false]],
  );
  assert.equal((await submit(token, { owner_email, owner_password: PASSWORD })).status, 410);
});

test('the set-up page without a password shows where to choose one', async () => {
  const other = await startApp();
  try {
    const token = (await other.app.setupToken())!;
    const body = new URLSearchParams({
      name: 'Shop',
      owner_email: 'o@owners.example',
      currency: 'USD',
      time_zone: 'UTC',
    });
    const made = await fetch(`${other.base}/setup/${token}`, { method: 'POST', body });
    assert.equal(made.status, 201);
    const link = /reset-password\?token=([\w-]+)/.exec(await made.text())![1]!;
    const world = new World(other.base, nobody().account, OPERATOR);
    const owner = new Person(world, 'o@owners.example');
    await owner.ok('POST', '/v1/auth/reset/confirm', { token: link, password: PASSWORD });
    await owner.signIn();
  } finally {
    await other.close();
  }
});

const env = () => ({ DATABASE_URL: app.ownerUrl, TRIBUTARY_DATA: folder, TRIBUTARY_SECRET: SEAL_SECRET });

test('an owner who is locked out gets back in by the command line, second factor or not', async () => {
  const { owner } = await signedInOwner(app);
  const said = await tributary(['user', 'reset', '--email', owner.email, '--json'], env());
  assert.equal(said.code, 0, said.err);
  const token = /token=([\w-]+)/.exec(JSON.parse(said.out).link)![1]!;
  await owner.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
  await owner.ok('POST', '/v1/auth/reset/confirm', { token, password: 'a new word for the shelf' });
  await owner.ok('POST', '/v1/auth/sign_in', { email: owner.email, password: 'a new word for the shelf' });
  assert.equal((await owner.ok('GET', '/v1/audit?act=access_reset')).data[0].actor.kind, 'command');
  const unknown = await tributary(['user', 'reset', '--email', 'nobody@people.example'], env());
  assert.deepEqual([unknown.code, /Nobody signs in/.test(unknown.err)], [1, true]);
});

test('somebody is let into an account by the command line', async () => {
  const { world, owner } = await signedInOwner(app);
  const added = await tributary(
    ['user', 'add', '--email', 'Added@people.example', '--role', 'finance', '--account', world.account.slug, '--json'],
    env(),
  );
  assert.equal(added.code, 0, added.err);
  const token = /token=([\w-]+)/.exec(JSON.parse(added.out).link)![1]!;
  const member = new Person(world, 'added@people.example');
  await member.ok('POST', '/v1/auth/reset/confirm', { token, password: PASSWORD });
  await member.signIn();
  assert.equal((await member.ok('GET', '/v1/auth/me')).accounts[0].role, 'finance');
  assert.equal((await owner.ok('GET', '/v1/members')).data.length, 2);
  const wrong = await tributary(['user', 'add', '--email', 'x@people.example', '--role', 'king'], env());
  assert.equal(wrong.code, 1);
});
