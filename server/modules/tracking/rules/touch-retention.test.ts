import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clicksMayGoBefore } from './touch-retention.ts';

const now = new Date('2026-03-02T10:00:00.900Z');

// Retention in days, the longest click window in days, and what is older may go.
const cases: [number | null, number, string | null][] = [
  [30, 10, '2026-01-31T10:00:00.000Z'],
  [10, 30, '2026-01-31T10:00:00.000Z'],
  [0, 60, '2026-01-01T10:00:00.000Z'],
  [null, 60, null],
];

for (const [retention, window, before] of cases) {
  test(`kept ${retention ?? 'any number of'} days, counting for ${window}: clicks before ${before} may go`, () => {
    assert.equal(clicksMayGoBefore(now, retention, window)?.toISOString() ?? null, before);
  });
}

test('a click that still counts in the last second of its window is still there', () => {
  const click = new Date('2026-01-31T10:00:00.400Z');
  assert.ok(clicksMayGoBefore(now, 30, 30)! <= click);
});
