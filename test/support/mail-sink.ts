import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerAuthentication, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** Where in a conversation something goes wrong: at the greeting, login, sender, receiver, within or after the message. */
export type MailMoment = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end';
export type Trouble =
  /** Refused for good, refused for now, never answered, line dropped; `taken`: kept, and then no answer. */
  'refuse' | 'later' | 'stall' | 'drop' | 'taken-stall' | 'taken-drop' | null;

export interface Received {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** A real mail server that keeps what it takes, and makes trouble on demand. */
export interface MailSink {
  readonly port: number;
  readonly received: Received[];
  trouble: (moment: MailMoment, address: string) => Trouble;
  parsed(): Promise<ParsedMail[]>;
  close(): Promise<void>;
}

export interface SinkOptions {
  readonly user?: string;
  readonly password?: string;
  readonly secure?: boolean;
  readonly port?: number;
}

export async function openMailSink(options: SinkOptions = {}): Promise<MailSink> {
  const received: Received[] = [];
  const server: SMTPServer = new SMTPServer({
    secure: options.secure ?? false,
    authOptional: options.user === undefined,
    hideSTARTTLS: !options.secure,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 50,
    ...{ onConnect, onAuth, onMailFrom, onRcptTo, onData },
  });
  const sink = { trouble: (() => null) as MailSink['trouble'] };
  type Callback = (error?: Error | null, answer?: never) => void;

  function meet(moment: MailMoment, address: string, session: SMTPServerSession, go: (error?: Error | null) => void): void {
    const trouble = sink.trouble(moment, address);
    if (trouble === null) return go();
    if (trouble === 'refuse') return go(reply(moment === 'auth' ? 535 : 550, moment === 'rcpt' ? '5.1.1 No such user here' : '5.7.1 Refused'));
    if (trouble === 'later') return go(reply(451, '4.3.0 Try again later'));
    if (trouble.endsWith('drop')) drop(session);
  }
  function drop(session: SMTPServerSession): void {
    for (const connection of server.connections) {
      const { session: its, _socket: socket } = connection as unknown as { session: SMTPServerSession; _socket: { destroy(): void } };
      if (its.id === session.id) socket.destroy();
    }
  }
  function onConnect(session: SMTPServerSession, callback: Callback): void {
    meet('connect', '', session, callback);
  }
  function onAuth(auth: SMTPServerAuthentication, session: SMTPServerSession, callback: (error: Error | null, answer?: { user: string }) => void): void {
    const isRight = auth.username === options.user && auth.password === options.password;
    if (!isRight) return callback(reply(535, '5.7.8 Bad credentials'));
    meet('auth', '', session, (error) => callback(error ?? null, { user: auth.username! }));
  }
  function onMailFrom(address: { address: string }, session: SMTPServerSession, callback: Callback): void {
    meet('mail', address.address, session, callback);
  }
  function onRcptTo(address: { address: string }, session: SMTPServerSession, callback: Callback): void {
    meet('rcpt', address.address, session, callback);
  }
  function onData(stream: SMTPServerDataStream, session: SMTPServerSession, callback: Callback): void {
    const chunks: Buffer[] = [];
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map(({ address }) => address);
    const within = sink.trouble('data', to[0] ?? '');
    if (within === 'drop') return drop(session);
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    stream.on('end', () => {
      const take = () => received.push({ raw: Buffer.concat(chunks), from: mailFrom ? mailFrom.address : '', to });
      if (within === 'refuse' || within === 'later') return callback(reply(within === 'refuse' ? 554 : 451, 'The message is not wanted'));
      if (sink.trouble('end', to[0] ?? '')?.startsWith('taken')) take();
      meet('end', to[0] ?? '', session, (error) => {
        if (!error) take();
        callback(error);
      });
    });
  }
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return Object.assign(sink, {
    port: (server.server.address() as AddressInfo).port,
    received,
    parsed: () => Promise.all(received.map(({ raw }) => simpleParser(raw))),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
