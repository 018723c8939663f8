import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { CLICK_COLUMNS } from './queries-writer.ts';
import { readSpool, Spool } from './spool.ts';

let folder: string;
let spool: Spool;
const clock = { now: () => new Date('2026-01-05T10:00:00Z') };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-spool-'));
  spool = new Spool(folder, clock);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function readAll(): Promise<{ rows: string[]; torn: number }> {
  const rows: string[] = [];
  let torn = 0;
  for (const name of readdirSync(folder)
    .filter((name) => name.endsWith('.spool'))
    .sort()) {
    for await (const part of readSpool(join(folder, name), 2)) {
      assert.equal(part.columns, CLICK_COLUMNS);
      rows.push(...part.rows);
      torn += part.torn;
    }
  }
  return { rows, torn };
}

describe('the spool', () => {
  test('gives back what it took, in order, line breaks of all scripts included', async () => {
    const rows = ['a\tb\n', 'label \u2028 \u2029 \u0085 \r é 😀\n', 'c\\n\td\n', 'e\n', 'f\n'];
    await spool.append(rows.slice(0, 2));
    await spool.append(rows.slice(2));
    assert.deepEqual(await readAll(), { rows, torn: 0 });
  });

  test('a file is waiting once it is closed', async () => {
    await spool.append(['a\n']);
    assert.deepEqual([spool.isOpen, spool.isEmpty, await spool.waiting()], [true, false, []]);
    await spool.seal();
    const [name] = await spool.waiting();
    assert.ok(name);
    await spool.append(['b\n']);
    assert.deepEqual(await spool.waiting(), [name]);
    await spool.seal();
    await spool.remove(name);
    const [other] = await spool.waiting();
    assert.equal(spool.isEmpty, false);
    await spool.remove(other!);
    assert.deepEqual([spool.isEmpty, await spool.waiting()], [true, []]);
    assert.equal(new Spool(folder, clock).isEmpty, true);
  });

  test('a torn end costs the torn line only, wherever it is torn', async () => {
    await spool.append(['first\n', 'second\n', 'third\n']);
    await spool.seal();
    const file = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(file);
    const last = whole.length - 'third\n'.length - 9;
    for (let length = last + 1; length < whole.length - 1; length += 1) {
      writeFileSync(file, whole);
      truncateSync(file, length);
      assert.deepEqual(await readAll(), { rows: ['first\n', 'second\n'], torn: 1 }, `cut at ${length}`);
    }
  });

  test('bytes that a crash left behind are no click', async () => {
    await spool.append(['first\n']);
    await spool.seal();
    const file = join(folder, readdirSync(folder)[0]!);
    appendFileSync(file, Buffer.alloc(300));
    appendFileSync(file, '\n00000000\tforged\n');
    assert.deepEqual(await readAll(), { rows: ['first\n'], torn: 2 });
  });

  test('appends and closings at once lose nothing', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `row ${i}\n`);
    await Promise.all(rows.flatMap((row) => [spool.append([row]), spool.seal()]));
    assert.deepEqual((await readAll()).rows.sort(), rows.sort());
  });

  test('a folder that is gone is an error, and the next append tries again', async () => {
    await spool.append(['a\n']);
    await spool.seal();
    rmSync(folder, { recursive: true });
    await assert.rejects(spool.append(['b\n']), { code: 'ENOENT' });
    await spool.prepare();
    await spool.append(['c\n']);
    assert.deepEqual((await readAll()).rows, ['c\n']);
  });
});

test('a file that is only being begun is not taken for one that is done', async () => {
  for (let n = 0; n < 30; n += 1) {
    const own = new Spool(mkdtempSync(join(folder, 'begun-')), clock);
    await own.prepare();
    let begun = false;
    const appending = own.append(['a\n']).then(() => {
      begun = true;
    });
    while (!begun) assert.deepEqual(await own.waiting(), []);
    await appending;
    await own.seal();
    assert.equal((await own.waiting()).length, 1);
  }
});
