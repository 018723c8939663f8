import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileKeyOf, findUpload } from '../../server/modules/promo/index.ts';
import { quiet, restoreBackup, writeBackup } from '../../server/platform/backup/index.ts';
import { DiskStore } from '../../server/platform/files/index.ts';
import { silentLog } from '../../server/platform/log.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

describe('a backup holds uploaded files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-backup-files-'));
  let app: TestApp;
  let target: FreshDatabase;
  before(async () => {
    app = await startApp();
    target = await freshDatabase();
  });
  after(async () => {
    await app.close();
    await target.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('of every account, whole, and those that are gone cost no other', async () => {
    const [before, after] = [new DiskStore(join(folder, 'before')), new DiskStore(join(folder, 'after'))];
    const kept = new Map<string, Buffer>();
    for (const size of [1, 256 * 1024, 600_001]) {
      const world = await app.world();
      const bytes = Buffer.from(Array.from({ length: size }, (_, i) => 97 + ((i * 7) % 26)));
      const { body } = await world.call('POST', '/v1/uploads?name=a.txt', bytes);
      const row = await app.database.inAccount(world.account.id, (tx) => findUpload(tx, world.account.id, body.id));
      const key = fileKeyOf(world.account.id, row!);
      await before.put(key, bytes);
      kept.set(key, bytes);
      // One whose bytes were deleted after the backup saw its row.
      await world.call('POST', '/v1/uploads?name=gone.txt', Buffer.from('gone'));
    }
    const file = join(folder, 'backup');
    const secret = { value: 'a secret of thirty-two characters or more', isKeptOutside: false };
    const report = await writeBackup(app.ownerUrl, { file, now: new Date(), secret, progress: quiet, files: before });
    assert.equal(report.rows['files'], 1 + 1 + 3);
    const unchanged = { apply: () => {}, undo: () => {} };
    const how = { file, now: () => new Date(), log: silentLog, progress: quiet, secret: unchanged };
    await restoreBackup(target.ownerUrl, { ...how, files: after });
    for (const [key, bytes] of kept) assert.ok(bytes.equals((await after.get(key))!), key);
    const folders = readdirSync(join(folder, 'after'));
    assert.equal(folders.flatMap((name) => readdirSync(join(folder, 'after', name))).length, kept.size);
  });
});
