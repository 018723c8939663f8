import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { type MailMoment, type MailSink, openMailSink, type Trouble } from '../../../test/support/mail-sink.ts';
import { composeMail, LARGEST_MAIL, type Mail } from './compose-mail.ts';
import { diagnoseServer } from './diagnose-server.ts';
import { MailProblem, sayProblem, withoutAddresses } from './mail-problem.ts';
import { type MailServer, openLine } from './smtp-line.ts';

const inside = { allowPrivate: true };
const quick = { connect: 400, silence: 400 };
const mail: Mail = {
  messageId: 'msg_1@shop.example',
  date: new Date('2026-01-05T10:00:00Z'),
  from: { name: 'Gift Shop', address: 'partners@shop.example' },
  replyTo: null,
  to: { name: 'Bo', address: 'bo@example.com' },
  subject: 'You earned $6.00',
  text: 'Hello',
  html: '<p>Hello</p>',
  unsubscribeUrl: 'https://go.example/unsubscribe/token',
};

describe('a message as bytes', () => {
  test('names and subjects end no header line', async () => {
    const evil = 'Bo\r\nBcc: victim@example.com\u2028X: y';
    const bytes = await composeMail({
      ...mail,
      subject: `Hi\r\nBcc: victim@example.com`,
      to: { name: evil, address: 'bo@example.com' },
      from: { name: evil, address: 'a@shop.example' },
    });
    const parsed = await simpleParser(bytes);
    assert.equal(parsed.bcc, undefined);
    assert.equal(parsed.subject, 'Hi Bcc: victim@example.com');
    assert.equal(parsed.headers.has('x'), false);
    assert.doesNotMatch(bytes.toString('latin1'), /^(Bcc|X):/im);
  });

  test('one click unsubscribes, on what may be unsubscribed from', async () => {
    const parsed = (await composeMail(mail)).toString();
    assert.match(parsed, /^List-Unsubscribe: <https:\/\/go\.example\/unsubscribe\/token>\r$/m);
    assert.match(parsed, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    assert.doesNotMatch((await composeMail({ ...mail, unsubscribeUrl: null })).toString(), /List-Unsubscribe/);
  });

  test('the Message-ID is the same at every attempt, and nothing large is made', async () => {
    assert.match((await composeMail(mail)).toString(), /^Message-ID: <msg_1@shop\.example>\r$/m);
    await assert.rejects(composeMail({ ...mail, text: 'x'.repeat(LARGEST_MAIL + 1) }), RangeError);
  });

  test('odd but valid names and addresses arrive as they are', async () => {
    for (const [name, address] of [
      ['O’Neil, "Bo" <x>', "o'neil+tag@example.com"],
      ['山田 太郎', '"john doe"@example.com'],
      [null, 'user@[192.0.2.1]'],
    ] as const) {
      const parsed = await simpleParser(await composeMail({ ...mail, to: { name, address } }));
      assert.deepEqual(
        [parsed.to].flat()[0]?.value.map((one) => one.name),
        [name ?? ''],
      );
      assert.equal([parsed.to].flat()[0]?.value[0]?.address, address);
    }
  });
});

describe('a conversation with a server', () => {
  let sink: MailSink;
  const server = (): MailServer => ({
    host: '127.0.0.1',
    port: sink.port,
    security: 'none',
    user: 'maria',
    password: 'secret',
  });
  before(async () => {
    sink = await openMailSink({ user: 'maria', password: 'secret' });
  });
  beforeEach(() => {
    sink.received.length = 0;
    sink.trouble = () => null;
  });
  after(() => sink.close());

  async function send(beforeEnd: () => Promise<void> = async () => {}): Promise<string> {
    const line = await openLine(server(), inside, quick);
    try {
      return await line.send({ from: mail.from.address, to: mail.to.address }, await composeMail(mail), beforeEnd);
    } finally {
      line.close();
    }
  }

  test('is taken over, and the server says so', async () => {
    assert.match(await send(), /^250/);
    const [parsed] = await sink.parsed();
    assert.equal(parsed?.messageId, '<msg_1@shop.example>');
    assert.equal(parsed?.text?.trim(), 'Hello');
  });

  test('a message whose end was withheld is thrown away by the server', async () => {
    await assert.rejects(
      send(async () => {
        throw new Error('somebody else has it');
      }),
      /somebody else has it/,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(sink.received.length, 0);
  });

  test('several messages go over one line', async () => {
    const line = await openLine(server(), inside, quick);
    for (let count = 0; count < 3; count += 1) {
      await line.send({ from: 'a@shop.example', to: 'bo@example.com' }, await composeMail(mail), async () => {});
      assert.equal(await line.reset(), true);
    }
    line.close();
    assert.equal(sink.received.length, 3);
  });

  const expected: [MailMoment, Trouble, string, boolean, boolean][] = [
    // Moment, trouble, stage, worth another attempt, uncertain.
    ['connect', 'refuse', 'greeting', false, false],
    ['connect', 'later', 'greeting', true, false],
    ['connect', 'stall', 'connect', true, false],
    ['connect', 'drop', 'connect', true, false],
    ['auth', 'refuse', 'login', false, false],
    ['auth', 'later', 'login', true, false],
    ['auth', 'stall', 'login', true, false],
    ['auth', 'drop', 'login', true, false],
    ['mail', 'refuse', 'sender', false, false],
    ['mail', 'later', 'sender', true, false],
    ['mail', 'stall', 'content', true, false],
    ['mail', 'drop', 'content', true, false],
    ['rcpt', 'refuse', 'recipient', false, false],
    ['rcpt', 'later', 'recipient', true, false],
    ['rcpt', 'stall', 'content', true, false],
    ['rcpt', 'drop', 'content', true, false],
    ['data', 'refuse', 'content', false, false],
    ['data', 'later', 'content', true, false],
    ['end', 'refuse', 'content', false, false],
    ['end', 'stall', 'answer', false, true],
    ['end', 'drop', 'answer', false, true],
    ['end', 'taken-stall', 'answer', false, true],
    ['end', 'taken-drop', 'answer', false, true],
  ];
  for (const [moment, trouble, stage, passing, uncertain] of expected) {
    test(`${trouble} at ${moment}: ${stage}${uncertain ? ', uncertain' : ''}`, async () => {
      sink.trouble = (at) => (at === moment ? trouble : null);
      const problem = await send().then(
        () => assert.fail('it was taken'),
        (error) => error,
      );
      assert.ok(problem instanceof MailProblem, String(problem));
      assert.deepEqual(
        [problem.stage, problem.passing, problem.uncertain],
        [stage, passing, uncertain],
        problem.message,
      );
    });
  }

  test('a line dropped within the message is no message', async () => {
    sink.trouble = (at) => (at === 'data' ? 'drop' : null);
    let wasSent = false;
    const problem = await send(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      wasSent = true;
    }).catch((error) => error);
    assert.ok(problem instanceof MailProblem && !problem.uncertain && problem.passing, String(problem));
    assert.equal(sink.received.length, 0);
    assert.equal(wasSent, false);
  });

  test('the diagnosis says how far it came', async () => {
    assert.deepEqual(await diagnoseServer(server(), inside, quick), {
      ok: true,
      failed_at: null,
      said: 'connected, logged in',
    });
    const wrong = await diagnoseServer({ ...server(), password: 'wrong' }, inside, quick);
    assert.match(wrong.said, /^connected, refused to log in: 535 5\.7\.8 Bad credentials/);
    const closed = await diagnoseServer({ ...server(), port: 1 }, inside, quick);
    assert.deepEqual(closed, { ok: false, failed_at: 'connect', said: 'not connected: the connection was refused' });
    const unknown = await diagnoseServer({ ...server(), host: 'mail.invalid' }, inside, quick);
    assert.equal(unknown.failed_at, 'address');
    const plain = await diagnoseServer({ ...server(), security: 'starttls' }, inside, quick);
    assert.equal(plain.failed_at, 'tls');
    assert.match(
      (await diagnoseServer({ ...server(), security: 'tls' }, inside, quick)).said,
      /^connected, no encryption/,
    );
  });

  test('a server that points inward is refused unless the operator allows it', async () => {
    const seen: string[] = [];
    const outside = {
      allowPrivate: false,
      lookup: async (host: string) => {
        seen.push(host);
        return ['93.184.216.34', '127.0.0.1'];
      },
    };
    for (const host of ['127.0.0.1', '[::1]', 'mail.shop.example']) {
      const refused = await diagnoseServer({ ...server(), host }, outside, quick);
      assert.deepEqual([refused.failed_at, /not public/.test(refused.said)], ['address', true], host);
    }
    assert.deepEqual(seen, ['mail.shop.example']);
  });
});

describe('what is kept of a reply', () => {
  test('holds no address', () => {
    assert.equal(
      withoutAddresses('550 5.1.1 <bo@example.com> no such user; bo.2@example.com'),
      '550 5.1.1 <...> no such user; ...',
    );
    assert.equal(
      sayProblem(new MailProblem('recipient', '550 no', { code: 550, passing: false })),
      'connected, refused the recipient: 550 no',
    );
  });
});
