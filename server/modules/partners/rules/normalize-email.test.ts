import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isEmail, normalizeEmail } from './normalize-email.ts';

test('the key is trimmed and lower case, and nothing else', () => {
  assert.equal(normalizeEmail('  Bo.Peep+Mail@Example.COM\n'), 'bo.peep+mail@example.com');
  assert.equal(normalizeEmail('ÅSA@EXAMPLE.SE'), 'åsa@example.se');
});

test('normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(normalizeEmail(normalizeEmail(text)), normalizeEmail(text));
    }),
  );
});

const valid = [
  'bo@example.com',
  "o'brien@example.ie",
  'bo+mugs@sub.example.com',
  'a@b.co',
  '_-!#$%&*/=?^`{|}~@example.com',
  '"bo peep"@example.com',
  '"bo@home"@example.com',
  String.raw`"bo\"peep"@example.com`,
  '"a..b"@example.com',
  '""@example.com',
  'bo@[192.168.0.1]',
  'bo@[ipv6:2001:db8::1]',
  'root@localhost',
  'åsa@example.se',
  '用户@例子.公司',
  'bo@xn--fsqu00a.xn--55qx5d',
  'bo@123.example',
  `${'a'.repeat(64)}@example.com`,
  `bo@${'a'.repeat(63)}.com`,
  '1@2.co',
];

for (const text of valid) test(`valid: ${text}`, () => assert.equal(isEmail(text), true));

const invalid = [
  '',
  'bo',
  '@example.com',
  'bo@',
  'bo@example',
  'bo@@example.com',
  'bo@home@example.com',
  'bo peep@example.com',
  '.bo@example.com',
  'bo.@example.com',
  'b..o@example.com',
  'bo@.example.com',
  'bo@example.com.',
  'bo@example..com',
  'bo@-example.com',
  'bo@example-.com',
  'bo@exam_ple.com',
  'bo@exam ple.com',
  'bo <bo@example.com>',
  'bo(peep)@example.com',
  '"bo"peep"@example.com',
  '"bo@example.com',
  'bo@[1.2.3]',
  'bo@192.168.0.1',
  'bo@[example.com]',
  'bo,al@example.com',
  'bo@example.com\r\nbcc: al@example.com',
  '"bo\r\nbcc: al"@example.com',
  'bo\u0000@example.com',
  `${'a'.repeat(65)}@example.com`,
  `bo@${'a'.repeat(64)}.com`,
  `${'å'.repeat(33)}@example.com`,
  `bo@${'a.'.repeat(126)}com`,
];

for (const text of invalid)
  test(`invalid: ${JSON.stringify(text.slice(0, 50))}`, () => assert.equal(isEmail(text), false));

test('long text is judged without delay', () => {
  const long = `${'a.'.repeat(500_000)}@${'b-'.repeat(500_000)}`;
  assert.equal(isEmail(long), false);
  assert.equal(isEmail(`"${'\\"'.repeat(500_000)}@example.com`), false);
});
