import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { OutgoingRefused, type OutgoingRules, resolveOutgoing } from '../net/outgoing.ts';
import { MailProblem, type MailStage } from './mail-problem.ts';

/** A mail server of the owner's, to which messages are handed. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` (insisted on), or none. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
}

export interface MailTimeouts {
  /** To connect, to be greeted, and between any two signs of life, in milliseconds. */
  readonly connect: number;
  readonly silence: number;
}
export const mailTimeouts: MailTimeouts = { connect: 15_000, silence: 60_000 };

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** A connection that is logged in. */
export interface SmtpLine {
  readonly isOpen: boolean;
  /**
   * Hands a message over. `beforeEnd` runs when all of it is sent but the end: while it has not resolved, the server cannot
   * have taken the message; if it throws, the line is dropped and the server throws away what it has. Resolves to the
   * server's reply. Throws MailProblem.
   */
  send(envelope: Envelope, message: Buffer, beforeEnd: () => Promise<void>): Promise<string>;
  /** True where the line still serves for another message. */
  reset(): Promise<boolean>;
  close(): void;
}

const ADDRESSES_TRIED = 3;

/** Connects to a checked address of the server and logs in. Throws MailProblem. */
export async function openLine(server: MailServer, rules: OutgoingRules, timeouts: MailTimeouts): Promise<SmtpLine> {
  const addresses = await resolve(server, rules);
  for (const [index, address] of addresses.slice(0, ADDRESSES_TRIED).entries()) {
    try {
      return await openAt(address, server, timeouts);
    } catch (error) {
      const isLast = index + 1 >= Math.min(addresses.length, ADDRESSES_TRIED);
      if (isLast || !(error instanceof MailProblem) || error.stage !== 'connect') throw error;
    }
  }
  throw new MailProblem('address', `${server.host} has no address`, { passing: true });
}

async function resolve(server: MailServer, rules: OutgoingRules): Promise<readonly string[]> {
  try {
    return await resolveOutgoing(server.host, rules);
  } catch (error) {
    if (error instanceof OutgoingRefused) throw new MailProblem('address', error.message, { passing: true });
    throw error;
  }
}

async function openAt(address: string, server: MailServer, timeouts: MailTimeouts): Promise<SmtpLine> {
  const connection = new SMTPConnection({
    host: address,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    // The certificate must be the name's that the owner gave.
    ...(isIP(server.host) ? {} : { servername: server.host, tls: { servername: server.host } }),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: timeouts.silence,
    socketCloseTimeout: 0,
    maxResponseSize: 65_536,
  });
  const state: { failed: Error | null; fail: (error: Error) => void } = { failed: null, fail: () => {} };
  connection.on('error', (error: Error) => {
    state.failed ??= error;
    state.fail(error);
  });
  let stage: MailStage = 'connect';
  try {
    await step(state, (done) => connection.connect(done));
    stage = 'login';
    if (server.user !== null) {
      await step(state, (done) => connection.login({ user: server.user!, pass: server.password ?? '' }, done));
    }
  } catch (error) {
    connection.close();
    throw problemOf(error, stage, false);
  }
  return lineOf(connection, state);
}

type State = { failed: Error | null; fail: (error: Error) => void };
type Done = (error?: Error | null) => void;

/** One step of the conversation: its callback, or the connection's error, whichever comes. */
function step(state: State, work: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (state.failed) return reject(state.failed);
    state.fail = reject;
    work((error) => (error ? reject(error) : resolve()));
  });
}

function lineOf(connection: SMTPConnection, state: State): SmtpLine {
  let isOpen = true;
  const close = () => {
    isOpen = false;
    connection.close();
  };
  connection.once('end', () => {
    isOpen = false;
  });
  return {
    get isOpen() {
      return isOpen;
    },
    close,
    reset: () =>
      step(state, (done) => connection.reset(done)).then(
        () => isOpen,
        () => {
          close();
          return false;
        },
      ),
    async send(envelope, message, beforeEnd) {
      const end: End = { isSent: false, refused: null, asked: null };
      const body = Readable.from(withheld(message, beforeEnd, end), { objectMode: false });
      const sent = { from: envelope.from, to: [envelope.to], size: message.length };
      let reply = '';
      try {
        await step(state, (done) =>
          connection.send(sent, body, (error, info) => {
            reply = info?.response ?? '';
            done(error);
          }),
        );
        return reply;
      } catch (error) {
        // Whatever `beforeEnd` is at, it must be over before anybody acts upon the failure.
        await end.asked;
        const problem = problemOf(error, 'content', end.isSent);
        // After a refusal the line may serve on; after anything else its state is not known.
        if (problem.code === null || !isOpen || end.refused) close();
        throw end.refused?.error ?? problem;
      }
    },
  };
}

interface End {
  isSent: boolean;
  /** Settles, never rejects, when `beforeEnd` is over. */
  asked: Promise<void> | null;
  /** What `beforeEnd` threw. */
  refused: { readonly error: unknown } | null;
}

/** All of the message, and then its end only once `beforeEnd` allows. */
async function* withheld(message: Buffer, beforeEnd: () => Promise<void>, end: End): AsyncGenerator<Buffer> {
  yield message;
  end.asked = beforeEnd().catch((error) => {
    end.refused = { error };
  });
  await end.asked;
  if (end.refused) throw end.refused.error;
  end.isSent = true;
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** An error of the connection in our words. `ended`: the server was sent all of it. */
function problemOf(error: unknown, at: MailStage, ended: boolean): MailProblem {
  if (error instanceof MailProblem) return error;
  const { code, responseCode, response, message } = error as SmtpError;
  const stage = stageOf(error as SmtpError, at, ended);
  const reply = responseCode ?? null;
  if (reply === null && ended)
    return new MailProblem('answer', plain(message, code), { passing: false, uncertain: true });
  const said = response ?? plain(message, code);
  // 5xx is for good, but for 503 and 530: the former is about the session, the latter about logging in.
  const passing = reply === null ? code !== 'EMESSAGE' && code !== 'EENVELOPE' : reply < 500 || reply === 503;
  return new MailProblem(stage, said, { code: reply, passing });
}

const aboutTls = /certificate|self-signed|\bssl|\btls\b|wrong version number|altnames/i;

function stageOf({ code, command = '', responseCode, message }: SmtpError, at: MailStage, ended: boolean): MailStage {
  if (code === 'ETLS' || command === 'STARTTLS' || aboutTls.test(message)) return 'tls';
  if (code === 'EAUTH' || command.startsWith('AUTH') || responseCode === 530) return 'login';
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  if (at === 'connect' && (responseCode || code === 'EPROTOCOL' || /greeting/i.test(command) || command === 'EHLO'))
    return 'greeting';
  return ended ? 'content' : at;
}

/** Without our side's addresses and ports, which are nobody's business. */
function plain(message: string, code: string | undefined): string {
  const known: Record<string, string> = {
    ETIMEDOUT: 'no answer in time',
    ECONNECTION: 'the connection was closed',
    EDNS: 'the name is not known',
  };
  if (/Greeting never received/i.test(message)) return 'no greeting in time';
  if (/ECONNREFUSED/.test(message)) return 'the connection was refused';
  if (/ECONNRESET|EPIPE/.test(message)) return 'the connection was closed';
  return known[code ?? ''] ?? message.slice(0, 300);
}
