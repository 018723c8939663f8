import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../values/refusal.ts';
import { actionsOf, firstStatus, movePartner, partnerActions, partnerStatuses } from './partner-transitions.ts';

// What each action makes of each status; a dash is refused with `wrong_status`.
const table = `
  from       approve   reject    suspend    reinstate
  pending    approved  rejected  -          -
  approved   -         -         suspended  -
  rejected   approved  -         -          -
  suspended  -         -         -          approved
`;

test('every action from every status', () => {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  assert.deepEqual(head.slice(1), [...partnerActions]);
  assert.deepEqual(
    rows.map(([from]) => from),
    [...partnerStatuses],
  );
  for (const [row, from] of partnerStatuses.entries()) {
    for (const [column, action] of partnerActions.entries()) {
      const moved = movePartner(from, action);
      const found = isRefusal(moved) ? moved.refused : moved;
      const wanted = rows[row]![column + 1]!;
      assert.equal(found, wanted === '-' ? 'wrong_status' : wanted, `${action} of ${from}`);
      assert.equal(actionsOf(from).includes(action), wanted !== '-');
    }
  }
});

test('a refusal says what can be done instead', () => {
  const refused = movePartner('suspended', 'approve');
  assert.ok(isRefusal(refused));
  assert.match(refused.detail, /suspended.*reinstate/);
});

test('the first status follows the approval of the program unless another is asked for', () => {
  assert.equal(firstStatus('automatic'), 'approved');
  assert.equal(firstStatus('manual'), 'pending');
  assert.equal(firstStatus('manual', 'approved'), 'approved');
  assert.equal(firstStatus('automatic', null), 'approved');
  assert.equal(firstStatus('automatic', 'pending'), 'pending');
});
