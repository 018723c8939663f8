import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { joinTeam, mailedToken, PASSWORD, Person, signedInOwner } from '../support/people.ts';
import type { Json } from '../support/world.ts';

let app: TestApp;
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const DAY = 86_400_000;

before(async () => {
  app = await startApp({ clock });
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

const membersOf = async (person: Person): Promise<Json[]> => (await person.ok('GET', '/v1/members')).data;

describe('an invitation', () => {
  test('is accepted once, however many try at once, and the new member is signed in', async () => {
    const { world, owner } = await signedInOwner(app);
    const member = new Person(world);
    await owner.ok('POST', '/v1/invitations', { email: member.email, role: 'finance' });
    const token = await mailedToken(world, 'invitation');
    const seen = await member.ok('POST', '/v1/auth/invitation', { token });
    assert.deepEqual([seen.known, seen.role, seen.email], [false, 'finance', member.email]);
    const body = { token, name: 'Ada', password: PASSWORD };
    await member.refused('POST', '/v1/auth/invitation/accept', { token }, 400, 'invalid');
    await member.refused('POST', '/v1/auth/invitation/accept', { ...body, password: 'ada' }, 422, 'weak_password');
    const browsers = Array.from({ length: 6 }, () => member.elsewhere());
    const answers = await Promise.all(browsers.map((one) => one.call('POST', '/v1/auth/invitation/accept', body)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status }) => [200, 410, 401].includes(status)));
    const winner = browsers[answers.findIndex(({ status }) => status === 200)]!;
    const me = await winner.ok('GET', '/v1/auth/me');
    assert.deepEqual([me.user.name, me.accounts[0].role], ['Ada', 'finance']);
    const members = await membersOf(owner);
    assert.deepEqual(members.map(({ role, you }) => `${role} ${you}`).sort(), ['finance false', 'owner true']);
    await member.refused('POST', '/v1/auth/invitation', { token }, 410, 'link_gone');
    const found = (await owner.ok('GET', '/v1/audit?act=invitation_accepted')).data;
    assert.equal(found[0].actor.name, 'Ada');
  });

  test('that was taken back, replaced or is too old lets nobody in', async () => {
    const { world, owner } = await signedInOwner(app);
    const email = 'late@people.example';
    const made = await owner.ok('POST', '/v1/invitations', { email, role: 'manager' });
    const first = await mailedToken(world, 'invitation');
    assert.equal(made.status, 'open');
    const again = await owner.ok('POST', '/v1/invitations', { email, role: 'viewer' });
    const second = await mailedToken(world, 'invitation');
    assert.equal((await owner.ok('GET', '/v1/invitations')).data.length, 1);
    const stranger = new Person(world, email);
    await stranger.refused('POST', '/v1/auth/invitation', { token: first }, 410, 'link_gone');
    assert.equal((await owner.ok('DELETE', `/v1/invitations/${again.id}`)).status, 'revoked');
    await stranger.refused('POST', '/v1/auth/invitation', { token: second }, 410, 'link_gone');
    await owner.refused('DELETE', `/v1/invitations/${again.id}`, undefined, 404, 'not_found');
    await owner.ok('POST', '/v1/invitations', { email, role: 'viewer' });
    const third = await mailedToken(world, 'invitation');
    ahead += 8 * DAY;
    await stranger.refused('POST', '/v1/auth/invitation', { token: third }, 410, 'link_gone');
    for (const token of ['', 'x', `${owner.account}.`, `${owner.account}.guess`, 'acct_00000000000000000000000000.x'])
      assert.ok([400, 410].includes((await stranger.call('POST', '/v1/auth/invitation', { token })).status), token);
  });

  test('of a member is refused, and its link is seen by nobody who could not invite', async () => {
    const { world, owner } = await signedInOwner(app);
    await owner.refused('POST', '/v1/invitations', { email: owner.email, role: 'viewer' }, 409, 'already_a_member');
    await owner.ok('POST', '/v1/invitations', { email: 'secret@people.example', role: 'viewer' });
    const token = await mailedToken(world, 'invitation');
    const viewer = await joinTeam(owner, 'viewer');
    const { secret } = await owner.ok('POST', '/v1/keys', { scopes: ['read', 'write'] });
    const lists = [
      await viewer.call('GET', '/v1/messages'),
      await world.call('GET', '/v1/messages', undefined, { key: secret }),
    ];
    for (const list of lists) {
      assert.equal(list.status, 200);
      assert.ok(list.text.includes('secret@people.example') && !list.text.includes(token), list.text);
    }
    const real = await signedInOwner(app, false);
    await real.owner.ok('POST', '/v1/invitations', { email: 'secret@people.example', role: 'viewer' });
    const theirs = await mailedToken(real.world, 'invitation');
    assert.ok(!(await real.world.call('GET', '/v1/messages')).text.includes(theirs));
  });
});

describe('the team', () => {
  test('keeps one owner, also when two owners make each other less at once', async () => {
    const { owner } = await signedInOwner(app);
    const [me] = await membersOf(owner);
    await owner.refused('PATCH', `/v1/members/${me.id}`, { role: 'viewer' }, 409, 'last_owner');
    await owner.refused('DELETE', `/v1/members/${me.id}`, undefined, 409, 'last_owner');
    const second = await joinTeam(owner, 'owner');
    const both = await membersOf(owner);
    const otherOf = (id: string): Json => both.find((one) => one.id !== id);
    const answers = await Promise.all([
      owner.call('PATCH', `/v1/members/${otherOf(me.id).id}`, { role: 'viewer' }),
      second.call('PATCH', `/v1/members/${me.id}`, { role: 'viewer' }),
    ]);
    const [judge] = answers[0]!.status === 200 ? [owner] : [second];
    assert.equal((await membersOf(judge!)).filter(({ role }) => role === 'owner').length, 1);
  });

  test('who is taken out opens nothing from the next request on, and is named in the audit log', async () => {
    const { owner } = await signedInOwner(app);
    const manager = await joinTeam(owner, 'manager');
    await manager.ok('POST', '/v1/programs', { name: 'Standard', default_url: 'https://shop.example/' });
    const one = (await membersOf(owner)).find(({ role }) => role === 'manager');
    await owner.ok('PATCH', `/v1/members/${one.id}`, { role: 'viewer' });
    const program = { name: 'Second', default_url: 'https://shop.example/' };
    await manager.refused('POST', '/v1/programs', program, 403, 'scope');
    await owner.ok('DELETE', `/v1/members/${one.id}`);
    // In no account any more: forgotten with their sessions.
    await manager.refused('GET', '/v1/programs', undefined, 401, 'no_session');
    const again = { email: manager.email, password: PASSWORD };
    await manager.refused('POST', '/v1/auth/sign_in', again, 401, 'bad_sign_in');
    const { data } = await owner.ok('GET', `/v1/audit?actor=user:${one.id}`);
    assert.ok(data.length > 0 && data.every(({ actor }: Json) => actor.name === 'The manager'));
    await joinTeam(owner, 'viewer', manager.email);
    assert.equal((await membersOf(owner)).length, 2);
  });

  test('who leaves one account keeps the other', async () => {
    const [first, second] = [await signedInOwner(app), await signedInOwner(app)];
    await first.owner.ok('POST', '/v1/invitations', { email: second.owner.email, role: 'manager' });
    const token = await mailedToken(first.world, 'invitation');
    await second.owner.ok('POST', '/v1/auth/invitation/accept', { token });
    const one = (await membersOf(first.owner)).find(({ role }) => role === 'manager');
    await first.owner.ok('DELETE', `/v1/members/${one.id}`);
    assert.equal((await second.owner.ok('GET', '/v1/auth/me')).accounts.length, 1);
    await second.owner.ok('GET', '/v1/programs');
    second.owner.account = first.world.account.id;
    await second.owner.refused('GET', '/v1/programs', undefined, 403, 'not_a_member');
  });
});
