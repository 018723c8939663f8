import { z } from 'zod';
import { pageQuery, text } from '../../platform/http/contract.ts';
import { eventKinds } from './events.ts';

const kinds = z
  .string()
  .max(1000)
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(eventKinds)).min(1).max(eventKinds.length));

export const feedQuery = pageQuery.extend({
  /** An event's id: what came after it. `newest`: nothing yet, only where to go on from. */
  after: text(60).optional(),
  /** Kinds, with commas between. */
  kind: kinds.optional(),
  partner_id: text(100).optional(),
});

export const eventView = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(eventKinds),
  /** The id of what it happened to. */
  subject: z.string(),
  partner_id: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export const feedView = z.object({
  data: z.array(eventView),
  next_cursor: z.string().nullable(),
  /** The last event that was looked at, of whatever kind: ask with it the next time. Null: nothing ever happened. */
  after: z.string().nullable(),
});
