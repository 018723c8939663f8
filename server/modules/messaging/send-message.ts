import { finishJob, holdsJob, type Job, postponeJob } from '../../platform/jobs/queries.ts';
import { composeMail } from '../../platform/mail/compose-mail.ts';
import type { Lines } from '../../platform/mail/lines.ts';
import { MailProblem, sayProblem, withoutAddresses } from '../../platform/mail/mail-problem.ts';
import { mailTimeouts, openLine, type SmtpLine } from '../../platform/mail/smtp-line.ts';
import { MINUTE } from '../../values/instant.ts';
import { findPartner } from '../partners/index.ts';
import type { MessagingParts } from './parts.ts';
import { prepareMessage, type ReadyMail, UNCERTAIN } from './prepare-message.ts';
import { findMessage, updateMessage } from './queries.ts';
import { backOff } from './rules/back-off.ts';
import { suppress } from './suppress.ts';

/** Another took the job meanwhile; nothing was handed over. */
class NotOursAnyMore extends Error {}

export interface Outbox {
  readonly lines: Lines;
  /** Lets an account's other messages wait: its server cannot be reached, or lets nobody in. */
  rest(account: string, until: Date): void;
}

/** What a server answers who knows the mailbox to be none (RFC 3463, 5.1.x), or says so in words. */
const noSuchMailbox = /\b5\.1\.[1236]\b|no such user|user unknown|mailbox (?:not found|unavailable)|does not exist/i;

/**
 * Sends one message, once. Up to the moment before its end is sent, a death of ours lets another begin anew, since a server
 * throws away what has no end. Then it is marked as handed over; from there on only the server's answer settles it.
 */
export async function sendMessage(parts: MessagingParts, outbox: Outbox, job: Job): Promise<void> {
  const ready = await parts.database.inAccount(job.account, (tx) => prepareMessage(parts, tx, job));
  if (ready === null) return;
  try {
    const reply = await handOver(parts, outbox, job, ready);
    await settle(parts, job, { state: 'sent', detail: withoutAddresses(reply), attempts: ready.attempts + 1 });
  } catch (error) {
    if (error instanceof NotOursAnyMore) return;
    if (error instanceof RangeError) return settle(parts, job, { state: 'failed', detail: error.message });
    if (!(error instanceof MailProblem)) throw error;
    await notSent(parts, outbox, job, ready, error);
  }
}

async function handOver(parts: MessagingParts, outbox: Outbox, job: Job, { mail, server }: ReadyMail): Promise<string> {
  const message = await composeMail(mail);
  const key = JSON.stringify([job.account, server]);
  const timeouts = parts.timeouts ?? mailTimeouts;
  const line = await outbox.lines.take(key, () => openLine(server, parts.outgoing, timeouts));
  try {
    return await line.send({ from: mail.from.address, to: mail.to.address }, message, () => markHanded(parts, job));
  } finally {
    giveBack(outbox.lines, key, line);
  }
}

function giveBack(lines: Lines, key: string, line: SmtpLine): void {
  if (line.isOpen) lines.give(key, line);
}

/** From here on the outcome is uncertain until the server has answered. Only who still holds the job may pass. */
async function markHanded(parts: MessagingParts, job: Job): Promise<void> {
  await parts.database.inAccount(job.account, async (tx) => {
    const message = (await holdsJob(tx, job)) ? await findMessage(tx, job.account, job.subject) : undefined;
    if (message?.state !== 'queued' || message.handed_at !== null) throw new NotOursAnyMore();
    await updateMessage(tx, job.account, job.subject, { handed_at: parts.clock.now() });
  });
}

interface Settled {
  readonly state: 'sent' | 'failed';
  readonly detail: string;
  readonly attempts?: number;
  readonly uncertain?: boolean;
}

async function settle(parts: MessagingParts, job: Job, { state, detail, attempts, uncertain }: Settled): Promise<void> {
  await insistently(() =>
    parts.database.inAccount(job.account, async (tx) => {
      if (!(await holdsJob(tx, job))) return;
      const set = {
        state,
        detail,
        uncertain: uncertain ?? false,
        settled_at: parts.clock.now(),
        ...(attempts ? { attempts } : {}),
      };
      await updateMessage(tx, job.account, job.subject, set);
      await finishJob(tx, job);
    }),
  );
}

const TRIES = 10;

/** The database may be away for a moment just when a message has been sent: that is no reason to forget that it was. */
async function insistently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, tries * 200));
    }
  }
}

async function notSent(
  parts: MessagingParts,
  outbox: Outbox,
  job: Job,
  ready: ReadyMail,
  problem: MailProblem,
): Promise<void> {
  const attempts = ready.attempts + 1;
  const now = parts.clock.now();
  const said = withoutAddresses(sayProblem(problem));
  if (problem.uncertain)
    return settle(parts, job, { state: 'failed', detail: `${said}. ${UNCERTAIN}`, attempts, uncertain: true });
  if (problem.concernsAll) outbox.rest(job.account, new Date(now.getTime() + MINUTE));
  const wait = problem.passing || problem.concernsAll || problem.stage === 'sender' ? backOff(attempts) : null;
  if (wait === null) {
    await settle(parts, job, { state: 'failed', detail: said, attempts });
    if (problem.stage === 'recipient' && !problem.passing && noSuchMailbox.test(problem.message))
      await rememberBounce(parts, job, ready, said);
    return;
  }
  await insistently(() =>
    parts.database.inAccount(job.account, async (tx) => {
      if (!(await holdsJob(tx, job))) return;
      await updateMessage(tx, job.account, job.subject, { attempts, detail: said, handed_at: null, slot_at: null });
      await postponeJob(tx, job, new Date(now.getTime() + wait));
    }),
  );
}

async function rememberBounce(parts: MessagingParts, job: Job, ready: ReadyMail, said: string): Promise<void> {
  const { account: accountId } = job;
  await parts.database.inAccount(accountId, async (tx) => {
    const message = await findMessage(tx, accountId, job.subject);
    const partner = message?.partner_id ? await findPartner(tx, accountId, message.partner_id) : undefined;
    const contact = message?.contact_id ?? partner?.contact_id;
    if (!contact) return;
    await suppress(
      { tx, accountId, seal: parts.seal, now: parts.clock.now() },
      contact,
      ready.mail.to.address,
      'bounce',
      said,
    );
  });
}
