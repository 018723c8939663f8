import type pg from 'pg';
import type { FileStore } from '../files/index.ts';
import { quoted } from './catalogue.ts';

/** How the uploaded files stand in a backup: like a table of this name, whose rows are parts of files. */
export const FILES = 'files';
export const FILE_COLUMNS = ['key', 'type', 'part', 'bytes'];

/** A row stays well below what a reader takes for a line. */
const PART_BYTES = 256 * 1024;

export interface NamedFile {
  readonly key: string;
  readonly type: string;
}

/** The files that the rows of one account name. `client` sees the account's rows. The keys are those of promo/uploads.ts. */
export async function listFiles(client: pg.Client, account: string): Promise<NamedFile[]> {
  const { rows: found } = await client.query(`select to_regclass('tenant.uploads') is not null as there`);
  if (!found[0].there) return [];
  const { rows } = await client.query<NamedFile>(
    `select account_id || '/' || sha256 || '-' || id as key, type from ${quoted('tenant.uploads')}
     where account_id = $1 order by id`,
    [account],
  );
  return rows;
}

/** A file as rows, one part at a time; none for one that was deleted since its row was seen. */
export async function* rowsOfFile(store: FileStore, { key, type }: NamedFile): AsyncGenerator<Buffer> {
  const bytes = await store.get(key);
  if (bytes === null) return;
  for (let part = 0; part * PART_BYTES < bytes.length; part += 1) {
    const some = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    yield Buffer.from(`${key}\t${type}\t${part}\t${some.toString('hex')}\n`);
  }
}

/**
 * Puts files back from their rows. They lie there before the database is restored for good: should that fail, they are files
 * that no row names.
 */
export class FileRestorer {
  readonly #store: FileStore;
  #file: { key: string; type: string; parts: Buffer[] } | null = null;

  constructor(store: FileStore) {
    this.#store = store;
  }

  /** Whole rows. */
  async add(rows: Buffer): Promise<void> {
    for (const row of rows.toString('latin1').split('\n')) {
      if (row === '') continue;
      const [key, type, , hex] = row.split('\t') as [string, string, string, string];
      if (this.#file?.key !== key) {
        await this.end();
        this.#file = { key, type, parts: [] };
      }
      this.#file.parts.push(Buffer.from(hex, 'hex'));
    }
  }

  async end(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file) await this.#store.put(file.key, Buffer.concat(file.parts), file.type);
  }
}
