import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionAt } from './version-at.ts';

const version = (programId: string, number: number, fromAt: string) => ({
  programId,
  number,
  fromAt: new Date(fromAt),
});
const versions = [
  version('a', 1, '2026-01-01T00:00:00Z'),
  version('a', 2, '2026-02-01T00:00:00Z'),
  version('a', 3, '2026-02-01T00:00:00Z'),
  version('b', 1, '2026-01-15T00:00:00Z'),
];

for (const [says, program, at, expected] of [
  ['before the program its first version holds', 'a', '2025-06-01T00:00:00Z', 1],
  ['a version holds from its first millisecond', 'a', '2026-01-01T00:00:00Z', 1],
  ['the version before holds until the last millisecond', 'a', '2026-01-31T23:59:59.999Z', 1],
  ['of two versions of one instant the later one holds', 'a', '2026-02-01T00:00:00Z', 3],
  ['the newest holds from then on', 'a', '2030-01-01T00:00:00Z', 3],
  ['programs are kept apart', 'b', '2030-01-01T00:00:00Z', 1],
  ['an unknown program has none', 'c', '2030-01-01T00:00:00Z', undefined],
] as const) {
  test(says, () => assert.equal(versionAt(versions, program, new Date(at))?.number, expected));
}
