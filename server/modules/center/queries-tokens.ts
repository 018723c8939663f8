import type { Insertable, Selectable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import type { CenterTables, TokenKind } from './tables.ts';

const db = (tx: Tx) => tx.withTables<CenterTables>();

export type TokenRow = Selectable<CenterTables['tenant.partner_tokens']>;

export const insertToken = (tx: Tx, row: Insertable<CenterTables['tenant.partner_tokens']>) =>
  db(tx).insertInto('tenant.partner_tokens').values(row).execute();

/** Takes a token out of use. Undefined where it is unknown, was used or is too old: of two at once, one gets it. */
export const takeToken = (
  tx: Tx,
  account: AccountId,
  hash: Buffer,
  kinds: readonly TokenKind[],
  now: Date,
): Promise<TokenRow | undefined> =>
  db(tx)
    .updateTable('tenant.partner_tokens')
    .set({ used_at: now })
    .where('account_id', '=', account)
    .where('hash', '=', hash)
    .where('kind', 'in', [...kinds])
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();

/** The token of this kind that waits to be used. */
export const findWaiting = (tx: Tx, account: AccountId, partner: PartnerId, kind: TokenKind, now: Date) =>
  db(tx)
    .selectFrom('tenant.partner_tokens')
    .selectAll()
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Those of these kinds open nothing any more. */
export const dropTokens = (tx: Tx, account: AccountId, partner: PartnerId, kinds: readonly TokenKind[]) =>
  db(tx)
    .deleteFrom('tenant.partner_tokens')
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('kind', 'in', [...kinds])
    .execute();
