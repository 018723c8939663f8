import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The version of the format that is written, and the only one that is read (docs/format-backup.md). */
export const BACKUP_FORMAT = 1;

/** Tables that a backup leaves out, each with its reason. Every other table of the three schemas is in it. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'machinery.schema_migrations': 'stands in the first line',
  'machinery.day_salts': 'a salt is destroyed after its day, and a copy of it would outlive that',
  'machinery.setup_links': 'serve only while there is no account',
};

const appliedMigration = z.strictObject({
  number: z.int().positive(),
  name: z.string(),
  checksum: z.string(),
  applied_at: z.iso.datetime(),
});

/** The first line. */
export const backupHeader = z.strictObject({
  tributary_backup: z.literal(BACKUP_FORMAT),
  taken_at: z.iso.datetime(),
  /** PostgreSQL's version, for people. */
  server: z.string(),
  accounts: z.int().nonnegative(),
  migrations: z.array(appliedMigration).min(1),
  /** What sealed payout details; `value` null: it is kept outside (TRIBUTARY_SECRET) and must be given again. */
  secret: z.strictObject({ fingerprint: z.string(), value: z.string().nullable() }),
});
export type BackupHeader = z.infer<typeof backupHeader>;

/** Stands before the rows of a table. */
export const tableLine = z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) });
export type TableLine = z.infer<typeof tableLine>;

/** The last line. `sha256` is of every byte before it, uncompressed. */
export const backupEnd = z.strictObject({
  end: z.strictObject({ rows: z.record(z.string(), z.int().nonnegative()), sha256: z.string() }),
});
export type BackupEnd = z.infer<typeof backupEnd>['end'];

/** Ends the rows of a table; no row can read so, since a backslash is doubled in them. */
export const END_OF_ROWS = '\\.\n';

/** Tells whether two secrets are the same without telling what they are. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(`tributary secret's fingerprint 1\n${secret}`).digest('hex').slice(0, 32);
}
