import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOfOrigin, networkOf } from './host-of.ts';

test('an IPv6 network is one neighbour, an IPv4 address another', () => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['nonsense', 'nonsense'],
  ] as const)
    assert.equal(networkOf(address), network, address);
});

test('an origin names its host, with a port that is not the usual one', () => {
  for (const [origin, host] of [
    ['https://shop.example', 'shop.example'],
    ['http://shop.example:8080', 'shop.example:8080'],
    ['null', null],
    [undefined, null],
  ] as const)
    assert.equal(hostOfOrigin(origin), host);
});
