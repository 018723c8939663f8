import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One step of the schema, as it lies in the folder. */
export interface Migration {
  readonly number: number;
  /** `0001_create_directory`. */
  readonly name: string;
  readonly sql: string;
  /** Of the text with plain line ends, so that a checkout with other ones is the same migration. */
  readonly checksum: string;
}

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

const form = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/;

/** A migration runs in a transaction that also notes it; it must not end that itself. */
const endsTransaction = /^\s*(commit|rollback|begin|start\s+transaction)\b[^;\n]*;/im;

/** Reads the migrations in their order. Throws for a folder that breaks the rules: that is a mistake of ours. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const number = Number(form.exec(file)?.[1]);
    if (number !== index + 1)
      throw new Error(`${file} should be named ${String(index + 1).padStart(4, '0')}_verb_noun.sql`);
    const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    if (!/^--.*\w/.test(sql)) throw new Error(`${file} does not begin with a comment that gives its reason`);
    if (endsTransaction.test(sql)) throw new Error(`${file} begins or ends a transaction; it runs inside one`);
    const checksum = createHash('sha256').update(sql).digest('hex');
    return { number, name: file.slice(0, -'.sql'.length), sql, checksum };
  });
}
