import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exportAccount } from '../../server/flows/export-account/index.ts';
import { importAccount } from '../../server/flows/import-account/index.ts';
import { findAccount } from '../../server/modules/accounts/index.ts';
import { fileKeyOf, findUpload } from '../../server/modules/promo/index.ts';
import { quiet } from '../../server/platform/backup/index.ts';
import { DiskStore } from '../../server/platform/files/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { World } from '../support/world.ts';

describe('an export holds uploads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-export-uploads-'));
  const [from, to] = [new DiskStore(join(folder, 'from')), new DiskStore(join(folder, 'to'))];
  const file = join(folder, 'export.jsonl');
  const bytes = Buffer.from(Array.from({ length: 600_001 }, (_, i) => 97 + ((i * 7) % 26)));
  let app: TestApp;
  let id: string;
  const accountOf = async (world: World) =>
    (await app.database.inDirectory((tx) => findAccount(tx, world.account.id)))!;
  const take = async (world: World, name: string) =>
    importAccount(app.app.parts, await accountOf(world), name, quiet, to);

  before(async () => {
    app = await startApp();
    const world = await app.world();
    id = (await world.call('POST', '/v1/uploads?name=a.txt', bytes)).body.id;
    await world.ok('POST', '/v1/promo_tools', { kind: 'file', name: 'Guide', upload_id: id, status: 'published' });
    const row = await app.database.inAccount(world.account.id, (tx) => findUpload(tx, world.account.id, id));
    await from.put(fileKeyOf(world.account.id, row!), bytes);
    await exportAccount(app.app.parts, await accountOf(world), file, quiet, from);
  });
  after(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('which lie where the account that takes it keeps its own', async () => {
    const copy = await app.world();
    await take(copy, file);
    const row = await app.database.inAccount(copy.account.id, (tx) => findUpload(tx, copy.account.id, id));
    assert.ok(bytes.equals((await to.get(fileKeyOf(copy.account.id, row!)))!));
    await copy.refused('DELETE', `/v1/uploads/${id}`, undefined, 409, 'in_use');
    const { upload } = (await copy.ok('GET', '/v1/promo_tools')).data[0];
    assert.ok(new URL(upload.url).pathname.startsWith(`/files/${copy.account.slug}-`));
  });

  test('and one whose bytes were changed, or are not all there, is not taken in', async () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const [first, last] = ['"part":0', '"part":2'].map((mark) => lines.findIndex((line) => line.includes(mark)));
    const spoil = async (name: string, spoilt: string[], reason: RegExp) => {
      writeFileSync(join(folder, name), `${spoilt.join('\n')}\n`);
      await assert.rejects(take(await app.world(), join(folder, name)), reason);
    };
    const changed = lines.with(first!, lines[first!]!.replace('"bytes":"YWhv', '"bytes":"ZWhv'));
    assert.ok(changed[first!] !== lines[first!]);
    await spoil('changed', changed, /were changed/);
    await spoil('holey', lines.toSpliced(first!, 1), /a part of a file is missing/);
    await spoil('short', lines.toSpliced(last!, 1), /were changed/);
  });
});
