import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerApplicant, type Known } from './answer-applicant.ts';

const now = new Date('2026-03-31T00:00:00Z');
const since = new Date('2026-03-01T00:00:00Z');

describe('who signs up', () => {
  const cases: [known: Partial<Known>, days: number | null, tell: string][] = [
    [{ status: null, since: null }, null, 'confirm'],
    [{ status: 'approved' }, 0, 'sign_in'],
    [{ status: 'suspended' }, 0, 'sign_in'],
    [{ status: 'pending' }, 0, 'waiting'],
    [{ status: 'rejected' }, null, 'rejected'],
    [{ status: 'rejected' }, 31, 'rejected'],
    [{ status: 'rejected' }, 30, 'confirm'],
    [{ status: 'rejected' }, 0, 'confirm'],
    [{ status: 'rejected', waits: true }, 0, 'waiting'],
  ];
  for (const [known, days, tell] of cases)
    test(`${JSON.stringify(known)} with ${days} days is told ${tell}`, () => {
      assert.equal(answerApplicant({ status: null, since, waits: false, ...known }, days, now).tell, tell);
    });

  test('is told from when on to apply again, where that is ever', () => {
    const rejected: Known = { status: 'rejected', since, waits: false };
    assert.deepEqual(answerApplicant(rejected, 45, now), {
      tell: 'rejected',
      againFrom: new Date('2026-04-15T00:00:00Z'),
    });
    assert.deepEqual(answerApplicant(rejected, null, now), { tell: 'rejected', againFrom: null });
  });
});
