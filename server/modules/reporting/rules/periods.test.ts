import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shiftDay } from '../../../values/instant.ts';
import { intervals, intervalsOf, lengthOf, type Period, periodBefore, segmentsOf, startOfInterval } from './periods.ts';

const periods = fc
  .tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 900 }))
  .map(([start, days]): Period => {
    const from = shiftDay('2023-12-01', start);
    return { from, to: shiftDay(from, days) };
  });

/** Every day of a list of stretches, in their order. */
function daysOf(list: readonly Period[]): string[] {
  return list.flatMap(({ from, to }) =>
    Array.from({ length: lengthOf({ from, to }) }, (_, index) => shiftDay(from, index)),
  );
}

test('whole months and days between them cover a period, each day once', () => {
  fc.assert(
    fc.property(periods, fc.boolean(), (period, monthly) => {
      const segments = segmentsOf(period, monthly);
      assert.deepEqual(daysOf(segments), daysOf([period]));
      for (const segment of segments) {
        if (segment.monthly) assert.ok(segment.from.endsWith('-01') && segment.to.endsWith('-01'));
      }
    }),
  );
});

test('a year costs twelve months, or eleven and the days around them', () => {
  const shapes = (period: Period) =>
    segmentsOf(period, true).map(({ from, to, monthly }) => `${from} ${to} ${monthly}`);
  assert.deepEqual(shapes({ from: '2026-01-01', to: '2027-01-01' }), ['2026-01-01 2027-01-01 true']);
  assert.deepEqual(shapes({ from: '2026-01-15', to: '2027-01-10' }), [
    '2026-01-15 2026-02-01 false',
    '2026-02-01 2027-01-01 true',
    '2027-01-01 2027-01-10 false',
  ]);
  assert.deepEqual(shapes({ from: '2026-01-15', to: '2026-02-10' }), ['2026-01-15 2026-02-10 false']);
});

test('intervals cover a period, cut at both ends, and weeks begin on Monday', () => {
  fc.assert(
    fc.property(periods, fc.constantFrom(...intervals), (period, interval) => {
      const list = intervalsOf(period, interval);
      assert.deepEqual(daysOf(list), daysOf([period]));
      const starts = list.map(({ from }) => startOfInterval(from, interval));
      assert.equal(new Set(starts).size, list.length);
    }),
  );
  assert.deepEqual(intervalsOf({ from: '2026-01-01', to: '2026-01-13' }, 'week'), [
    { from: '2026-01-01', to: '2026-01-05' },
    { from: '2026-01-05', to: '2026-01-12' },
    { from: '2026-01-12', to: '2026-01-13' },
  ]);
});

test('the period before is as long, and ends where this one begins', () => {
  assert.deepEqual(periodBefore({ from: '2026-03-01', to: '2026-04-01' }), { from: '2026-01-29', to: '2026-03-01' });
});
