import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameAgent } from './name-agent.ts';

test('browsers are named with their system, and nothing of what they sent is repeated', () => {
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  assert.equal(nameAgent(`${mac} Version/17.5 Safari/605.1.15`), 'Safari on macOS');
  assert.equal(nameAgent('Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'), 'Firefox on Linux');
  assert.equal(nameAgent(`${mac} Chrome/126.0 Safari/537.36 Edg/126.0`), 'Edge on macOS');
  assert.equal(nameAgent('<script>alert(1)</script>'), null);
  assert.equal(nameAgent(undefined), null);
});
