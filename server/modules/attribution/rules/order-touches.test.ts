import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Touch } from './judge-touch.ts';
import { orderTouches } from './order-touches.ts';

const touch = (id: string, minute: number, kind: Touch['kind'] = 'click', named = false): Touch => ({
  id,
  kind,
  partner_id: `part_${id}`,
  at: new Date(Date.UTC(2026, 0, 1, 10, minute)),
  named,
  approved_then: true,
  click_window_days: 30,
});

const named = touch('clk_named', 1, 'click', true);
const via = touch('touch_via', 50, 'via', true);
const coupon = touch('touch_coupon', 50, 'coupon', true);
const older = touch('clk_older', 2);
const newer = touch('clk_newer', 3);
const nothing = { click: null, via: null, coupon: null, visitor_clicks: [] };

const ids = (touches: Touch[]): string[] => touches.map(({ id }) => id);

test('the click that is named, then the coupon, then the other clicks of the visitor, newest first', () => {
  const found = orderTouches({ click: named, via: null, coupon, visitor_clicks: [named, older, newer] });
  assert.deepEqual(ids(found), ['clk_named', 'touch_coupon', 'clk_newer', 'clk_older']);
});

test('a via counts only where no click is named', () => {
  assert.deepEqual(ids(orderTouches({ ...nothing, click: named, via })), ['clk_named']);
  assert.deepEqual(ids(orderTouches({ ...nothing, via, coupon, visitor_clicks: [older] })), [
    'touch_via',
    'touch_coupon',
    'clk_older',
  ]);
});

test('an order may have no touch at all', () => {
  assert.deepEqual(orderTouches(nothing), []);
});

test('the answer does not depend on the order in which clicks were found', () => {
  const clicks = [older, newer, touch('clk_twin', 3), named, touch('clk_last', 9)];
  const wanted = ['clk_named', 'touch_coupon', 'clk_last', 'clk_twin', 'clk_newer', 'clk_older'];
  fc.assert(
    fc.property(fc.shuffledSubarray(clicks, { minLength: clicks.length }), (visitor_clicks) => {
      assert.deepEqual(ids(orderTouches({ click: named, via, coupon, visitor_clicks })), wanted);
    }),
  );
});
