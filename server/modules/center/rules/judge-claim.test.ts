import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingFor, judgeClaim } from './judge-claim.ts';

const found = { partnerId: 'part_a', named: 'order', contactKnown: true, order: null } as const;
const order = (creditedTo: string | null, reason: string) => ({ id: 'ord_1', creditedTo, reason });

test('an order is theirs, somebody else’s or nobody’s, with the reason of its credit', () => {
  assert.deepEqual(judgeClaim({ ...found, order: order('part_a', 'click') }), {
    outcome: 'already_theirs',
    reason: 'click',
  });
  assert.equal(judgeClaim({ ...found, order: order('part_b', 'coupon') }).outcome, 'credited_to_other');
  assert.deepEqual(judgeClaim({ ...found, order: order(null, 'window_passed') }), {
    outcome: 'credited_to_nobody',
    reason: 'window_passed',
  });
});

test('without an order it says what was not found', () => {
  assert.equal(judgeClaim(found).outcome, 'order_unknown');
  assert.equal(judgeClaim({ ...found, named: 'email' }).outcome, 'no_order_that_day');
  assert.equal(judgeClaim({ ...found, named: 'email', contactKnown: false }).outcome, 'contact_unknown');
  assert.equal(judgeClaim({ ...found, named: 'nothing' }).outcome, 'nothing_to_look_for');
});

test('a partner is told of their own orders by number, and of nothing else', () => {
  assert.equal(findingFor('already_theirs', 'order'), 'already_yours');
  assert.equal(findingFor('already_theirs', 'email'), 'being_checked');
  for (const outcome of ['credited_to_other', 'credited_to_nobody', 'order_unknown', 'contact_unknown'] as const)
    assert.equal(findingFor(outcome, 'order'), 'being_checked');
});
