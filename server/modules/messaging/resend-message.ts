import type { Context } from '../../platform/http/route.ts';
import { enqueue } from '../../platform/jobs/queries.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { lockMessage, updateMessage } from './queries.ts';
import { MESSAGE_JOB } from './write-message.ts';

/**
 * Puts a message that failed, or that was captured before there was a server, into the queue again: the same words under the
 * same Message-ID, by which receivers tell a repeat. Refuses `not_found`, `wrong_status` and, in a sandbox, everything.
 */
export async function resendMessage(context: Context, id: string): Promise<void | Refusal> {
  const { tx, accountId, account, now } = context;
  const row = await lockMessage(tx, accountId, id);
  if (!row) return refuse('not_found', 'There is no such message.');
  if (account.sandbox) return refuse('wrong_status', 'A sandbox sends nothing.');
  if (row.erased_at !== null || !['failed', 'captured', 'suppressed'].includes(row.state))
    return refuse('wrong_status', `This message is ${row.erased_at === null ? row.state : 'erased'}.`);
  await updateMessage(tx, accountId, id, {
    state: 'queued',
    detail: null,
    uncertain: false,
    attempts: 0,
    handed_at: null,
    slot_at: null,
    settled_at: null,
  });
  await enqueue(tx, accountId, [{ kind: MESSAGE_JOB, subject: id, runAt: now, priority: 0 }]);
  await recordAct(context, 'message_sent_again', id);
}
