import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { insertAudit } from './queries.ts';

/** Writes who did what to what, in the transaction of the act itself. */
export async function recordAct(
  context: Context,
  act: string,
  subject: string,
  more: { note?: string | null; detail?: Record<string, unknown> } = {},
): Promise<void> {
  if (context.acts) context.acts.written += 1;
  await insertAudit(context.tx, {
    account_id: context.accountId,
    id: newId('audit', context.now),
    at: context.now,
    actor: `${context.actor.kind}:${context.actor.id}`,
    act,
    subject,
    note: more.note ?? null,
    detail: JSON.stringify(more.detail ?? {}),
  });
}

/** What the frame writes for a person's act that keeps no note of its own. */
export const noteAct = (context: Context, act: string, subject: string, summary: string): Promise<void> =>
  recordAct(context, act, subject, { detail: { summary } });
