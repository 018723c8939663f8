import { z } from 'zod';
import { oneOf, pageQuery, text } from '../../platform/http/contract.ts';

export const uploadQuery = z.strictObject({ name: text(200) });
export const uploadsQuery = pageQuery.extend({ kind: oneOf(['picture', 'file']).optional() });

export const uploadView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['picture', 'file']),
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Public; nobody guesses it. */
  url: z.string(),
  /** Something shows it, so that it cannot be deleted. */
  in_use: z.boolean(),
  created_at: z.string(),
});

export const usageView = z.object({ used: z.int(), allowed: z.int(), largest: z.int() });
