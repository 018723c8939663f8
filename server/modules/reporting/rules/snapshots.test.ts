import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chooseUpto, isFromElsewhere, sawNothing } from './snapshots.ts';

describe('a fold goes', () => {
  const cases: [says: string, seen: string, now: string, writer: string | null, upto: string][] = [
    ['as far as it sees, where little waits', '10:10:', '50:60:50,55', null, '50:60:50,55'],
    ['to the writer of the last welcome fact, that one included', '10:10:', '50:60:50', '20', '21:21:'],
    [
      'as far as it sees, where an older transaction than the writer is under way',
      '10:10:',
      '15:60:15',
      '20',
      '15:60:15',
    ],
    ['as far as it sees, where what was seen lies beyond the writer', '10:40:10', '50:50:', '20', '50:50:'],
    ['on from nothing', sawNothing, '50:50:', '7', '8:8:'],
  ];
  for (const [says, seen, now, writer, upto] of cases)
    test(says, () => assert.equal(chooseUpto(seen, now, writer), upto));
});

test('a snapshot of transactions that are still to come was taken elsewhere', () => {
  assert.equal(isFromElsewhere('100:120:101', '90:100:'), true);
  assert.equal(isFromElsewhere('100:120:101', '110:120:'), false);
  assert.equal(isFromElsewhere(sawNothing, '5:5:'), false);
});
