import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPartnerLines } from './read-partner-lines.ts';

test('cells may be quoted, hold the separator, and be parted by semicolons', () => {
  const found = readPartnerLines('name;email\r\n"Rossi; ""M.""";m@b.example\r\n');
  assert.ok('lines' in found);
  assert.equal(found.lines[0]?.name, 'Rossi; "M."');
});

test('partners are read by the names of the columns, with the number of their line', () => {
  const found = readPartnerLines(
    '\uFEFFEmail,Name,Paypal email,Status\nmaria@b.example,María,m@pay.example,Approved\n,,,\nx,,,odd',
  );
  assert.ok('lines' in found);
  const nothing = { code: null, joined_at: null };
  const payout_method = { kind: 'paypal', email: 'm@pay.example' };
  assert.deepEqual(found.lines, [
    { ...nothing, line: 2, name: 'María', email: 'maria@b.example', status: 'approved', payout_method },
    { ...nothing, line: 4, name: '', email: 'x', status: null, payout_method: null },
  ]);
});

test('a file without a column that is needed is told so', () => {
  assert.deepEqual(readPartnerLines('name,code\nx,y'), { missing: 'email' });
});
