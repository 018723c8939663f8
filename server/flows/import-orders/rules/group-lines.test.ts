import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGrouper } from './group-lines.ts';
import type { GoodsLine } from './read-line.ts';

/** Hands in lines "order" or "order:customer", one after the other; what is closed or refused at which line. */
function group(texts: readonly string[], window: number, most = 100): string[] {
  const grouper = createGrouper(window, most);
  const seen: string[] = [];
  const tell = (number: string, lines: readonly GoodsLine[]) =>
    seen.push(`${number}: ${lines.map((line) => line.line).join(' ')}`);
  for (const [index, text] of texts.entries()) {
    const [order = '', customer = null] = text.split(':');
    const { closed, refused } = grouper.add({ line: index + 1, order, customer, email: null } as GoodsLine);
    for (const one of closed) tell(one.number, one.lines);
    if (refused) seen.push(`${refused.line} ${refused.refused}`);
  }
  for (const one of grouper.end()) tell(one.number, one.lines);
  return seen;
}

test('lines of an order come together, whatever stands between them', () => {
  assert.deepEqual(group(['a', 'b', 'a', 'b', 'c', 'a'], 3), ['b: 2 4', 'c: 5', 'a: 1 3 6']);
});

test('an order is closed once its window has passed, and its number is handed out again after that', () => {
  assert.deepEqual(group(['a', 'a', 'b', 'c', 'd', 'a'], 2), ['a: 1 2', 'b: 3', 'c: 4', 'd: 5', 'a: 6']);
});

test('a line of another customer is refused', () => {
  assert.deepEqual(group(['a:1', 'a:2', 'a', 'a:1'], 9), ['2 other_customer', '3 other_customer', 'a: 1 4']);
});

test('an order has so many lines and no more', () => {
  assert.deepEqual(group(['a', 'a', 'a'], 9, 2), ['3 too_many_lines', 'a: 1 2']);
});

test('however long the file, no more than the window is open', () => {
  const grouper = createGrouper(10);
  let closed = 0;
  for (let line = 1; line <= 10_000; line += 1) {
    closed += grouper.add({ line, order: `o${line}`, customer: null, email: null } as GoodsLine).closed.length;
    assert.ok(line - closed <= 11);
  }
});
