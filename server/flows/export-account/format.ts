import { z } from 'zod';

/** The version of the format that is written, and the only one that is read (docs/format-export.md). */
export const EXPORT_FORMAT = 1;

/** The first line. */
export const exportHeader = z.strictObject({
  tributary_export: z.literal(EXPORT_FORMAT),
  exported_at: z.iso.datetime(),
  account: z.strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    currency: z.string(),
    time_zone: z.string(),
    sandbox: z.boolean(),
    /** The account's own time, which a sandbox's test clock may have moved ahead. */
    now: z.iso.datetime(),
  }),
});
export type ExportHeader = z.infer<typeof exportHeader>;

/** The last line: how many there are of each fact. */
export const exportEnd = z.strictObject({ end: z.record(z.string(), z.int().nonnegative()) });
