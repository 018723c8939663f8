import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY, HOUR } from '../../../values/instant.ts';
import { type HealthDay, type HealthState, judgeHealth } from './judge-health.ts';

const now = new Date('2026-03-10T12:00:00Z');

/** Days up to today, each with so many clicks, of which four in five are unique, and so many orders. */
function days(
  count: number,
  clicks: (back: number) => number,
  orders: (back: number) => number = () => 0,
): HealthDay[] {
  return Array.from({ length: count }, (_, index) => {
    const back = count - 1 - index;
    return { clicks: clicks(back), unique_clicks: Math.round(clicks(back) * 0.8), orders: orders(back) };
  });
}
const ago = (ms: number): Date => new Date(now.getTime() - ms);

describe('tracking is', () => {
  const cases: [says: string, list: HealthDay[], lastClick: Date | null, state: HealthState][] = [
    ['quiet where nothing was ever heard', days(40, () => 0), null, 'quiet'],
    [
      'quiet where a click a week stopped',
      days(40, (back) => (back > 20 && back % 7 === 0 ? 1 : 0)),
      ago(21 * DAY),
      'quiet',
    ],
    ['well where few clicks come and go', days(40, (back) => (back % 9 === 0 ? 1 : 0)), ago(5 * HOUR), 'well'],
    ['well in the night', days(40, () => 100), ago(8 * HOUR), 'well'],
    ['silent after twelve hours of a busy link', days(40, (back) => (back === 0 ? 0 : 100)), ago(13 * HOUR), 'silent'],
    ['well for a day where three a day are usual', days(40, (back) => (back < 1 ? 0 : 3)), ago(DAY), 'well'],
    ['silent after days where three a day were usual', days(40, (back) => (back < 3 ? 0 : 3)), ago(3 * DAY), 'silent'],
    [
      'well with its usual orders',
      days(
        40,
        () => 100,
        () => 2,
      ),
      ago(HOUR),
      'well',
    ],
    [
      'without orders that used to come',
      days(
        40,
        () => 100,
        (back) => (back < 7 ? 0 : 2),
      ),
      ago(HOUR),
      'orders_silent',
    ],
    [
      'converting far worse than before',
      days(
        40,
        () => 100,
        (back) => (back < 7 ? 1 : 5),
      ),
      ago(HOUR),
      'conversion_fell',
    ],
    [
      'well where chance explains the difference',
      days(
        40,
        () => 100,
        (back) => (back < 7 ? 4 : 5),
      ),
      ago(HOUR),
      'well',
    ],
    [
      'well where orders are too rare to tell',
      days(
        40,
        () => 10,
        (back) => (back === 20 ? 1 : 0),
      ),
      ago(HOUR),
      'well',
    ],
  ];
  for (const [says, list, lastClick, state] of cases)
    test(says, () => assert.equal(judgeHealth({ days: list, last_click_at: lastClick }, now).state, state));
});

test('what was usual ends with the last click, so that a long silence stays one', () => {
  const health = judgeHealth({ days: days(63, (back) => (back < 30 ? 0 : 50)), last_click_at: ago(30 * DAY) }, now);
  assert.deepEqual([health.state, health.clicks_per_day], ['silent', 50]);
});
