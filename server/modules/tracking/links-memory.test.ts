import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { type Json, unique, type World } from '../../../test/support/world.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { silentLog } from '../../platform/log.ts';
import type { AccountId } from '../../values/id.ts';
import { DaySalts } from './day-salts.ts';
import { LinksMemory, MemoryAway } from './links-memory.ts';
import { destinationOf } from './memory-account.ts';

let app: TestApp;
let world: World;
let partner: Json;
let program: Json;
let memory: LinksMemory;
let asked: number;
let away: boolean;

/** The real database, counted, and cut off at will. */
function watched(database: Database): Database {
  const passed = <T>(work: () => Promise<T>): Promise<T> => {
    if (away) return Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    asked += 1;
    return work();
  };
  return {
    ...database,
    inAccount: (account, work) => passed(() => database.inAccount(account, work)),
    inDirectory: (work) => passed(() => database.inDirectory(work)),
  };
}

before(async () => {
  app = await startApp();
  world = await app.world();
  ({ program, partner } = await world.seller(1000));
});
after(() => app.close());

/** A node of its own: not started, so that it polls when the test says so. */
beforeEach(() => {
  asked = 0;
  away = false;
  const database = watched(app.database);
  memory = new LinksMemory(database, systemClock, silentLog, new DaySalts(database, systemClock));
});

const find = (code = partner.code, slug = world.account.slug) => memory.find(slug, code);

describe('links in memory', () => {
  test('fifty who ask for the same at once share one question', async () => {
    const alone = await count(() => find());
    memory = new LinksMemory(watched(app.database), systemClock, silentLog, new DaySalts(app.database, systemClock));
    asked = 0;
    const found = await Promise.all(Array.from({ length: 50 }, () => find()));
    assert.ok(found.every((each) => each?.link.partnerId === partner.id));
    assert.ok(asked <= alone, `${asked} questions, ${alone} for one`);
    const before = asked;
    assert.equal(memory.look(world.account.slug, partner.code)?.link.partnerId, partner.id);
    assert.equal(asked, before, 'then it is in memory');
  });

  test('an unknown code is asked for once, until something changes', async () => {
    await find();
    const code = unique('nobody');
    assert.equal(await find(code), null);
    assert.equal(await count(() => find(code)), 0);
    const link = await world.ok('POST', '/v1/links', { partner_id: partner.id, url: 'https://shop.example/', code });
    await sleep(250);
    await memory.poll();
    assert.equal((await find(code))?.link.id, link.id);
  });

  test('what cannot be a code or a slug is not asked for', async () => {
    await find();
    for (const code of ['', ' ', 'a b', 'x'.repeat(65), '\u0000', '%', 'a/b'])
      assert.equal(await count(() => find(code)), 0, code);
  });

  test('a thousand guesses do not use up the database', async () => {
    await find();
    const guesses = await Promise.allSettled(Array.from({ length: 1000 }, (_, i) => find(`guess-${i}`)));
    const refused = guesses.filter((guess) => guess.status === 'rejected');
    assert.ok(refused.length > 0 && refused.every(({ reason }) => reason instanceof MemoryAway));
    assert.ok(asked < 600, `${asked} questions`);
  });

  test('a change reaches a node that serves the account with its next poll, and one that does not when it is clicked', async () => {
    for (const warm of [true, false]) {
      await find();
      if (warm) memory.look(world.account.slug, partner.code);
      const url = `https://shop.example/${unique('page')}`;
      await world.ok('PATCH', `/v1/programs/${program.id}`, { default_url: url });
      // One that was only just read rests for a moment; how long depends on the machine.
      let base: string | undefined;
      for (let tries = 0; base !== url && tries < 100; tries += 1) {
        await memory.poll();
        const found = (await find())!;
        base = destinationOf(found.account, found.link)?.base;
        if (base !== url) await sleep(50);
      }
      assert.equal(base, url);
    }
  });

  test('what this process changed is read again before the next click', async () => {
    await find();
    const url = `https://shop.example/${unique('page')}`;
    await world.ok('PATCH', `/v1/programs/${program.id}`, { default_url: url });
    memory.noticeChange(world.account.id as AccountId);
    assert.equal(memory.look(world.account.slug, partner.code), undefined);
    const found = (await find())!;
    assert.equal(destinationOf(found.account, found.link)?.base, url);
  });

  test('a sandbox’s time is noticed at once, and is not put back by what was asked before', async () => {
    const other = await app.world();
    const { partner: own } = await other.seller(1000);
    const { account } = (await find(own.code, other.account.slug))!;
    const polling = memory.poll();
    memory.noticeClock(account.id, 86_400_000);
    await polling;
    assert.equal(account.offsetMs, 86_400_000);
    await other.clock(3);
    await memory.poll();
    const now = (await find(own.code, other.account.slug))!.account;
    assert.ok(now.offsetMs > 2.9 * 86_400_000, String(now.offsetMs));
  });

  test('while the database is away, what is held is served; what nobody can know is not called unknown', async () => {
    await find();
    away = true;
    await memory.poll();
    assert.equal((await find())?.link.partnerId, partner.id);
    await assert.rejects(find('made-since'), MemoryAway);
    await assert.rejects(find('any', 'another-account'), MemoryAway);
    away = false;
    await memory.poll();
    assert.equal(await find('any', 'another-account'), null);
  });

  test('before the first click all is there already', async () => {
    await memory.start();
    try {
      assert.equal(memory.look(world.account.slug, partner.code)?.link.partnerId, partner.id);
    } finally {
      await memory.stop();
    }
  });
});

async function count(work: () => Promise<unknown>): Promise<number> {
  const before = asked;
  await work();
  return asked - before;
}
