import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLOOD_AT, FloodWatch } from './spot-floods.ts';

const click = (watch: FloodWatch, times: number, address: string, link: string, at: number): boolean[] =>
  Array.from({ length: times }, (_, i) => watch.isFlood(address, link, at + i));

test('a flood begins with the click after the last that a person may make', () => {
  const flags = click(new FloodWatch(), FLOOD_AT + 2, '1.2.3.4', 'link', 1000);
  assert.deepEqual(
    flags.map((flag, i) => flag === i >= FLOOD_AT),
    flags.map(() => true),
  );
});

test('other addresses, other links and the next minute are not part of it', () => {
  const watch = new FloodWatch();
  click(watch, FLOOD_AT, '1.2.3.4', 'link', 1000);
  assert.equal(watch.isFlood('1.2.3.5', 'link', 1500), false);
  assert.equal(watch.isFlood('1.2.3.4', 'other', 1500), false);
  assert.equal(watch.isFlood('1.2.3.4', 'link', 1500), true);
  assert.equal(watch.isFlood('1.2.3.4', 'link', 61_001), false);
});

test('a hundred thousand addresses do not fill the memory, and a flood that is seen stays seen', () => {
  const watch = new FloodWatch();
  click(watch, FLOOD_AT + 1, '1.2.3.4', 'link', 1000);
  for (let i = 0; i < 100_000; i += 1) watch.isFlood(`2001:db8::${i}`, 'link', 1200);
  assert.equal(watch.isFlood('1.2.3.4', 'link', 1300), true);
});
