import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRunDay, nextRunDay } from './run-days.ts';

test('the next run day comes after today, in the time zone of the account', () => {
  const monthly = { every: 'month', day: 1 } as const;
  assert.equal(nextRunDay(monthly, 'UTC', new Date('2026-01-31T23:30:00Z')), '2026-02-01');
  assert.equal(nextRunDay(monthly, 'Europe/Paris', new Date('2026-01-31T23:30:00Z')), '2026-03-01');
  assert.equal(nextRunDay(monthly, 'UTC', new Date('2026-02-01T00:00:00Z')), '2026-03-01');
  assert.equal(nextRunDay({ every: 'month', day: 28 }, 'UTC', new Date('2026-02-27T12:00:00Z')), '2026-02-28');
});

test('a week begins on Monday', () => {
  assert.ok(isRunDay({ every: 'week', day: 1 }, '2026-01-05'));
  assert.equal(nextRunDay({ every: 'week', day: 7 }, 'UTC', new Date('2026-01-05T10:00:00Z')), '2026-01-11');
});
