import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRunDay } from './next-run-day.ts';

test('the next run day is after today', () => {
  const cases = [
    [{ every: 'month', day: 15 }, '2026-01-14', '2026-01-15'],
    [{ every: 'month', day: 15 }, '2026-01-15', '2026-02-15'],
    [{ every: 'month', day: 1 }, '2026-12-31', '2027-01-01'],
    [{ every: 'month', day: 28 }, '2024-02-28', '2024-03-28'],
    [{ every: 'week', day: 1 }, '2026-11-22', '2026-11-23'],
    [{ every: 'week', day: 7 }, '2026-11-22', '2026-11-29'],
  ] as const;
  for (const [schedule, today, wanted] of cases) assert.equal(nextRunDay(schedule, today), wanted);
});
