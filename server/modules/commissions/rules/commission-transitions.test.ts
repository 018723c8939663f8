import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays } from '../../../values/instant.ts';
import { isRefusal } from '../../../values/refusal.ts';
import {
  commissionActions,
  commissionStatuses,
  decisionsOf,
  type HeldReason,
  moveCommission,
  restoreAction,
  reversalStatus,
} from './commission-transitions.ts';
import { draftHold } from './draft-hold.ts';

// What each action makes of each status; a dash is refused with `wrong_status`. The last column: how its reversal begins.
const table = `
  from       end_hold  approve  hold     release  cancel     restore_pending  restore_payable  claim      pay   give_back  reversal
  pending    payable   payable  pending  pending  cancelled  -                -                -          -     -          pending
  payable    -         -        -        -        cancelled  -                -                in_flight  -     -          payable
  in_flight  -         -        -        -        -          -                -                -          paid  payable    payable
  paid       -         -        -        -        -          -                -                -          -     -          payable
  cancelled  -         -        -        -        -          pending          payable          -          -     -          -
`;

test('every action from every status, and what a reversal of it begins as', () => {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  assert.deepEqual(head, ['from', ...commissionActions, 'reversal']);
  assert.deepEqual(
    rows.map(([from]) => from),
    [...commissionStatuses],
  );
  for (const [row, status] of commissionStatuses.entries()) {
    for (const [column, action] of commissionActions.entries()) {
      const moved = moveCommission({ status, held_reason: null }, action);
      const wanted = rows[row]![column + 1]!;
      assert.equal(
        isRefusal(moved) ? moved.refused : moved,
        wanted === '-' ? 'wrong_status' : wanted,
        `${action} ${status}`,
      );
    }
    assert.equal(reversalStatus(status) ?? '-', rows[row]!.at(-1));
  }
});

test('what is held does not end its hold by itself, but a person may approve it', () => {
  for (const held_reason of [
    'self_referral',
    'unverified',
    'partner_suspended',
    'awaiting_approval',
    'fraud',
  ] as const) {
    assert.ok(isRefusal(moveCommission({ status: 'pending', held_reason }, 'end_hold')));
    assert.equal(moveCommission({ status: 'pending', held_reason }, 'approve'), 'payable');
    assert.equal(moveCommission({ status: 'pending', held_reason }, 'cancel'), 'cancelled');
  }
});

test('what a person can decide is what the table allows', () => {
  for (const status of commissionStatuses) {
    const may = decisionsOf(status);
    for (const [word, action] of [
      ['approve', 'approve'],
      ['cancel', 'cancel'],
      ['restore', 'restore_pending'],
    ] as const) {
      assert.equal(
        may.includes(word),
        !isRefusal(moveCommission({ status, held_reason: null }, action)),
        `${word} ${status}`,
      );
    }
  }
});

const sold = new Date('2026-01-05T10:00:00.123Z');
const after = (days: number, ms = 0) => new Date(addDays(sold, days).getTime() + ms);

// hold days, now, approval, reasons; status, held reason
const holds: [number, Date, 'automatic' | 'manual', HeldReason[], string, HeldReason | null][] = [
  [30, sold, 'automatic', [], 'pending', null],
  [0, sold, 'automatic', [], 'payable', null],
  [30, after(30, -1), 'automatic', [], 'pending', null],
  [30, after(30), 'automatic', [], 'payable', null],
  [0, sold, 'manual', [], 'pending', 'awaiting_approval'],
  [30, after(99), 'manual', [], 'pending', 'awaiting_approval'],
  [0, sold, 'automatic', ['self_referral'], 'pending', 'self_referral'],
  [0, sold, 'automatic', ['unverified'], 'pending', 'unverified'],
  [0, sold, 'automatic', ['partner_suspended'], 'pending', 'partner_suspended'],
  [0, sold, 'automatic', ['unverified', 'fraud'], 'pending', 'fraud'],
  [0, sold, 'automatic', ['partner_suspended', 'self_referral'], 'pending', 'self_referral'],
  [0, sold, 'manual', ['partner_suspended'], 'pending', 'awaiting_approval'],
  [0, sold, 'manual', ['self_referral'], 'pending', 'self_referral'],
];

for (const [days, now, commission_approval, holding, status, reason] of holds) {
  test(`hold of ${days} days, ${now.toISOString()}, ${commission_approval}, ${holding.join(' and ') || 'nothing'}: ${status}`, () => {
    const found = draftHold({ occurred_at: sold, hold_days: days, now, commission_approval, holding });
    assert.deepEqual(found, { payable_on: after(days), status, held_reason: reason });
  });
}

// counts_from, payable_on, held reason; how it comes back on the 40th day
const restores: [Date | null, Date | null, HeldReason | null, string][] = [
  [after(3), after(50), null, 'restore_payable'],
  [null, after(50), null, 'restore_pending'],
  [null, after(40), null, 'restore_payable'],
  [null, after(30), 'fraud', 'restore_pending'],
  [null, null, null, 'restore_payable'],
];

for (const [counts_from, payable_on, held_reason, expected] of restores) {
  test(`restored: ${counts_from ? 'was payable' : 'never payable'}, ${held_reason ?? 'not held'}, hold to ${payable_on?.toISOString() ?? '-'}`, () => {
    assert.equal(restoreAction({ counts_from, payable_on, held_reason }, after(40)), expected);
  });
}
