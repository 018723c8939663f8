import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import { codeKeyOf } from '../../values/code.ts';
import type { AccountId, LinkId, PartnerId } from '../../values/id.ts';
import type { PromoTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PromoTables>();

export type LinkRow = Selectable<PromoTables['tenant.links']>;

/** A link that was made for a promo tool leads where the tool does, now and after a change of it. */
const links = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.links as l')
    .leftJoin('tenant.promo_tools as t', (on) =>
      on.onRef('t.account_id', '=', 'l.account_id').onRef('t.id', '=', 'l.promo_tool_id'),
    )
    .select(['l.account_id', 'l.id', 'l.partner_id', 'l.code', 'l.code_key', 'l.promo_tool_id', 'l.created_at'])
    .select((e) => e.fn.coalesce('l.url', 't.url').as('url'))
    .where('l.account_id', '=', account);

export const findLink = (tx: Tx, account: AccountId, id: LinkId): Promise<LinkRow | undefined> =>
  links(tx, account).where('l.id', '=', id).executeTakeFirst();

/** Ignores case. */
export const findLinkByCode = (tx: Tx, account: AccountId, code: string): Promise<LinkRow | undefined> =>
  links(tx, account).where('l.code_key', '=', codeKeyOf(code)).executeTakeFirst();

/** Links by their ids. */
export const findLinks = async (tx: Tx, account: AccountId, ids: readonly string[]): Promise<LinkRow[]> =>
  ids.length === 0
    ? []
    : links(tx, account)
        .where('l.id', '=', (e) => e.fn.any(e.val([...ids])))
        .execute();

/** The links of these codes, by the code's key. */
export async function findLinksByCodes(
  tx: Tx,
  account: AccountId,
  codes: readonly string[],
): Promise<Map<string, LinkRow>> {
  if (codes.length === 0) return new Map();
  const rows = await links(tx, account)
    .where('l.code_key', '=', (e) => e.fn.any(e.val(codes.map(codeKeyOf))))
    .execute();
  return new Map(rows.map((row) => [row.code_key, row]));
}

/** What a redirect has to know of links: the newest of the account. `url` null: where the partner's program leads by default. */
export const listLinksForMemory = (tx: Tx, account: AccountId, limit: number) =>
  links(tx, account)
    .clearSelect()
    .select(['l.id', 'l.code_key', 'l.partner_id', 'l.promo_tool_id'])
    .select((e) => e.fn.coalesce('l.url', 't.url').as('url'))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute();

/** Newest first. */
export const listLinks = (
  tx: Tx,
  account: AccountId,
  filter: { readonly partner_id?: PartnerId | undefined },
  after: string | null,
  limit: number,
): Promise<LinkRow[]> =>
  links(tx, account)
    .$if(filter.partner_id !== undefined, (q) => q.where('l.partner_id', '=', filter.partner_id!))
    .$if(after !== null, (q) => q.where('l.id', '<', after))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute();

/** Undefined where the code is taken, by a transaction under way too, which is waited for. */
export const insertLink = (tx: Tx, row: Insertable<PromoTables['tenant.links']>): Promise<LinkRow | undefined> =>
  db(tx)
    .insertInto('tenant.links')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'code_key']).doNothing())
    .returningAll()
    .executeTakeFirst();

/** What a code is called once its partner is erased. */
export const erasedCode = (id: string): string => `erased-${id}`;

/** The codes of a partner's links and coupons, as they are compared. */
export async function listCodeKeys(tx: Tx, account: AccountId, partner: PartnerId) {
  const of = (table: 'tenant.links' | 'tenant.coupons') =>
    db(tx)
      .selectFrom(table)
      .select(['id', 'code_key'])
      .where('account_id', '=', account)
      .where('partner_id', '=', partner)
      .execute();
  return { links: await of('tenant.links'), coupons: await of('tenant.coupons') };
}

/**
 * Codes may hold a person's name: those of an erased partner become meaningless, and lead nowhere any more. Resolves to the
 * new code of the partner's own link, which is theirs too.
 */
export async function scrambleCodes(tx: Tx, account: AccountId, partner: PartnerId): Promise<string> {
  const set = { code: sql<string>`'erased-' || id`, code_key: sql<string>`'erased-' || id` };
  const links = await db(tx)
    .updateTable('tenant.links')
    .set(set)
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .returning(['code', 'url', 'promo_tool_id'])
    .execute();
  await db(tx)
    .updateTable('tenant.coupons')
    .set(set)
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .execute();
  return links.find((link) => link.url === null && link.promo_tool_id === null)!.code;
}
