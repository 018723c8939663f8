import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { type MailSink, openMailSink } from '../../../test/support/mail-sink.ts';
import { type HandClock, handClock, openPostOffice, type PostOffice } from '../../../test/support/post-office.ts';
import type { Tx } from '../../platform/db.ts';
import { HOUR, MINUTE, SECOND } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { changeContact } from '../partners/index.ts';
import { mailSettingsPut } from './contract.ts';
import { eraseMessagesOf } from './erase-messages.ts';
import { putFrequency } from './queries-wishes.ts';
import { resendMessage } from './resend-message.ts';
import { sendMessageTo } from './send-to.ts';
import { changeMailSetup } from './settings.ts';
import { startSending } from './start-sending.ts';
import { suppress } from './suppress.ts';

const earned = (partnerId: string, more: Record<string, unknown> = {}) => ({
  kind: 'commission_earned',
  subject: 'ord_1',
  partnerId,
  data: { amount: 600, currency: 'USD', products: ['Mug'], ...more },
});

describe('sending', () => {
  let office: PostOffice;
  let sink: MailSink;
  let clock: HandClock;
  const noon = new Date('2026-03-02T12:00:00Z');
  const serverOf = (more: Record<string, unknown> = {}) => ({
    server: { host: '127.0.0.1', port: sink.port, security: 'none', user: 'maria' },
    from: { name: 'Gift Shop', address: 'partners@shop.example' },
    password: 'secret',
    owner_address: 'owner@shop.example',
    ...more,
  });

  before(async () => {
    clock = handClock(noon);
    sink = await openMailSink({ user: 'maria', password: 'secret' });
    office = await openPostOffice({ clock });
  });
  beforeEach(async () => {
    await settleAll();
    sink.received.length = 0;
    sink.trouble = () => null;
    clock.forward(HOUR);
    await office.settings(serverOf());
  });
  after(async () => {
    await office.close();
    await sink.close();
  });

  /** Works until nothing is ready at this instant, or nothing moves. */
  async function work(): Promise<void> {
    const working = startSending(office.parts, { pollMs: 20 });
    let [before, still] = [-1, 0];
    while (still < 40) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const waiting = await office.within(({ tx }) => countReady(tx, clock.now()));
      if (waiting === 0) break;
      still = waiting === before ? still + 1 : 0;
      before = waiting;
    }
    await working.stop();
  }
  async function settleAll(): Promise<void> {
    sink.trouble = () => null;
    for (
      let rounds = 0;
      rounds < 20 && (await office.messages()).some(({ state }) => state === 'queued');
      rounds += 1
    ) {
      await work();
      clock.forward(24 * HOUR);
    }
  }
  const last = async () => (await office.messages()).at(-1)!;

  test('a message arrives once, with both twins, the sender, and a way out', async () => {
    const bo = await office.partner('Bo <b>', 'bo@example.com');
    await office.announce(earned(bo));
    assert.equal((await last()).state, 'queued');
    await work();
    const [mail] = await sink.parsed();
    assert.equal(sink.received.length, 1);
    assert.equal(mail?.subject, 'You earned $6.00');
    assert.match(
      mail?.text ?? '',
      /Hello Bo <b>,\n\na sale came in through you on March 2, 2026, and you earned \$6\.00 for Mug\./,
    );
    assert.match(String(mail?.html), /<strong>\$6\.00<\/strong>/);
    assert.match(String(mail?.html), /Hello Bo &lt;b&gt;/);
    assert.match(sink.received[0]!.raw.toString(), /List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
    const row = await last();
    assert.deepEqual([row.state, row.to, row.attempts, row.uncertain], ['sent', 'bo@example.com', 1, false]);
    assert.equal(mail?.messageId, `<${row.id}@shop.example>`);
  });

  test('without a server messages are captured, and can be sent once there is one', async () => {
    const eva = await office.partner('Eva', 'eva@example.com');
    await office.settings({ ...serverOf(), server: null });
    await office.announce(earned(eva));
    await work();
    const row = await last();
    assert.deepEqual([row.state, row.subject, sink.received.length], ['captured', 'You earned $6.00', 0]);
    await office.settings(serverOf());
    await office.within((context) => resendMessage(context, row.id));
    await work();
    assert.deepEqual([(await last()).state, sink.received.length], ['sent', 1]);
  });

  test('what is refused for now is tried again later, and arrives once', async () => {
    const ida = await office.partner('Ida', 'ida@example.com');
    sink.trouble = (moment) => (moment === 'end' ? 'later' : null);
    await office.announce(earned(ida));
    await work();
    const waiting = await last();
    assert.deepEqual([waiting.state, waiting.attempts], ['queued', 1]);
    assert.match(waiting.detail!, /^connected, refused the message: 451/);
    sink.trouble = () => null;
    await work();
    assert.equal(sink.received.length, 0, 'it waits');
    clock.forward(MINUTE);
    await work();
    assert.deepEqual([(await last()).state, (await last()).attempts, sink.received.length], ['sent', 2, 1]);
  });

  test('whose mailbox there is none is written to no more', async () => {
    const kim = await office.partner('Kim', 'kim@example.com');
    sink.trouble = (moment, address) => (moment === 'rcpt' && address === 'kim@example.com' ? 'refuse' : null);
    await office.announce(earned(kim));
    await work();
    const failed = await last();
    assert.deepEqual(
      [failed.state, failed.detail],
      ['failed', 'connected, refused the recipient: 550 5.1.1 No such user here'],
    );
    await office.announce(earned(kim));
    await work();
    assert.deepEqual(
      [(await last()).state, (await last()).detail],
      ['suppressed', 'this address came back or complained'],
    );
    assert.equal(sink.received.length, 0);
  });

  test('a line dropped after the message is uncertain: said so, and not sent again by itself', async () => {
    for (const trouble of ['taken-drop', 'drop'] as const) {
      sink.received.length = 0;
      const lea = await office.partner('Lea', `${trouble}@example.com`);
      sink.trouble = (moment) => (moment === 'end' ? trouble : null);
      await office.announce(earned(lea));
      await work();
      const row = await last();
      assert.deepEqual([row.state, row.uncertain], ['failed', true]);
      assert.match(row.detail!, /may have arrived/);
      sink.trouble = () => null;
      clock.forward(48 * HOUR);
      await work();
      assert.equal(sink.received.length, trouble === 'drop' ? 0 : 1);
    }
  });

  test('a server that lets nobody in costs no message: all wait, and go when it does', async () => {
    await office.settings(serverOf({ password: 'wrong' }));
    const mia = await office.partner('Mia', 'mia@example.com');
    for (let count = 0; count < 12; count += 1) await office.announce(earned(mia));
    await work();
    assert.match(
      (await office.messages()).find(({ state, attempts }) => state === 'queued' && attempts > 0)!.detail!,
      /^connected, refused to log in: 535/,
    );
    await office.settings(serverOf());
    clock.forward(2 * MINUTE);
    await work();
    assert.equal(sink.received.length, 12);
  });

  test('a limit per minute spreads messages, and lets a sign-in link pass', async () => {
    await office.settings(serverOf({ per_minute: 4 }));
    const noa = await office.partner('Noa', 'noa@example.com');
    for (let count = 0; count < 6; count += 1) await office.announce(earned(noa));
    const counts: number[] = [];
    for (let seconds = 0; seconds <= 90; seconds += 15) {
      await work();
      if (seconds === 0) await office.within((context) => sendMessageTo(context, signIn('noa@example.com')));
      counts.push(sink.received.length);
      clock.forward(15 * SECOND);
    }
    assert.deepEqual(counts, [1, 3, 4, 5, 6, 7, 7]);
    const early = (await sink.parsed()).slice(0, 3).map((mail) => mail.subject);
    assert.ok(early.includes('Your sign-in link for Gift Shop'), early.join());
  });

  test('at night only what is about access or money goes out', async () => {
    await office.settings(serverOf({ quiet_hours: { from: '20:00', to: '08:00' } }));
    clock.set(new Date('2027-03-02T23:00:00Z'));
    const pia = await office.partner('Pia', 'pia@example.com');
    await office.announce(earned(pia));
    await office.announce({
      kind: 'payout_paid',
      subject: 'pay_1',
      partnerId: pia,
      data: { amount: 600, currency: 'USD', method: 'paypal' },
    });
    await work();
    assert.deepEqual(
      (await sink.parsed()).map((mail) => mail.subject),
      ['$6.00 is on its way to you'],
    );
    clock.set(new Date('2027-03-03T08:00:00Z'));
    await work();
    assert.equal(sink.received.length, 2);
  });

  test('who unsubscribed while it waited gets nothing', async () => {
    const tom = await office.partner('Tom', 'tom@example.com');
    await office.announce(earned(tom));
    await office.within(({ tx, accountId, now }) => putFrequency(tx, accountId, tom, 'none', now));
    await work();
    assert.deepEqual(
      [(await last()).state, (await last()).detail, sink.received.length],
      ['suppressed', 'unsubscribed', 0],
    );
  });

  test('a complaint stops everything to that address, and a new address is written to', async () => {
    const una = await office.partner('Una', 'una@example.com');
    const contactOf = async () => (await office.messages()).at(-1)!.contact_id!;
    await office.announce(earned(una));
    await work();
    const contact = await contactOf();
    await office.within((context) => suppress(context, contact, 'UNA@example.com', 'complaint', null));
    await office.announce(earned(una));
    await work();
    assert.equal((await last()).state, 'suppressed');
    await office.within((context) => changeContact(context, contact, { email: 'una@new.example' }));
    await office.announce(earned(una));
    await work();
    assert.deepEqual([(await last()).state, (await last()).to], ['sent', 'una@new.example']);
  });

  test('a link that lets somebody in is sent, and not shown in lists', async () => {
    const id = await office.within((context) => sendMessageTo(context, signIn('sam@example.com')));
    await work();
    assert.match((await sink.parsed())[0]?.text ?? '', /https:\/\/go\.example\/in\/secret/);
    const row = await last();
    assert.deepEqual([row.id, row.state, row.to, row.links], [id, 'sent', 'sam@example.com', []]);
    assert.doesNotMatch(JSON.stringify(row), /in\/secret/);
  });

  test('what waits for an erased person is not sent', async () => {
    const ian = await office.partner('Ian', 'ian@example.com');
    await office.announce(earned(ian));
    const { contact_id } = await last();
    const erased = await office.within(({ tx, accountId, now }) => eraseMessagesOf(tx, accountId, contact_id!, now));
    await work();
    const row = await last();
    assert.deepEqual([erased, row.state, row.text, sink.received.length], [1, 'suppressed', '[erased]', 0]);
  });

  test('a server that points inward is refused when it is set, and by every connection', async () => {
    const lookup = async (host: string) => [host === 'in.example' ? '10.0.0.1' : '93.184.216.34'];
    const world = { allowPrivate: false, lookup };
    const put = (server: Record<string, unknown>) =>
      office.within((context) => changeMailSetup(context, mailSettingsPut.parse(serverOf({ server })), world));
    const outcomes = [
      await put({ host: 'in.example' }),
      await put({ host: '127.0.0.1' }),
      await put({ host: 'smtp.example', port: 22 }),
      await put({ host: 'smtp.example', security: 'none' }),
      await put({ host: 'smtp.example' }),
    ].map((outcome) => (isRefusal(outcome) ? outcome.refused : 'set'));
    assert.deepEqual(outcomes, [...Array(4).fill('smtp_not_allowed'), 'set']);
    // The name led outward when it was set, and leads inward now.
    const inward = { ...office.parts, outgoing: { ...world, lookup: async () => ['192.168.0.1'] } };
    await office.announce(earned(await office.partner('Pam', 'pam@example.com')));
    const working = startSending(inward, { pollMs: 20 });
    for (let looks = 0; looks < 100 && (await last()).attempts === 0; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await working.stop();
    assert.match((await last()).detail!, /^not connected: smtp\.example points to an address that is not public/);
  });

  test('a stalled server lets its account rest after the first failures', async () => {
    const other = await openMailSink();
    other.trouble = (moment) => (moment === 'connect' ? 'stall' : null);
    await office.settings({ ...serverOf(), server: { host: '127.0.0.1', port: other.port, security: 'none' } });
    const zoe = await office.partner('Zoe', 'zoe@example.com');
    for (let count = 0; count < 8; count += 1) await office.announce(earned(zoe));
    await work();
    const tried = (await office.messages()).filter(({ state, attempts }) => state === 'queued' && attempts > 0);
    await other.close();
    assert.equal(tried.length, 4, JSON.stringify(tried));
  });
});

const signIn = (address: string) => ({
  kind: 'sign_in_link' as const,
  to: { address, name: null },
  event: 'sign_in',
  texts: { sign_in_url: 'https://go.example/in/secret', valid_for: '15 minutes' },
});

async function countReady(tx: Tx, now: Date): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from machinery.jobs where run_at <= ${now} and (leased_until is null or leased_until <= ${now})`.execute(
    tx,
  );
  return Number(rows[0]!.count);
}
