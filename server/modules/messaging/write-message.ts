import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { enqueue } from '../../platform/jobs/queries.ts';
import type { ContactId, PartnerId } from '../../values/id.ts';
import type { Facts } from './fields.ts';
import { kindFacts, type MessageKind } from './kinds.ts';
import { insertMessage } from './queries.ts';
import type { MessageState } from './tables.ts';

/** The queue of messages that are to be written out and sent. */
export const MESSAGE_JOB = 'message';

/** Whom a message lets in goes before whom it informs. */
const priorityOf = (kind: MessageKind): number => {
  const { secret, essential } = kindFacts[kind];
  if (!essential) return 2;
  return secret ? 0 : 1;
};

export interface NewMessage {
  readonly kind: MessageKind;
  readonly partnerId: PartnerId | null;
  readonly contactId?: ContactId | null;
  /** What happened, and the id of what it happened to. */
  readonly event: string;
  readonly subjectId: string | null;
  readonly facts: Facts;
  /** Sealed, where it is written out already. */
  readonly content?: (id: string) => Buffer;
  /** Other than queued (captured in a sandbox). */
  readonly state?: MessageState;
  readonly detail?: string | null;
}

type Writer = Pick<Context, 'tx' | 'accountId' | 'account' | 'now'>;

/** Writes a message down and puts it into the queue, in the transaction at hand. A sandbox captures it at once. */
export async function writeMessage(context: Writer, message: NewMessage): Promise<string> {
  const { tx, accountId, account, now } = context;
  const id = newId('message', now);
  const state = message.state ?? (account.sandbox ? 'captured' : 'queued');
  const content = message.content?.(id) ?? null;
  const written = insertMessage(tx, {
    account_id: accountId,
    id,
    created_at: now,
    kind: message.kind,
    contact_id: message.contactId ?? null,
    partner_id: message.partnerId,
    event: message.event,
    subject_id: message.subjectId,
    facts: JSON.stringify(message.facts),
    content,
    state,
    detail: message.detail ?? null,
    settled_at: state === 'queued' ? null : now,
  });
  // What is captured still waits to be written out, so that it says later what it would have said now.
  const waits = content === null || state === 'queued';
  // The queue goes by the real time, and a sandbox's may be years ahead of it.
  const runAt = account.sandbox ? new Date(0) : now;
  const job = { kind: MESSAGE_JOB, subject: id, runAt, priority: priorityOf(message.kind) };
  await Promise.all([written, waits && enqueue(tx, accountId, [job])]);
  return id;
}
