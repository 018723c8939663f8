import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showCustomer } from './show-customer.ts';

test('a customer is nothing, initials or a name, and never an address', () => {
  assert.equal(showCustomer('Maria de la Cruz', 'none'), null);
  assert.equal(showCustomer('Maria de la Cruz', 'initials'), 'M. C.');
  assert.equal(showCustomer(' bo ', 'initials'), 'B.');
  assert.equal(showCustomer('Maria  Cruz', 'names'), 'Maria Cruz');
  assert.equal(showCustomer('maria@example.com', 'names'), null);
  assert.equal(showCustomer(null, 'names'), null);
});
