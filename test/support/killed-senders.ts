import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resendMessage } from '../../server/modules/messaging/resend-message.ts';
import { writeMessage } from '../../server/modules/messaging/write-message.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

const LEASE_MS = 1500;
/** Connections of one worker: so many messages may be at the uncertain moment when it dies. */
const UNDER_WAY = 4;

/**
 * Sends `count` messages by two workers that are killed again and again. Each must arrive once; the few whose worker died
 * between handing over and answer must say so, and sending those again that did not arrive makes the number whole.
 */
export async function sendWhileKilled(count: number, log: (line: string) => void): Promise<void> {
  const sink = await openMailSink();
  const office = await openPostOffice({ clock: systemClock });
  try {
    await prepare(office, sink, count);
    const kills = await workAndKill(office, count);
    const messages = await office.messages();
    const arrived = idsOf(sink);
    assert.equal(new Set(arrived).size, arrived.length, 'a message arrived twice');
    const uncertain = messages.filter((message) => message.uncertain);
    log(`${count} messages, ${kills} kills, ${arrived.length} arrived, ${uncertain.length} uncertain`);
    assert.ok(kills >= 3, 'too few kills to say anything');
    assert.ok(uncertain.length <= kills * UNDER_WAY);
    const known = new Set(arrived);
    for (const { id, state, uncertain: isUncertain } of messages) {
      if (!isUncertain) assert.deepEqual([state, known.has(id)], ['sent', true], id);
    }
    await sendTheRest(
      office,
      uncertain.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    );
    const all = idsOf(sink);
    assert.deepEqual([all.length, new Set(all).size], [count, count]);
  } finally {
    await office.close();
    await sink.close();
  }
}

async function prepare(office: PostOffice, sink: MailSink, count: number): Promise<void> {
  const server = { host: '127.0.0.1', port: sink.port, security: 'none' };
  await office.settings({ server, from: { name: null, address: 'partners@shop.example' } });
  const partners: string[] = [];
  for (let index = 0; index < 20; index += 1)
    partners.push(await office.partner(`P ${index}`, `p${index}@example.com`));
  const facts = { amount: 600, currency: 'USD' };
  await office.within(async (context) => {
    for (let index = 0; index < count; index += 1) {
      const partnerId = partners[index % partners.length]!;
      await writeMessage(context, { kind: 'commission_earned', partnerId, event: 'test', subjectId: null, facts });
    }
  });
}

function startWorker(office: PostOffice): ChildProcess {
  const file = join(import.meta.dirname, 'mail-worker.ts');
  return spawn(process.execPath, [file, office.ownerUrl, String(LEASE_MS)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** A worker that ends by itself before it was at work is a mistake of ours, and no kill. */
async function atWork(worker: ChildProcess): Promise<void> {
  const ended = once(worker, 'exit').then(() => assert.fail('a worker ended by itself'));
  await Promise.race([once(worker.stdout!, 'data'), ended]);
  ended.catch(() => {});
}

async function workAndKill(office: PostOffice, count: number): Promise<number> {
  const workers = [startWorker(office), startWorker(office)];
  let kills = 0;
  while ((await office.countQueued()) > 0) {
    const [oldest] = workers.splice(0, 1);
    await atWork(oldest!);
    // Long enough to get something done, of a length that falls on every moment.
    await sleep(400 + ((kills * 337) % 900));
    oldest!.kill('SIGKILL');
    kills += 1;
    workers.push(startWorker(office));
    assert.ok(kills < 50 + count, 'it does not come to an end');
  }
  for (const worker of workers) worker.kill('SIGKILL');
  return kills;
}

async function sendTheRest(office: PostOffice, ids: readonly string[]): Promise<void> {
  for (const id of ids) await office.within((context) => resendMessage(context, id));
  const worker = startWorker(office);
  for (let looks = 0; looks < 600 && (await office.countQueued()) > 0; looks += 1) await sleep(50);
  worker.kill('SIGKILL');
}

/** Our id stands before the @ of the Message-ID. */
function idsOf(sink: MailSink): string[] {
  return sink.received.map(({ raw }) => /^Message-ID: <([^@]+)@/im.exec(raw.toString('latin1'))![1]!);
}
