import { test } from 'node:test';
import { sendWhileKilled } from '../../../test/support/killed-senders.ts';

test('10,000 messages arrive once each, however often the workers die', { timeout: 900_000 }, (t) =>
  sendWhileKilled(10_000, (line) => t.diagnostic(line)),
);
