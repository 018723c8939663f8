import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { OutgoingRefused, requestOutgoing, resolveOutgoing } from './outgoing.ts';
import { isPublicAddress } from './public-address.ts';

describe('an address', () => {
  const inward = [
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '192.0.2.1',
      '198.18.0.1',
      '::',
      '::1',
      'fe80::1',
      'fec0::1',
      'fc00::1',
      'fd12:3456::1',
    ],
    ...[
      'ff02::1',
      '2001:db8::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '64:ff9b::10.0.0.1',
      '2002:7f00:1::',
      '2001::1',
    ],
    ...['fe80::1%eth0', '127.1', 'localhost', '', '64:ff9b:1::1'],
  ];
  for (const address of inward)
    test(`${address || '(empty)'} is none of the world's`, () => assert.equal(isPublicAddress(address), false));
  for (const address of [
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:4001:830::200e',
    '::ffff:93.184.216.34',
    '64:ff9b::5db8:d822',
  ])
    test(`${address} is the world's`, () => assert.equal(isPublicAddress(address), true));
});

describe('what goes out', () => {
  const reasonOf = (error: unknown) => (error instanceof OutgoingRefused ? error.reason : String(error));

  test('a name with one inward address is refused whole', async () => {
    const lookup = async () => ['93.184.216.34', '10.0.0.1'];
    assert.equal(
      await resolveOutgoing('shop.example', { allowPrivate: false, lookup }).catch(reasonOf),
      'points_inward',
    );
    assert.deepEqual(await resolveOutgoing('shop.example', { allowPrivate: true, lookup }), [
      '93.184.216.34',
      '10.0.0.1',
    ]);
  });

  test('a name that is not known is said to be so', async () => {
    const lookup = async () => {
      throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    };
    assert.equal(
      await resolveOutgoing('nobody.example', { allowPrivate: false, lookup }).catch(reasonOf),
      'unknown_host',
    );
    assert.equal(await requestOutgoing('http://[::1]/', { allowPrivate: false }).catch(reasonOf), 'points_inward');
    assert.equal(await requestOutgoing('file:///etc/passwd', { allowPrivate: true }).catch(reasonOf), 'bad_address');
  });

  test('a request goes to the checked address under the name, follows nothing, and reads no more than it should', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/large') return void response.end('x'.repeat(5000));
      if (request.url === '/silent') return;
      response.writeHead(302, { location: 'http://127.0.0.1/', 'x-host': request.headers.host }).end('moved');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const rules = { allowPrivate: true, lookup: async () => ['127.0.0.1'] };
    const base = `http://shop.example:${port}`;
    const answer = await requestOutgoing(`${base}/a?b=c`, rules, { method: 'POST', body: 'hello' });
    assert.deepEqual(
      [answer.status, answer.headers['x-host'], answer.body.toString()],
      [302, `shop.example:${port}`, 'moved'],
    );
    assert.equal(await requestOutgoing(`${base}/large`, rules, { most: 1000 }).catch(reasonOf), 'too_large');
    assert.equal(await requestOutgoing(`${base}/silent`, rules, { timeoutMs: 100 }).catch(reasonOf), 'timed_out');
    server.closeAllConnections();
    server.close();
  });
});
