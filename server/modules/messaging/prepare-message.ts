import type { Tx } from '../../platform/db.ts';
import { linkBaseOf } from '../../platform/http/server.ts';
import { finishJob, type Job, postponeJob } from '../../platform/jobs/queries.ts';
import type { Mail } from '../../platform/mail/compose-mail.ts';
import type { MailServer } from '../../platform/mail/smtp-line.ts';
import { MINUTE, SECOND } from '../../values/instant.ts';
import { findAccount } from '../accounts/index.ts';
import { kindFacts, type MessageKind } from './kinds.ts';
import type { MessagingParts } from './parts.ts';
import { keepContent, lockMessage, type MessageRow, updateMessage } from './queries.ts';
import { takeSlot } from './queries-settings.ts';
import { findFrequency } from './queries-wishes.ts';
import { type OpenMessage, openMessages, type Reader, sealContent } from './read-messages.ts';
import { quietUntil } from './rules/quiet-until.ts';
import { type MailSetup, readMailSetup, serverOf } from './settings.ts';
import { isSuppressed } from './suppress.ts';
import type { MessageState } from './tables.ts';

/** A message that is to be handed over now. */
export interface ReadyMail {
  readonly mail: Mail;
  readonly server: MailServer;
  readonly attempts: number;
}

/** What a message that died between handing over and answer is said to be. */
export const UNCERTAIN =
  'it was handed over and no answer was kept: it may have arrived. Send it again only if it did not.';

/**
 * What becomes of a message in the queue: it is settled without sending (captured, suppressed, gone), it waits (quiet hours,
 * its turn under the limit), or it is ready. All in one transaction with the job.
 */
export async function prepareMessage(parts: MessagingParts, tx: Tx, job: Job): Promise<ReadyMail | null> {
  const now = parts.clock.now();
  const row = await lockMessage(tx, job.account, job.subject);
  const account = await findAccount(tx, job.account);
  if (!row || !account || row.erased_at !== null) return finish(tx, job);
  const reader: Reader = {
    tx,
    accountId: job.account,
    account,
    seal: parts.seal,
    linkBase: linkBaseOf(parts.publicUrl, account),
  };
  if (row.state !== 'queued') {
    await keepWritten(reader, row);
    return finish(tx, job);
  }
  const settle = async (state: MessageState, detail: string | null, uncertain = false) => {
    await keepWritten(reader, row);
    await updateMessage(tx, job.account, row.id, { state, detail, uncertain, settled_at: now });
    return finish(tx, job);
  };
  // Its worker died in the one moment of which nobody knows the outcome.
  if (row.handed_at !== null) return settle('failed', UNCERTAIN, true);
  const setup = await readMailSetup(reader);
  const server = serverOf(setup);
  if (server === null) return settle('captured', null);
  const message = await keepWritten(reader, row);
  const refused = await whyNot(reader, message);
  if (refused) return settle(refused.state, refused.detail);
  const later = await waitsUntil(reader, setup, row, now);
  if (later) {
    await postponeJob(tx, job, later);
    return null;
  }
  return { mail: mailOf(message, setup), server, attempts: row.attempts };
}

async function finish(tx: Tx, job: Job): Promise<null> {
  await finishJob(tx, job);
  return null;
}

/** Writes the message out and keeps it so, where that was not done yet. */
async function keepWritten(reader: Reader, row: MessageRow): Promise<OpenMessage> {
  const [message] = await openMessages(reader, [row]);
  if (row.content === null && message!.written) {
    const { written, unsubscribeUrl } = message!;
    const said = { ...written!, links: [...written!.links], to: null, name: null, unsubscribe_url: unsubscribeUrl };
    await keepContent(reader.tx, reader.accountId, row.id, sealContent(reader, row.id, said));
  }
  return message!;
}

async function whyNot(
  reader: Reader,
  { row, to, contactId }: OpenMessage,
): Promise<{ state: MessageState; detail: string } | null> {
  const { to: audience, essential } = kindFacts[row.kind as MessageKind];
  if (to === null) {
    const detail = audience === 'owner' ? 'no owner_address in the mail settings' : 'the contact has no address';
    return { state: 'failed', detail };
  }
  if (contactId !== null && audience !== 'owner' && (await isSuppressed(reader, contactId, to)))
    return { state: 'suppressed', detail: 'this address came back or complained' };
  if (essential || audience !== 'partner' || row.partner_id === null || row.event === 'test') return null;
  const frequency = await findFrequency(reader.tx, reader.accountId, row.partner_id);
  return frequency === 'none' ? { state: 'suppressed', detail: 'unsubscribed' } : null;
}

/** A turn that was missed by more than this (no worker ran) is no longer ours. */
const SLOT_HOLDS_MS = 10 * SECOND;

async function waitsUntil(reader: Reader, setup: MailSetup, row: MessageRow, now: Date): Promise<Date | null> {
  const { tx, accountId, account } = reader;
  const { essential } = kindFacts[row.kind as MessageKind];
  const quiet = essential || row.event === 'test' ? null : quietUntil(now, setup.quiet_hours, account.timeZone);
  if (quiet) return quiet;
  if (setup.per_minute === null) return null;
  const isItsTurn =
    row.slot_at !== null &&
    row.slot_at.getTime() <= now.getTime() &&
    now.getTime() - row.slot_at.getTime() < SLOT_HOLDS_MS;
  if (isItsTurn) return null;
  const slot = await takeSlot(tx, accountId, now, MINUTE / setup.per_minute);
  // Who waits to be let in waits for nobody's newsletter; the others move back by one turn.
  if (essential || slot.getTime() <= now.getTime()) return null;
  await updateMessage(tx, accountId, row.id, { slot_at: slot });
  return slot;
}

function mailOf({ row, to, name, written, unsubscribeUrl }: OpenMessage, setup: MailSetup): Mail {
  const from = setup.from!;
  return {
    // The same at every attempt. The domain is the sender's, as mail servers expect.
    messageId: `${row.id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}`,
    date: row.created_at,
    from,
    replyTo: setup.reply_to,
    to: { name, address: to! },
    subject: written!.subject,
    text: written!.text,
    html: written!.html,
    unsubscribeUrl,
  };
}
