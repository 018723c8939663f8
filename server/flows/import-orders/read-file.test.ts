import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openCsv } from './read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-read-'));
function put(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
async function readAll(file: string): Promise<string[]> {
  const { header, records } = await openCsv(file, ',');
  const found = [header.join('|')];
  for await (const parcel of records)
    for (const { line, cells } of parcel) found.push(`${line}: ${cells?.join('|') ?? 'corrupt'}`);
  return found;
}

const text = '\uFEFFno,what\r\n1,é€😀\r\n2,"a\r\nb"\r\n3,end';
const whole = ['no|what', '2: 1|é€😀', '3: 2|a\nb', '5: 3|end'];

test('plain and gzipped files read alike, whatever their names', async () => {
  assert.deepEqual(await readAll(put('plain.gz', text)), whole);
  assert.deepEqual(await readAll(put('zipped.csv', gzipSync(text))), whole);
});

test('a character on the border of two parcels stays whole', async () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => `${index},€€€😀`);
  const found = await readAll(put('long.csv', ['no,what', ...rows].join('\n')));
  assert.equal(found.length, 30_001);
  assert.ok(found.slice(1).every((one) => one.endsWith('|€€€😀')));
});

test('a line without an end is one corrupt line', async () => {
  const found = await readAll(put('endless.csv', `no,what\n1,a\n2,${'x'.repeat(3 * 1024 * 1024)}\n3,c\n`));
  assert.deepEqual(found, ['no|what', '2: 1|a', '3: corrupt', '4: 3|c']);
});

test('a file that cannot be read is one line of text', async () => {
  const cut = gzipSync(
    ['no,what', ...Array.from({ length: 50_000 }, (_, index) => `${index},${index * 7919}`)].join('\n'),
  );
  const table: [string, RegExp][] = [
    [join(folder, 'none.csv'), /There is no file/],
    [put('empty.csv', ''), /is empty/],
    [put('cut.gz', cut.subarray(0, cut.length / 2)), /cut off/],
    [folder, /cannot be read/],
  ];
  for (const [file, message] of table) await assert.rejects(() => readAll(file), { name: 'Error', message });
});
