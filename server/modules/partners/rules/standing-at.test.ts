import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Standing, standingAt, wasApproved } from './standing-at.ts';

const row = (from: string, seq: number, status: Standing['status'], program_id = 'prog_one'): Standing => ({
  from_at: new Date(from),
  seq,
  status,
  program_id,
  sponsor_id: null,
});

const history = [
  row('2026-01-01T00:00:00.000Z', 1, 'pending'),
  row('2026-01-05T12:00:00.000Z', 2, 'approved'),
  row('2026-02-01T00:00:00.000Z', 3, 'approved', 'prog_two'),
  row('2026-03-01T00:00:00.000Z', 4, 'suspended', 'prog_two'),
  row('2026-03-01T00:00:00.000Z', 5, 'approved', 'prog_two'),
];

// The instant asked for, and the seq, status and program that hold then.
const cases: [string, number | null, string | null, string | null][] = [
  ['2025-12-31T23:59:59.999Z', null, null, null],
  ['2026-01-01T00:00:00.000Z', 1, 'pending', 'prog_one'],
  ['2026-01-05T11:59:59.999Z', 1, 'pending', 'prog_one'],
  ['2026-01-05T12:00:00.000Z', 2, 'approved', 'prog_one'],
  ['2026-02-15T00:00:00.000Z', 3, 'approved', 'prog_two'],
  ['2026-03-01T00:00:00.000Z', 5, 'approved', 'prog_two'],
  ['2030-01-01T00:00:00.000Z', 5, 'approved', 'prog_two'],
];

for (const [at, seq, status, program] of cases) {
  test(`at ${at} the partner is ${status ?? 'nobody yet'}`, () => {
    const found = standingAt(history, new Date(at));
    assert.deepEqual([found?.seq ?? null, found?.status ?? null, found?.program_id ?? null], [seq, status, program]);
    assert.equal(wasApproved(history, new Date(at)), status === 'approved');
  });
}

test('the order of the rows does not matter', () => {
  const shuffled = fc.shuffledSubarray(history, { minLength: history.length });
  fc.assert(
    fc.property(shuffled, fc.constantFrom(...cases), (rows, [at, seq]) => {
      assert.equal(standingAt(rows, new Date(at))?.seq ?? null, seq);
    }),
  );
});
