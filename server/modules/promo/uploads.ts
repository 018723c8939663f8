import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type FileStore, LARGEST_UPLOAD, type Taken } from '../../platform/files/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import type { AccountId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { lockAccount, recordAct } from '../accounts/index.ts';
import type { uploadView } from './contract-uploads.ts';
import {
  deleteHold,
  deleteUpload,
  findUpload,
  insertHold,
  insertUpload,
  listHeld,
  sumUploads,
  type UploadRow,
} from './queries-uploads.ts';

/** Where files lie, and how many bytes of them an account may keep. */
export interface UploadParts {
  readonly files: FileStore;
  readonly uploadQuota: number;
}

const TOKEN_BYTES = 16;

/** The name of its bytes in the store: by account, content and upload, so that nothing is ever written over. */
export const fileKeyOf = (account: AccountId, { sha256, id }: Pick<UploadRow, 'sha256' | 'id'>): string =>
  `${account}/${sha256}-${id}`;

/**
 * Keeps a file that was read (`readUpload`). The bytes are on the disk before the row says that they are there; a crash between
 * the two leaves bytes that nobody asks for. Refuses `quota_reached`.
 */
export async function takeUpload(context: Context, parts: UploadParts, taken: Taken): Promise<UploadRow | Refusal> {
  const { tx, accountId, now } = context;
  const { bytes, name, kind, type, width, height } = taken;
  const id = newId('upload', now);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = fileKeyOf(accountId, { sha256, id });
  await parts.files.put(key, bytes, type);
  try {
    // Two at the same moment must not both find the last room.
    await lockAccount(tx, accountId);
    const used = await sumUploads(tx, accountId);
    if (used + BigInt(bytes.length) > BigInt(parts.uploadQuota)) {
      await parts.files.remove(key);
      return refuse('quota_reached', 'Your uploads take up all the room there is: delete what is not used.');
    }
    const row = await insertUpload(tx, {
      ...{ account_id: accountId, id, token: newSecret(TOKEN_BYTES), name, kind, type, sha256, created_at: now },
      ...{ size: BigInt(bytes.length), width, height },
    });
    await recordAct(context, 'upload_added', id, { detail: { type, size: bytes.length } });
    return row;
  } catch (error) {
    await parts.files.remove(key).catch(() => undefined);
    throw error;
  }
}

/** Deletes an upload that nothing shows. Refuses `not_found` and `in_use`. */
export async function removeUpload(context: Context, parts: UploadParts, id: string): Promise<string | Refusal> {
  const { tx, accountId, log } = context;
  const row = await findUpload(tx, accountId, id);
  if (!row) return refuse('not_found', 'There is no such upload.');
  if ((await listHeld(tx, accountId, [id])).size > 0)
    return refuse('in_use', 'Something still shows it: change that first, then delete it.');
  await deleteUpload(tx, accountId, id);
  await recordAct(context, 'upload_deleted', id);
  const key = fileKeyOf(accountId, row);
  // Once nobody can ask for it any more. Should this fail, bytes lie around that no row names.
  context.afterCommit(
    () =>
      void parts.files.remove(key).catch((err) => log.warn({ err, key }, 'the bytes of an upload were not removed')),
  );
  return id;
}

/**
 * Notes who shows an upload, so that it stays. The holder is an id or a word such as `branding:logo`. Refuses `not_found`, and
 * `file_not_allowed` where a picture is wanted and it is none.
 */
export async function holdUpload(
  { tx, accountId }: Pick<Context, 'tx' | 'accountId'>,
  id: string,
  holder: string,
  { picture = false }: { readonly picture?: boolean } = {},
): Promise<UploadRow | Refusal> {
  const row = await findUpload(tx, accountId, id);
  if (!row) return refuse('not_found', 'There is no such upload.');
  if (picture && row.kind !== 'picture')
    return refuse('file_not_allowed', 'A picture is needed here: PNG, JPEG, WebP or GIF.');
  await insertHold(tx, accountId, id, holder);
  return row;
}

/** The holder shows it no more. */
export async function releaseUpload(
  { tx, accountId }: Pick<Context, 'tx' | 'accountId'>,
  id: string,
  holder: string,
): Promise<void> {
  await deleteHold(tx, accountId, id, holder);
}

/** From one upload to another, or to none; what stays is left alone. Refuses as `holdUpload`. */
export async function moveHold(
  context: Pick<Context, 'tx' | 'accountId'>,
  holder: string,
  from: string | null,
  to: string | null,
  options: { readonly picture?: boolean } = {},
): Promise<null | Refusal> {
  if (to !== null) {
    const held = await holdUpload(context, to, holder, options);
    if (isRefusal(held)) return held;
  }
  if (from !== null && from !== to) await releaseUpload(context, from, holder);
  return null;
}

type Addressed = Pick<Context, 'account' | 'linkBase'>;

/** The path of a file, the same on every host of ours. Its middle part is the account's slug and what nobody guesses. */
export const uploadPath = ({ account }: Pick<Context, 'account'>, { token, name }: Pick<UploadRow, 'token' | 'name'>) =>
  `/files/${account.slug}-${token}/${encodeURIComponent(name)}`;

/** The address under which the world sees it. */
export function uploadUrl(context: Addressed, row: Pick<UploadRow, 'token' | 'name'>): string {
  return new URL(uploadPath(context, row), context.linkBase).href;
}

export function toUploadView(context: Addressed, row: UploadRow, inUse: boolean): z.input<typeof uploadView> {
  const { id, name, kind, type, size, width, height, created_at } = row;
  return {
    ...{ id, name, kind, type, size: Number(size), width, height },
    url: uploadUrl(context, row),
    in_use: inUse,
    created_at: created_at.toISOString(),
  };
}

/** One upload as the API shows it. */
export async function showUpload(context: Context, id: string) {
  const row = await findUpload(context.tx, context.accountId, id);
  if (!row) return refuse('not_found', 'There is no such upload.');
  return toUploadView(context, row, (await listHeld(context.tx, context.accountId, [id])).size > 0);
}

/** Room that is used and given. */
export async function showUsage({ tx, accountId }: Context, { uploadQuota }: UploadParts) {
  return { used: Number(await sumUploads(tx, accountId)), allowed: uploadQuota, largest: LARGEST_UPLOAD };
}
