import { test } from 'node:test';
import { sendWhileKilled } from '../../../test/support/killed-senders.ts';

test('300 messages arrive once each, however often the workers die', { timeout: 120_000 }, (t) =>
  sendWhileKilled(300, (line) => t.diagnostic(line)),
);
