import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { createAddressReader } from './client-address.ts';

const request = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: {
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
      forwarded: 'for=9.9.9.9',
      'x-real-ip': '9.9.9.9',
    },
  }) as unknown as IncomingMessage;

for (const [says, trust, remote, forwarded, expected] of [
  ['nobody is believed unless named', false, '203.0.113.7', '1.2.3.4', '203.0.113.7'],
  ['an empty list is nobody', [], '203.0.113.7', '1.2.3.4', '203.0.113.7'],
  ['a proxy that is named is believed', ['10.0.0.1'], '10.0.0.1', '1.2.3.4', '1.2.3.4'],
  ['a stranger is not', ['10.0.0.1'], '203.0.113.7', '1.2.3.4', '203.0.113.7'],
  ['only the last that a trusted one saw', ['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
  ['by name of a range', ['loopback'], '127.0.0.1', '1.2.3.4', '1.2.3.4'],
  ['through IPv6', ['loopback'], '::ffff:127.0.0.1', '2001:db8::1', '2001:db8::1'],
  ['IPv4 in IPv6 is IPv4', false, '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['a broken header', ['loopback'], '127.0.0.1', ', ,', '127.0.0.1'],
  ['a connection that is gone', false, undefined, undefined, ''],
] as const) {
  test(`the client's address: ${says}`, () =>
    assert.equal(createAddressReader(trust as string[] | false)(request(remote, forwarded)), expected));
}

test('what is no address cannot be trusted', () =>
  assert.throws(() => createAddressReader(['everybody']), /TRUST_PROXY must name/));
