import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayIn, periodOf, readPeriod } from './periods.ts';

test('a day is that of the time zone', () => {
  assert.equal(dayIn('Asia/Tokyo', new Date('2026-01-31T23:30:00Z')), '2026-02-01');
  assert.equal(dayIn('America/New_York', new Date('2026-02-01T03:00:00Z')), '2026-01-31');
});

test('periods include both of their days', () => {
  assert.deepEqual(periodOf('last_7', '2026-03-03'), { from: '2026-02-25', to: '2026-03-03' });
  assert.deepEqual(periodOf('last_month', '2026-03-31'), { from: '2026-02-01', to: '2026-02-28' });
  assert.deepEqual(periodOf('last_month', '2026-01-15'), { from: '2025-12-01', to: '2025-12-31' });
  assert.deepEqual(periodOf('this_year', '2026-03-03'), { from: '2026-01-01', to: '2026-03-03' });
});

test('an address names a period or two days, and nonsense is the last 30 days', () => {
  const today = '2026-03-03';
  assert.deepEqual(readPeriod({ period: 'this_month' }, today), { from: '2026-03-01', to: today });
  assert.deepEqual(readPeriod({ from: '2026-01-01', to: '2026-01-31' }, today), {
    from: '2026-01-01',
    to: '2026-01-31',
  });
  for (const search of [
    {},
    { period: 'ever' },
    { from: '2026-02-01', to: '2026-01-01' },
    { from: 'x', to: '2026-99-99' },
  ])
    assert.deepEqual(readPeriod(search, today), periodOf('last_30', today));
});
