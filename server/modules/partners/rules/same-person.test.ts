import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSamePerson, type Person } from './same-person.ts';

const known = (contact_id: string | null, ...emails: string[]): Person => ({ contact_id, emails });

// Two addresses, and whether they are one person's.
const addresses: [string, string, boolean][] = [
  ['bo@example.com', 'bo@example.com', true],
  ['bo@example.com', 'BO@Example.Com', true],
  ['bo@example.com', '  bo@example.com ', true],
  ['bo@example.com', 'al@example.com', false],
  ['bo@example.com', 'bo@example.org', false],
  // Gmail ignores dots and what follows a plus sign; googlemail.com is the same mailbox.
  ['bopeep@gmail.com', 'bo.peep@gmail.com', true],
  ['bopeep@gmail.com', 'b.o.p.e.e.p+mugs@Gmail.com', true],
  ['bopeep@gmail.com', 'bopeep+a+b@googlemail.com', true],
  ['bopeep@gmail.com', 'bopeep2@gmail.com', false],
  // Elsewhere dots and tags tell people apart.
  ['bopeep@example.com', 'bo.peep@example.com', false],
  ['bopeep@example.com', 'bopeep+mugs@example.com', false],
  ['bopeep@mail.gmail.com', 'bo.peep@mail.gmail.com', false],
];

for (const [a, b, same] of addresses) {
  test(`${a} and ${b.trim()} are ${same ? 'one' : 'two'}`, () => {
    assert.equal(isSamePerson(known(null, a), known('cont_b', b)), same);
    assert.equal(isSamePerson(known('cont_b', b), known(null, a)), same);
  });
}

test('the same contact is the same person, whatever addresses they use', () => {
  assert.equal(isSamePerson(known('cont_a', 'bo@example.com'), known('cont_a', 'al@example.com')), true);
  assert.equal(isSamePerson(known('cont_a'), known('cont_a')), true);
});

test('any of the addresses that an order and its contact hold will do', () => {
  assert.equal(
    isSamePerson(known('cont_a', 'kim@example.com', 'bo@example.com'), known('cont_b', 'bo@example.com')),
    true,
  );
});

test('two of whom nothing is known are not one', () => {
  assert.equal(isSamePerson(known(null), known(null)), false);
  assert.equal(isSamePerson(known(null), known('cont_a', 'bo@example.com')), false);
});
