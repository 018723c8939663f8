import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJudgedAnew } from './judge-anew.ts';

const order = { recorded_at: new Date('2026-01-01T10:00:00.000Z'), judged_anew: false, reassigned: false };

// When the missing click landed, what became of the order since, and whether it is judged anew.
const cases: [string, Partial<typeof order>, boolean][] = [
  ['2026-01-01T10:00:05.000Z', {}, true],
  ['2026-01-08T10:00:00.000Z', {}, true],
  ['2026-01-08T10:00:00.001Z', {}, false],
  ['2026-01-02T10:00:00.000Z', { judged_anew: true }, false],
  ['2026-01-02T10:00:00.000Z', { reassigned: true }, false],
];

for (const [landed, since, anew] of cases) {
  test(`a click that lands at ${landed} ${JSON.stringify(since)}: ${anew ? 'judged anew' : 'stays'}`, () => {
    assert.equal(isJudgedAnew({ ...order, ...since }, new Date(landed)), anew);
  });
}
