import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskEmail } from './mask-email.ts';

test('an address keeps its first letters and the end of its host', () => {
  assert.equal(maskEmail('maria@example.com'), 'm***@e***.com');
  assert.equal(maskEmail('é@b.co.uk'), 'é***@b***.uk');
  assert.equal(maskEmail('a@localhost'), 'a***@l***');
});
