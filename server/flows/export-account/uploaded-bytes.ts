import { createHash } from 'node:crypto';
import { fileKeyOf, findUpload, listAllUploads } from '../../modules/promo/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files/index.ts';
import type { AccountId } from '../../values/id.ts';

/** What stands in an export beside the rows of tables: parts of uploaded files, in their order. */
export const UPLOADED_BYTES = 'upload_bytes';

const PART_BYTES = 256 * 1024;

export interface UploadedPart {
  readonly fact: typeof UPLOADED_BYTES;
  readonly upload_id: string;
  readonly part: number;
  /** Base 64. */
  readonly bytes: string;
}

export async function* readParts(tx: Tx, account: AccountId, files: FileStore): AsyncGenerator<UploadedPart> {
  for (const row of await listAllUploads(tx, account)) {
    const bytes = (await files.get(fileKeyOf(account, row))) ?? Buffer.alloc(0);
    for (let part = 0; part * PART_BYTES < bytes.length; part += 1) {
      const some = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      yield { fact: UPLOADED_BYTES, upload_id: row.id, part, bytes: some.toString('base64') };
    }
  }
}

/**
 * Puts the files of an export where the account that takes it keeps its own. They lie there before the rows are there for
 * good: should the import fail, they are files that no row names.
 */
export class PartsTaker {
  readonly #tx: Tx;
  readonly #account: AccountId;
  readonly #files: FileStore | undefined;
  #upload: { id: string; parts: Buffer[] } | null = null;
  taken = 0;

  constructor(tx: Tx, account: AccountId, files: FileStore | undefined) {
    this.#tx = tx;
    this.#account = account;
    this.#files = files;
  }

  /** Why the part cannot be taken; null: it was. The rows of uploads must be in. */
  async take({ upload_id, part, bytes }: Record<string, unknown>): Promise<string | null> {
    if (typeof upload_id !== 'string' || typeof bytes !== 'string') return 'a part of a file needs upload_id and bytes';
    const wrong = this.#upload?.id === upload_id ? null : await this.end();
    if (wrong) return wrong;
    this.#upload ??= { id: upload_id, parts: [] };
    if (part !== this.#upload.parts.length) return 'a part of a file is missing before this one';
    this.#upload.parts.push(Buffer.from(bytes, 'base64'));
    this.taken += 1;
    return null;
  }

  /** The last file is whole. */
  async end(): Promise<string | null> {
    const upload = this.#upload;
    this.#upload = null;
    if (!upload) return null;
    const row = await findUpload(this.#tx, this.#account, upload.id);
    if (!row) return `there is no upload ${upload.id}`;
    const bytes = Buffer.concat(upload.parts);
    if (createHash('sha256').update(bytes).digest('hex') !== row.sha256)
      return `the bytes of ${upload.id} were changed`;
    await this.#files?.put(fileKeyOf(this.#account, row), bytes, row.type);
    return null;
  }
}
