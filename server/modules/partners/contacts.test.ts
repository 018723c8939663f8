import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openShop, type Shop } from '../../../test/support/shop.ts';
import { isRefusal } from '../../values/refusal.ts';
import {
  changeContact,
  type Described,
  emailsOf,
  findContact,
  findContactsByEmail,
  listConflicts,
  listContacts,
  resolveContact,
  vouchForContact,
} from './index.ts';

describe('who a customer is', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const resolve = (who: Described, standing?: 'unverified') =>
    shop.act((context) => resolveContact(context, who, standing ? { cause: 'test', standing } : { cause: 'test' }));
  const emails = (id: string) =>
    shop.act(async ({ tx, accountId }) => (await emailsOf(tx, accountId, [id])).map((row) => row.email_key));
  const conflicts = () =>
    shop.act(async ({ tx, accountId }) =>
      (await listConflicts(tx, accountId, null, 100)).map((row) => [row.contact_id, row.other_contact_id]),
    );
  const find = (id: string) => shop.act(({ tx, accountId }) => findContact(tx, accountId, id));

  test('an address finds its contact, ignoring case and blanks, and is kept as first given', async () => {
    const bo = await resolve({ email: ' Bo@Example.com ', name: 'Bo' });
    const again = await resolve({ email: 'bo@EXAMPLE.com', name: 'Robert' });
    assert.deepEqual([bo.isNew, again.isNew, again.contact.id], [true, false, bo.contact.id]);
    assert.deepEqual([again.contact.email, again.contact.name], ['Bo@Example.com', 'Bo']);
  });

  test('dots and tags of Gmail are other addresses here', async () => {
    const plain = await resolve({ email: 'anna.b@gmail.com' });
    assert.equal((await resolve({ email: 'annab+x@gmail.com' })).isNew, true);
    assert.equal((await resolve({ email: 'anna.b@gmail.com' })).contact.id, plain.contact.id);
  });

  test('the external id decides before the address, and a new address is added to its contact', async () => {
    const first = await resolve({ externalId: 'c-1', email: 'one@x.example' });
    const moved = await resolve({ externalId: 'c-1', email: 'two@x.example' });
    assert.deepEqual(
      [moved.contact.id, moved.conflict, moved.contact.email],
      [first.contact.id, false, 'one@x.example'],
    );
    assert.deepEqual(await emails(first.contact.id), ['one@x.example', 'two@x.example']);
    assert.equal((await resolve({ email: 'two@x.example' })).contact.id, first.contact.id);
  });

  test('an external id that is new is added to the contact of the address', async () => {
    const known = await resolve({ email: 'late@x.example' });
    const named = await resolve({ externalId: 'c-2', email: 'late@x.example', name: 'Late' });
    assert.deepEqual(
      [named.contact.id, named.contact.external_id, named.contact.name],
      [known.contact.id, 'c-2', 'Late'],
    );
    assert.equal((await resolve({ externalId: 'c-2' })).contact.id, known.contact.id);
  });

  test('two contacts: the one with the external id is used, and the pair is listed once', async () => {
    const a = await resolve({ externalId: 'c-3', email: 'three@x.example' });
    const b = await resolve({ externalId: 'c-4', email: 'four@x.example' });
    const before = (await conflicts()).length;
    for (const _ of [1, 2]) {
      const both = await resolve({ externalId: 'c-3', email: 'four@x.example' });
      assert.deepEqual([both.contact.id, both.conflict], [a.contact.id, true]);
    }
    assert.equal((await resolve({ externalId: 'c-4', email: 'three@x.example' })).contact.id, b.contact.id);
    const pairs = (await conflicts()).slice(0, (await conflicts()).length - before);
    assert.deepEqual(pairs, [[a.contact.id, b.contact.id]]);
    assert.deepEqual(await emails(a.contact.id), ['three@x.example']);
  });

  test('a page’s word makes a contact and changes nothing of an existing one', async () => {
    const fresh = await resolve({ email: 'page@x.example' }, 'unverified');
    assert.deepEqual([fresh.isNew, fresh.contact.standing], [true, 'unverified']);
    const known = await resolve({ email: 'real@x.example' });
    const claimed = await resolve({ email: 'real@x.example', externalId: 'mine', name: 'Mallory' }, 'unverified');
    assert.equal(claimed.contact.id, known.contact.id);
    assert.deepEqual(await find(known.contact.id), known.contact);
    assert.equal((await resolve({ externalId: 'mine' })).isNew, true);
    await shop.act((context) => vouchForContact(context, fresh.contact));
    assert.equal((await find(fresh.contact.id))?.standing, 'verified');
  });

  test('twenty at once with the same new keys are one contact', async () => {
    const twins = Array.from({ length: 20 }, (_, i) =>
      resolve(i % 2 ? { email: 'twin@x.example' } : { email: 'TWIN@x.example', externalId: 'c-twin' }),
    );
    const found = await Promise.all(twins);
    assert.equal(new Set(found.map(({ contact }) => contact.id)).size, 1);
    assert.equal(found.filter(({ isNew }) => isNew).length, 1);
    const rows = await shop.act(({ tx, accountId }) => findContactsByEmail(tx, accountId, 'Twin@x.example'));
    assert.deepEqual([rows.length, rows[0]?.external_id], [1, 'c-twin']);
  });

  test('many at once with one external id and many addresses are one contact, and nothing half-made stays', async () => {
    const count = async () =>
      (await shop.act(({ tx, accountId }) => listContacts(tx, accountId, {}, null, 1000))).length;
    const before = await count();
    const found = await Promise.all(
      Array.from({ length: 12 }, (_, i) => resolve({ externalId: 'c-many', email: `many-${i}@x.example` })),
    );
    assert.equal(new Set(found.map(({ contact }) => contact.id)).size, 1);
    assert.equal((await emails(found[0]!.contact.id)).length, 12);
    assert.equal((await count()) - before, 1);
  });

  test('an address changed by hand keeps the former one, and is no one else’s', async () => {
    const mine = await resolve({ email: 'old@x.example' });
    const other = await resolve({ email: 'taken@x.example' });
    const change = (email: string) => shop.act((context) => changeContact(context, mine.contact.id, { email }));
    const changed = await change('New@x.example');
    assert.ok(!isRefusal(changed) && changed.email === 'New@x.example');
    assert.equal((await resolve({ email: 'old@x.example' })).contact.id, mine.contact.id);
    const refused = await change('TAKEN@x.example');
    assert.ok(isRefusal(refused) && refused.refused === 'identity_conflict');
    assert.equal((await resolve({ email: 'taken@x.example' })).contact.id, other.contact.id);
  });
});
