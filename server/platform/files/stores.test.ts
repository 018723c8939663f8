import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { BucketStore, DiskStore, type FileStore } from './index.ts';

const key = (name: string): string => `acct_01/${name}`;

describe('files on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-files-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  keepsFiles(() => new DiskStore(folder));

  test('nothing half-written stays, and what many write at once is whole', async () => {
    const store = new DiskStore(folder);
    const bodies = ['a', 'b', 'c', 'd'].map((letter) => Buffer.alloc(300_000, letter));
    await Promise.all(bodies.map((bytes) => store.put(key('same'), bytes)));
    const kept = await store.get(key('same'));
    assert.ok(bodies.some((bytes) => bytes.equals(kept!)));
    assert.deepEqual(
      readdirSync(join(folder, 'acct_01')).filter((name) => name.includes('.')),
      [],
    );
  });
});

describe('files in a bucket', () => {
  const kept = new Map<string, Buffer>();
  const secret = 'a secret of the bucket';
  let server: Server;
  let url: string;
  before(async () => {
    server = createServer(async (request, response) => {
      const body = await bytesOf(request);
      const path = request.url!;
      if (!isSigned(request, body, secret))
        return void response.writeHead(403).end('<Code>SignatureDoesNotMatch</Code>');
      if (request.method === 'PUT') kept.set(path, body);
      if (request.method === 'DELETE') kept.delete(path);
      const found = kept.get(path);
      if (request.method === 'GET') return void response.writeHead(found ? 200 : 404).end(found);
      response.writeHead(request.method === 'PUT' ? 200 : 204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/my-bucket`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const open = (more = {}): BucketStore =>
    new BucketStore({ url, region: 'eu-central-1', keyId: 'AKIA', secret, allowPrivate: true, ...more });
  keepsFiles(open);

  test('a request with another secret is not taken, and that is an error', async () => {
    const stranger = open({ secret: 'guessed' });
    await assert.rejects(stranger.put(key('x'), Buffer.from('x'), 'text/plain'), /PUT with 403/);
    await assert.rejects(stranger.get(key('x')), /GET with 403/);
    await assert.rejects(stranger.remove(key('x')), /DELETE with 403/);
  });

  test('an address of our own network is not asked unless the operator says so', async () => {
    await assert.rejects(open({ allowPrivate: false }).get(key('x')), /not public/);
  });

  test('a bucket that is away is an error, never an empty answer', async () => {
    await assert.rejects(open({ url: 'http://127.0.0.1:1/bucket' }).get(key('x')), /ECONNREFUSED/);
  });
});

/** What every store must do. */
function keepsFiles(open: () => FileStore): void {
  test('gives back what was put, replaces it whole, and forgets it', async () => {
    const store = open();
    assert.equal(await store.get(key('one')), null);
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
    await store.put(key('one'), bytes, 'image/png');
    assert.ok(bytes.equals((await store.get(key('one')))!));
    await store.put(key('one'), Buffer.from('short'), 'text/plain');
    assert.equal((await store.get(key('one')))!.toString(), 'short');
    await store.remove(key('one'));
    await store.remove(key('one'));
    assert.equal(await store.get(key('one')), null);
  });

  test('takes no key that leads elsewhere', async () => {
    const store = open();
    for (const bad of ['../x', 'a/../../x', '/etc/passwd', 'a/b/c', 'a\\b', 'a/', 'x', 'a/b?c', 'a/b%2f', 'a/\0'])
      await assert.rejects(async () => store.put(bad, Buffer.from('x'), 'text/plain'), /another form/, bad);
  });
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const hmac = (by: string | Buffer, text: string): Buffer => createHmac('sha256', by).update(text).digest();
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Works the signature out anew from what arrived (AWS Signature Version 4), apart from the library that made it. */
function isSigned({ method, url, headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/((\d{8})\/([\w-]+)\/s3\/aws4_request), SignedHeaders=([\w;-]+), Signature=(\w{64})$/;
  const [, keyId, scope, day, region, names, signature] = form.exec(headers.authorization ?? '') ?? [];
  if (keyId !== 'AKIA' || !scope || !day || !region || !names) return false;
  const said = String(headers['x-amz-content-sha256']);
  if (said !== 'UNSIGNED-PAYLOAD' && said !== sha256(body)) return false;
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, url, '', lines.join(''), names, said].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (by, part) => hmac(by, part),
    `AWS4${secret}`,
  );
  return hmac(key, toSign).toString('hex') === signature;
}
