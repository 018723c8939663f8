import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, DAY, parseInstant } from '../../../values/instant.ts';
import { judgeTouch, type Touch } from './judge-touch.ts';

const click: Touch = {
  id: 'clk_1',
  kind: 'click',
  partner_id: 'part_a',
  at: new Date('2026-01-01T10:00:00.400Z'),
  named: false,
  approved_then: true,
  click_window_days: 30,
};

// A click on 1 January at 10:00:00.400 with a window of 30 days; when the order was, as the shop writes it, and the verdict.
const boundary: [string, string][] = [
  ['2026-01-01T09:59:59.999Z', 'not_yet'],
  ['2026-01-01T10:00:00.399Z', 'not_yet'],
  ['2026-01-01T10:00:00.400Z', 'valid'],
  ['2026-01-01T10:00:00Z', 'valid'], // without a fraction: the end of that second
  ['2026-01-01T09:59:59Z', 'not_yet'],
  ['2026-01-31T09:59:59Z', 'valid'],
  ['2026-01-31T10:00:00.400Z', 'valid'],
  ['2026-01-31T10:00:00.401Z', 'valid'], // the last second counts as a whole
  ['2026-01-31T10:00:00Z', 'valid'],
  ['2026-01-31T10:00:00.999Z', 'valid'],
  ['2026-01-31T10:00:01.000Z', 'window_passed'],
  ['2026-01-31T10:00:01Z', 'window_passed'],
  ['2026-01-31T11:00:00+01:00', 'valid'],
];

for (const [written, verdict] of boundary) {
  test(`an order at ${written}: ${verdict}`, () => {
    assert.equal(judgeTouch(click, parseInstant(written, true)!, true), verdict);
  });
}

test('a window is a length of time, whatever clocks do in spring: 30 days are 720 hours', () => {
  const march = { ...click, at: new Date('2026-03-20T10:00:00Z') };
  assert.equal(judgeTouch(march, new Date(march.at.getTime() + 30 * DAY), true), 'valid');
  assert.equal(judgeTouch(march, new Date(march.at.getTime() + 30 * DAY + 1000), true), 'window_passed');
});

test('a window of no days lasts for the second of the click', () => {
  const brief = { ...click, click_window_days: 0 };
  assert.equal(judgeTouch(brief, new Date('2026-01-01T10:00:00.999Z'), true), 'valid');
  assert.equal(judgeTouch(brief, new Date('2026-01-01T10:00:01.000Z'), true), 'window_passed');
});

// Approved when the touch was made, approved at `occurred_at`: both are needed.
const approvals: [boolean, boolean, string][] = [
  [true, true, 'valid'],
  [true, false, 'partner_not_active'],
  [false, true, 'partner_not_active'],
  [false, false, 'partner_not_active'],
];

for (const [then, now, verdict] of approvals) {
  test(`approved when it was made ${then}, at the order ${now}: ${verdict}`, () => {
    for (const kind of ['click', 'via', 'coupon'] as const) {
      assert.equal(judgeTouch({ ...click, kind, approved_then: then }, addDays(click.at, 1), now), verdict);
    }
  });
}

test('a partner who was in no program when the touch was made was not active', () => {
  assert.equal(
    judgeTouch({ ...click, approved_then: false, click_window_days: null }, click.at, true),
    'partner_not_active',
  );
});

test('of two faults the more telling one is shown', () => {
  assert.equal(judgeTouch(click, addDays(click.at, 31), false), 'partner_not_active');
  assert.equal(judgeTouch(click, addDays(click.at, -1), false), 'not_yet');
});

// How much later than the order the touch is, whether the order named it, and the verdict.
const later: [number, Touch['kind'], boolean, string][] = [
  [1, 'click', false, 'not_yet'],
  [1, 'click', true, 'valid'],
  [599_999, 'click', true, 'valid'],
  [600_000, 'click', true, 'valid'],
  [600_001, 'click', true, 'not_yet'],
  [1, 'via', true, 'not_yet'],
  [1, 'coupon', true, 'not_yet'],
];

for (const [ms, kind, named, verdict] of later) {
  test(`a ${named ? 'named' : 'found'} ${kind} ${ms} ms later than the order: ${verdict}`, () => {
    assert.equal(judgeTouch({ ...click, kind, named }, new Date(click.at.getTime() - ms), true), verdict);
  });
}

test('a longer window never loses a touch, and a later order never wins one back', () => {
  const days = fc.integer({ min: 0, max: 400 });
  const ms = fc.integer({ min: 0, max: 400 * DAY });
  fc.assert(
    fc.property(days, days, ms, ms, (a, b, x, y) => {
      const verdict = (window: number, after: number): string =>
        judgeTouch({ ...click, click_window_days: window }, new Date(click.at.getTime() + after), true);
      if (verdict(Math.min(a, b), x) === 'valid') assert.equal(verdict(Math.max(a, b), x), 'valid');
      if (verdict(a, Math.max(x, y)) === 'valid') assert.equal(verdict(a, Math.min(x, y)), 'valid');
    }),
  );
});
