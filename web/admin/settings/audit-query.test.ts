import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditQuery } from './audit-query.ts';

test('days are those of the account, the last one as a whole', () => {
  const query = auditQuery({ act: 'key_created', from: '2026-03-28', to: '2026-03-29', limit: '25' }, 'Europe/Berlin');
  // The second of the two days has 23 hours.
  assert.deepEqual(query, {
    act: 'key_created',
    limit: '25',
    from: '2026-03-27T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
});

test('what is no day is left out', () => {
  assert.deepEqual(auditQuery({ from: 'x', to: '2026-99-99' }, 'UTC'), {});
});
