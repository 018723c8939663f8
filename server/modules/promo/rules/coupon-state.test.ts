import assert from 'node:assert/strict';
import { test } from 'node:test';
import { couponState, endOfCoupon } from './coupon-state.ts';

const [first, second, third] = ['2026-01-01', '2026-02-01', '2026-03-01'].map((day) => new Date(day)) as [
  Date,
  Date,
  Date,
];
const free = { starts_at: null, ends_at: null, ended_at: null, max_uses: null };

test('a coupon without limits is active whenever', () => {
  assert.equal(couponState(free, 1_000_000, first), 'active');
});

test('the start is in, the end is out', () => {
  const dated = { ...free, starts_at: second, ends_at: third };
  const just = (at: Date) => new Date(at.getTime() - 1);
  assert.deepEqual(
    [just(second), second, just(third), third].map((at) => couponState(dated, 0, at)),
    ['scheduled', 'active', 'active', 'ended'],
  );
});

test('what was ended by hand is over from then on, or from its end if that came first', () => {
  assert.equal(couponState({ ...free, ended_at: second }, 0, second), 'ended');
  assert.equal(couponState({ ...free, ended_at: second }, 0, first), 'active');
  assert.deepEqual(endOfCoupon({ ends_at: second, ended_at: third }), second);
  assert.deepEqual(endOfCoupon({ ends_at: third, ended_at: second }), second);
});

test('the last use uses it up', () => {
  assert.deepEqual(
    [1, 2, 3].map((uses) => couponState({ ...free, max_uses: 2 }, uses, first)),
    ['active', 'used_up', 'used_up'],
  );
});
