import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.ts';
import { joinTeam, mailedToken, PASSWORD, Person, signedInOwner, totpCode } from '../support/people.ts';
import type { Json } from '../support/world.ts';

let app: TestApp;
/** Time moves by this for what is ours; the library's own clock goes on. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const MINUTE = 60_000;

before(async () => {
  app = await startApp({ clock });
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

const ask = async (text: string, values: unknown[] = []): Promise<Json[]> => {
  const client = new pg.Client({ connectionString: app.ownerUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
};

describe('getting in', () => {
  test('the owner signs in with the password that the account was made with, and sees the account', async () => {
    const { world, owner } = await signedInOwner(app);
    const me = await owner.ok('GET', '/v1/auth/me');
    assert.equal(me.user.email, owner.email);
    assert.deepEqual(
      me.accounts.map(({ id, role, scopes, sandbox }: Json) => ({ id, role, scopes, sandbox })),
      [{ id: world.account.id, role: 'owner', scopes: ['read', 'write', 'payouts', 'settings'], sandbox: true }],
    );
    assert.equal((await owner.ok('GET', '/v1/programs')).data.length, 0);
    const program = await owner.ok('POST', '/v1/programs', { name: 'Standard', default_url: 'https://shop.example/' });
    const { data } = await owner.ok('GET', `/v1/audit?subject=${program.id}`);
    assert.deepEqual([data[0].actor.kind, data[0].actor.id], ['user', me.user.id]);
  });

  test('the cookie is out of reach of scripts and other sites', async () => {
    const { owner } = await signedInOwner(app);
    const said = await owner.elsewhere().call('POST', '/v1/auth/sign_in', { email: owner.email, password: PASSWORD });
    const cookie = said.headers.getSetCookie().find((one) => one.startsWith('tributary.session_token='));
    assert.match(cookie ?? '', /HttpOnly/i);
    assert.match(cookie ?? '', /SameSite=Lax/i);
    assert.match(said.headers.get('cache-control') ?? '', /no-store/);
  });

  test('the address is known in any case; a wrong password and an unknown address get the same answer', async () => {
    const { owner } = await signedInOwner(app);
    await owner.elsewhere().ok('POST', '/v1/auth/sign_in', { email: owner.email.toUpperCase(), password: PASSWORD });
    const answers = await Promise.all(
      [owner.email, 'nobody@people.example', 'not an address'].map((email) =>
        owner.elsewhere().call('POST', '/v1/auth/sign_in', { email, password: 'wrong and long enough' }),
      ),
    );
    for (const { status, body } of answers) assert.deepEqual([status, body.code], [401, 'bad_sign_in']);
    assert.equal(new Set(answers.map(({ body }) => body.detail)).size, 1);
    const rows = (await owner.ok('GET', '/v1/audit?act=sign_in_failed')).data;
    assert.equal(rows.length, 1);
  });

  test('the time of the answer does not tell whether there is somebody of an address', async () => {
    const { owner } = await signedInOwner(app);
    const timed = async (email: string): Promise<number> => {
      const began = performance.now();
      await owner.elsewhere().call('POST', '/v1/auth/sign_in', { email, password: 'wrong and long enough' });
      return performance.now() - began;
    };
    const [known, unknown]: number[][] = [[], []];
    for (let round = 0; round < 7; round += 1) {
      known!.push(await timed(owner.email));
      unknown!.push(await timed(`nobody-${round}@people.example`));
    }
    const middle = (times: number[]): number => times.sort((a, b) => a - b)[3]!;
    const ratio = middle(known!) / middle(unknown!);
    assert.ok(ratio > 0.5 && ratio < 2, `${middle(known!)} ms for somebody, ${middle(unknown!)} ms for nobody`);
  });

  test('nobody signs up by themselves, and what the library could do besides is not there', async () => {
    const { owner } = await signedInOwner(app);
    for (const path of ['/v1/auth/sign-up/email', '/v1/auth/sign-in/email', '/v1/auth/delete-user', '/api/auth/ok'])
      assert.equal((await owner.call('POST', path, {})).status, 404, path);
  });
});

describe('throttling', () => {
  test('after ten wrong tries for a person even the right one waits, and a restart forgets none of them', async () => {
    const { owner } = await signedInOwner(app);
    const other = owner.elsewhere();
    const tryOnce = (password: string) => other.call('POST', '/v1/auth/sign_in', { email: owner.email, password });
    const all = await Promise.all(Array.from({ length: 10 }, () => tryOnce('wrong and long enough')));
    assert.ok(all.every(({ status }) => status === 401));
    const late = await tryOnce(PASSWORD);
    assert.equal(late.status, 429);
    assert.ok(Number(late.headers.get('retry-after')) > 0);
    const [kept] = await ask('select max(attempts)::int as attempts from machinery.sign_in_attempts');
    assert.ok(kept.attempts >= 10);
    ahead += 16 * MINUTE;
    assert.equal((await tryOnce(PASSWORD)).status, 200);
  });
});

describe('sessions', () => {
  test('are listed, and one that was ended opens nothing at once', async () => {
    const { owner } = await signedInOwner(app);
    const phone = owner.elsewhere();
    await phone.signIn();
    phone.account = owner.account;
    const { data } = await owner.ok('GET', '/v1/auth/sessions');
    assert.equal(data.length, 2);
    assert.equal(data.filter(({ current }: Json) => current).length, 1);
    assert.match(data[0].browser, /Mozilla|node/);
    await phone.ok('GET', '/v1/partners');
    const its = data.find(({ current }: Json) => !current);
    await owner.ok('DELETE', `/v1/auth/sessions/${its.id}`, {});
    await phone.refused('GET', '/v1/partners', undefined, 401, 'no_session');
    await owner.refused('DELETE', `/v1/auth/sessions/${its.id}`, {}, 404, 'not_found');
  });

  test('of others cannot be ended', async () => {
    const [mine, theirs] = [await signedInOwner(app), await signedInOwner(app)];
    const { data } = await theirs.owner.ok('GET', '/v1/auth/sessions');
    await mine.owner.refused('DELETE', `/v1/auth/sessions/${data[0].id}`, {}, 404, 'not_found');
    await theirs.owner.ok('GET', '/v1/auth/me');
  });

  test('end with signing out, with a new password, and all others at once', async () => {
    const { owner } = await signedInOwner(app);
    const [one, two, three] = [owner.elsewhere(), owner.elsewhere(), owner.elsewhere()];
    await Promise.all([one, two, three].map((each) => each.signIn()));
    const cookies = new Map(one.cookies);
    await one.ok('POST', '/v1/auth/sign_out', {});
    for (const [name, value] of cookies) one.cookies.set(name, value);
    await one.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    await two.ok('POST', '/v1/auth/sessions/end_others', {});
    await three.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    await owner.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    const four = owner.elsewhere();
    await four.signIn();
    const change = { current_password: PASSWORD, new_password: 'four mugs on a table' };
    await two.refused('POST', '/v1/auth/password', { ...change, current_password: 'x' }, 422, 'wrong_password');
    await two.refused('POST', '/v1/auth/password', { ...change, new_password: 'password1234' }, 422, 'weak_password');
    await two.ok('POST', '/v1/auth/password', change);
    await two.ok('GET', '/v1/auth/me');
    await four.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    await four.ok('POST', '/v1/auth/sign_in', { email: owner.email, password: change.new_password });
  });

  test('a cookie that was changed opens nothing', async () => {
    const { owner } = await signedInOwner(app);
    for (const [name, value] of owner.cookies) owner.cookies.set(name, value.replace(/^...../, 'aaaaa'));
    await owner.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    await owner.refused('GET', '/v1/partners', undefined, 401, 'no_session');
  });
});

describe('other sites', () => {
  test('can set nothing in motion: no header of ours, and their mark is seen', async () => {
    const { owner } = await signedInOwner(app);
    const { account } = owner;
    owner.account = null;
    await owner.refused('POST', '/v1/programs', { name: 'x', default_url: 'https://x.example/' }, 403, 'cross_site');
    await owner.refused('GET', '/v1/partners', undefined, 403, 'cross_site');
    owner.account = account;
    const marks: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of marks) {
      const program = { name: 'Other', default_url: 'https://shop.example/' };
      assert.equal((await owner.call('POST', '/v1/programs', program, headers)).body.code, 'cross_site');
      for (const path of ['/v1/auth/sign_out', '/v1/auth/sessions/end_others'])
        assert.equal((await owner.call('POST', path, {}, headers)).body.code, 'cross_site', path);
    }
    await owner.ok('GET', '/v1/auth/me');
    const ours = { name: 'Ours', default_url: 'https://shop.example/' };
    assert.equal((await owner.call('POST', '/v1/programs', ours, { 'sec-fetch-site': 'same-origin' })).status, 201);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await owner.call('POST', '/v1/auth/sign_out', 'a=b', form)).status, 400);
  });
});

describe('a fresh proof', () => {
  test('is asked for before keys, payouts and the team once the last is a quarter of an hour old', async () => {
    const { owner } = await signedInOwner(app);
    const partner = await (async () => {
      const { program } = await owner.world.seller(1000);
      return owner.world.partner(program);
    })();
    ahead += 16 * MINUTE;
    const guarded: [Parameters<Person['call']>[0], string, Json][] = [
      ['POST', '/v1/keys', {}],
      ['GET', '/v1/signing_secret', undefined],
      ['POST', '/v1/payout_runs', {}],
      ['POST', '/v1/invitations', { email: 'a@people.example', role: 'viewer' }],
      ['PATCH', `/v1/partners/${partner.id}`, { payout_method: { kind: 'paypal', email: 'p@pal.example' } }],
      ['POST', '/v1/auth/email', { email: 'new@people.example' }],
    ];
    for (const [method, path, body] of guarded) await owner.refused(method, path, body, 403, 'step_up_required');
    await owner.ok('PATCH', `/v1/partners/${partner.id}`, { name: 'Maria' });
    await owner.refused('POST', '/v1/auth/step_up', { password: 'wrong' }, 422, 'wrong_password');
    await owner.refused('POST', '/v1/auth/step_up', { code: '123456' }, 403, 'bad_code');
    const { proved_until } = await owner.ok('POST', '/v1/auth/step_up', { password: PASSWORD });
    assert.ok(new Date(proved_until).getTime() > clock.now().getTime());
    for (const [method, path, body] of guarded) await owner.ok(method, path, body);
    // Keys prove themselves each time.
    await owner.world.ok('POST', '/v1/keys', {});
  });
});

describe('a second factor', () => {
  test('is asked for from the day on which a code was confirmed; backup codes work once', async () => {
    const { owner } = await signedInOwner(app);
    await owner.refused('POST', '/v1/auth/two_factor/enable', { password: 'wrong' }, 422, 'wrong_password');
    const { secret, totp_uri, backup_codes } = await owner.ok('POST', '/v1/auth/two_factor/enable', {
      password: PASSWORD,
    });
    assert.match(totp_uri, /^otpauth:\/\/totp\/Tributary/);
    assert.equal((await owner.ok('GET', '/v1/auth/me')).user.two_factor, false);
    await owner.refused('POST', '/v1/auth/two_factor/confirm', { code: '000000' }, 403, 'bad_code');
    await owner.ok('POST', '/v1/auth/two_factor/confirm', { code: totpCode(secret, Date.now()) });
    assert.equal((await owner.ok('GET', '/v1/auth/me')).user.two_factor, true);

    const phone = owner.elsewhere();
    assert.deepEqual(await phone.signIn(), { signed_in: false, two_factor: true });
    await phone.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    await phone.refused('POST', '/v1/auth/two_factor', { code: '000000' }, 403, 'bad_code');
    await phone.ok('POST', '/v1/auth/two_factor', { code: totpCode(secret, Date.now()) });
    await phone.ok('GET', '/v1/auth/me');

    const [backup] = backup_codes;
    const tablet = owner.elsewhere();
    await tablet.signIn();
    await tablet.ok('POST', '/v1/auth/two_factor', { backup_code: backup });
    const again = owner.elsewhere();
    await again.signIn();
    await again.refused('POST', '/v1/auth/two_factor', { backup_code: backup }, 403, 'bad_code');
    await owner.elsewhere().refused('POST', '/v1/auth/two_factor', { code: '123456' }, 401, 'bad_sign_in');

    ahead += 16 * MINUTE;
    await owner.refused('POST', '/v1/auth/two_factor/disable', { password: PASSWORD }, 403, 'step_up_required');
    await owner.ok('POST', '/v1/auth/step_up', { code: totpCode(secret, Date.now()) });
    const fresh = await owner.ok('POST', '/v1/auth/two_factor/backup_codes', { password: PASSWORD });
    assert.ok(fresh.backup_codes.length > 5 && !fresh.backup_codes.includes(backup));
    await owner.ok('POST', '/v1/auth/two_factor/disable', { password: PASSWORD });
    assert.deepEqual(await owner.elsewhere().signIn(), { signed_in: true, two_factor: false });
    const acts = (await owner.ok('GET', '/v1/audit?limit=100')).data.map(({ act }: Json) => act);
    for (const act of ['two_factor_on', 'two_factor_off', 'backup_codes_made', 'signed_in'])
      assert.ok(acts.includes(act));
  });

  test('cannot be guessed: a sign-in takes five codes, then it is over', async () => {
    const { owner } = await signedInOwner(app);
    const { secret } = await owner.ok('POST', '/v1/auth/two_factor/enable', { password: PASSWORD });
    await owner.ok('POST', '/v1/auth/two_factor/confirm', { code: totpCode(secret, Date.now()) });
    const thief = owner.elsewhere();
    await thief.signIn();
    for (let guess = 0; guess < 5; guess += 1)
      await thief.refused('POST', '/v1/auth/two_factor', { code: '000000' }, 403, 'bad_code');
    const right = { code: totpCode(secret, Date.now()) };
    await thief.refused('POST', '/v1/auth/two_factor', right, 401, 'bad_sign_in');
  });

  test('is kept encrypted, as are backup codes', async () => {
    const { owner } = await signedInOwner(app);
    const { secret, backup_codes } = await owner.ok('POST', '/v1/auth/two_factor/enable', { password: PASSWORD });
    const kept = JSON.stringify(await ask('select secret, backup_codes from machinery.two_factors'));
    for (const text of [secret, backup_codes[0]]) assert.ok(!kept.includes(text));
  });
});

describe('links for one use', () => {
  test('a forgotten password is chosen anew by mail, once, and every session ends', async () => {
    const { world, owner } = await signedInOwner(app);
    const stranger = owner.elsewhere();
    const [known, unknown] = [
      await stranger.call('POST', '/v1/auth/reset', { email: owner.email }),
      await stranger.call('POST', '/v1/auth/reset', { email: 'nobody@people.example' }),
    ];
    assert.deepEqual([known.status, known.text], [unknown.status, unknown.text]);
    const token = await eventually(() => mailedToken(world, 'password_reset'));
    const weak = { token, password: 'short' };
    await stranger.refused('POST', '/v1/auth/reset/confirm', weak, 422, 'weak_password');
    const password = 'another word and a mug';
    const both = await Promise.all(
      [1, 2].map(() => stranger.call('POST', '/v1/auth/reset/confirm', { token, password })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
    await owner.refused('GET', '/v1/auth/me', undefined, 401, 'no_session');
    await owner.ok('POST', '/v1/auth/sign_in', { email: owner.email, password });
  });

  test('a link that is too old does nothing', async () => {
    const { world, owner } = await signedInOwner(app);
    await owner.elsewhere().ok('POST', '/v1/auth/reset', { email: owner.email });
    const token = await eventually(() => mailedToken(world, 'password_reset'));
    ahead += 61 * MINUTE;
    await owner.refused('POST', '/v1/auth/reset/confirm', { token, password: PASSWORD }, 410, 'link_gone');
  });

  test('an account made without a password mails its owner a link to choose one', async () => {
    const world = await app.world({ owner_email: 'first@people.example', sandbox: false });
    const token = await mailedToken(world, 'setup');
    const owner = new Person(world, 'first@people.example');
    await owner.ok('POST', '/v1/auth/reset/confirm', { token, password: PASSWORD });
    await owner.signIn();
    owner.account = world.account.id;
    await owner.ok('GET', '/v1/settings');
  });

  test('another address is taken once its link was opened, and not when it is somebody else’s', async () => {
    const { world, owner } = await signedInOwner(app);
    const other = await signedInOwner(app);
    await owner.ok('POST', '/v1/auth/email', { email: 'Moved@people.example' });
    const token = await eventually(() => mailedToken(world, 'email_confirmation'));
    assert.equal((await owner.ok('GET', '/v1/auth/me')).user.email, owner.email);
    await owner.elsewhere().ok('POST', '/v1/auth/email/confirm', { token });
    assert.equal((await owner.ok('GET', '/v1/auth/me')).user.email, 'moved@people.example');
    await owner.elsewhere().refused('POST', '/v1/auth/email/confirm', { token }, 410, 'link_gone');
    await owner.ok('POST', '/v1/auth/email', { email: other.owner.email });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { data } = await world.ok('GET', '/v1/messages?kind=email_confirmation');
    assert.equal(data.length, 1);
  });
});

describe('one person in several accounts', () => {
  test('names the account of each request, and has in each the role of it', async () => {
    const [first, second] = [await signedInOwner(app), await signedInOwner(app)];
    await second.owner.ok('POST', '/v1/invitations', { email: first.owner.email, role: 'viewer' });
    const token = await mailedToken(second.world, 'invitation');
    const seen = await first.owner.ok('POST', '/v1/auth/invitation', { token });
    assert.deepEqual([seen.known, seen.role, seen.email], [true, 'viewer', first.owner.email]);
    await first.owner.elsewhere().refused('POST', '/v1/auth/invitation/accept', { token }, 401, 'no_session');
    await second.owner.refused('POST', '/v1/auth/invitation/accept', { token }, 403, 'other_address');
    await first.owner.ok('POST', '/v1/auth/invitation/accept', { token });
    assert.equal((await first.owner.ok('GET', '/v1/auth/me')).accounts.length, 2);
    const program = { name: 'Standard', default_url: 'https://shop.example/' };
    await first.owner.ok('POST', '/v1/programs', program);
    first.owner.account = second.world.account.id;
    await first.owner.ok('GET', '/v1/programs');
    await first.owner.refused('POST', '/v1/programs', program, 403, 'scope');
  });

  test('a sandbox beside the account belongs to who made it', async () => {
    const { owner } = await signedInOwner(app, false);
    const made = await owner.ok('POST', '/v1/sandboxes', {});
    assert.deepEqual([made.name, made.sandbox], ['Test lab', true]);
    assert.match(made.secret_key, /^trb_sk_/);
    const real = owner.account;
    owner.account = made.id;
    await owner.ok('POST', '/v1/test_clock', { now: new Date(clock.now().getTime() + 86_400_000).toISOString() });
    assert.equal((await owner.ok('GET', '/v1/audit?act=sandbox_made')).data.length, 1);
    owner.account = real;
    assert.equal((await owner.ok('GET', '/v1/audit?act=sandbox_made')).data[0].subject, made.id);
    assert.equal((await joinTeam(owner, 'manager')).account, real);
  });
});

async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
