import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterFolder } from '../../server/platform/postgres/cluster.ts';
import { findServers } from '../../server/platform/postgres/leftovers.ts';
import { OPERATOR, spawnApp } from '../support/spawned-app.ts';
import { openWorld } from '../support/world.ts';

const WITHIN_MS = 20_000;

test('the embedded database, killed alone, is started again under the running app, and nothing is lost', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-supervise-')));
  chmodSync(folder, 0o711);
  const app = await spawnApp({ TRIBUTARY_DATA: folder, LOG_LEVEL: 'fatal' });
  try {
    const world = await openWorld(app.base, OPERATOR, { sandbox: false });
    const program = await world.program();
    const partner = await world.partner(program);
    await world.click(partner);
    const servers = findServers(clusterFolder(folder));
    assert.ok(servers.length > 0, 'the database runs');
    for (const pid of servers) process.kill(pid, 'SIGKILL');

    // A redirect at this very moment is answered from memory, its click waits in the spool.
    await world.click(partner);
    const ready = async (): Promise<boolean> => (await fetch(`${app.base}/readyz`).catch(() => null))?.status === 200;
    for (const until = Date.now() + WITHIN_MS; !(await ready()); await sleep(100))
      assert.ok(Date.now() < until, 'ready again within seconds');
    assert.deepEqual(
      findServers(clusterFolder(folder)).filter((pid) => servers.includes(pid)),
      [],
    );
    const { data } = await world.ok('GET', `/v1/clicks?partner_id=${partner.id}`);
    assert.equal(data.length, 2, 'both clicks are there, once each');
  } finally {
    await app.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
});
