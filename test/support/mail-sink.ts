import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import {
  SMTPServer,
  type SMTPServerAuthentication,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';

/** Where in a conversation something goes wrong: at the greeting, login, sender, receiver, within or after the message. */
export type MailMoment = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end';
/** Refused for good, refused for now, never answered, line dropped; `taken`: kept, and then no answer. */
export type Trouble = 'refuse' | 'later' | 'stall' | 'drop' | 'taken-stall' | 'taken-drop' | null;

export interface Received {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

export interface SinkOptions {
  readonly user?: string;
  readonly password?: string;
}

type Go = (error?: Error | null) => void;

/** A real mail server that keeps what it takes, and makes trouble on demand. */
export class MailSink {
  readonly received: Received[] = [];
  trouble: (moment: MailMoment, address: string) => Trouble = () => null;
  readonly #server: SMTPServer;

  constructor({ user, password }: SinkOptions) {
    const handlers: SMTPServerOptions = {
      onConnect: (session, go) => this.#meet('connect', '', session, go),
      onAuth: (auth, session, done) => {
        if (!isRight(auth, user, password)) done(reply(535, '5.7.8 Bad credentials'));
        else this.#meet('auth', '', session, (error) => done(error ?? null, { user }));
      },
      onMailFrom: ({ address }, session, go) => this.#meet('mail', address, session, go),
      onRcptTo: ({ address }, session, go) => this.#meet('rcpt', address, session, go),
      onData: (stream, session, go) => this.#read(stream, session, go),
    };
    const plain = { hideSTARTTLS: true, allowInsecureAuth: true, disableReverseLookup: true, closeTimeout: 50 };
    this.#server = new SMTPServer({ ...handlers, ...plain, logger: false, authOptional: user === undefined });
    this.#server.on('error', () => {});
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  parsed(): Promise<ParsedMail[]> {
    return Promise.all(this.received.map(({ raw }) => simpleParser(raw)));
  }

  #meet(moment: MailMoment, address: string, session: SMTPServerSession, go: Go): void {
    const trouble = this.trouble(moment, address);
    if (trouble === null) go();
    else if (trouble === 'later') go(reply(451, '4.3.0 Try again later'));
    else if (trouble === 'refuse') go(refusalAt(moment));
    else if (trouble.endsWith('drop')) this.#drop(session);
  }

  #drop(session: SMTPServerSession): void {
    for (const connection of this.#server.connections) {
      const { session: its, _socket } = connection as unknown as { session: SMTPServerSession; _socket: Closable };
      if (its.id === session.id) _socket.destroy();
    }
  }

  #read(stream: SMTPServerDataStream, session: SMTPServerSession, go: Go): void {
    const chunks: Buffer[] = [];
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map(({ address }) => address);
    const [first = ''] = to;
    const take = () => this.received.push({ raw: Buffer.concat(chunks), from: mailFrom ? mailFrom.address : '', to });
    const within = this.trouble('data', first);
    if (within === 'drop') this.#drop(session);
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    stream.on('end', () => {
      if (within === 'drop') return;
      if (within !== null) go(reply(within === 'refuse' ? 554 : 451, 'The message is not wanted'));
      else if (this.trouble('end', first)?.startsWith('taken')) {
        take();
        this.#meet('end', first, session, go);
      } else {
        this.#meet('end', first, session, (error) => {
          if (!error) take();
          go(error);
        });
      }
    });
  }
}

interface Closable {
  destroy(): void;
}

export async function openMailSink(options: SinkOptions = {}): Promise<MailSink> {
  const sink = new MailSink(options);
  await sink.listen();
  return sink;
}

function isRight(auth: SMTPServerAuthentication, user?: string, password?: string): boolean {
  return auth.username === user && auth.password === password;
}

function refusalAt(moment: MailMoment): Error {
  if (moment === 'auth') return reply(535, '5.7.8 Not you');
  return reply(550, moment === 'rcpt' ? '5.1.1 No such user here' : '5.7.1 Refused');
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
