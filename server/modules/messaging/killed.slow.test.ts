import { test } from 'node:test';
import { sendWhileKilled } from '../../../test/support/killed-senders.ts';

/** TRIBUTARY_MESSAGES makes it as long as one likes; ten thousand have been seen to arrive once each. */
const count = Number(process.env['TRIBUTARY_MESSAGES'] ?? 2000);

test(`${count} messages arrive once each, however often the workers die`, { timeout: 900_000 }, (t) =>
  sendWhileKilled(count, (line) => t.diagnostic(line)),
);
