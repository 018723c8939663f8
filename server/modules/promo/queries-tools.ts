import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import { codeKeyOf } from '../../values/code.ts';
import type { AccountId, PartnerId, ProgramId } from '../../values/id.ts';
import type { PromoToolKind } from './rules/kinds.ts';
import type { ToolState } from './rules/tool-state.ts';
import type { PromoTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PromoTables>();

export type PromoToolRow = Selectable<PromoTables['tenant.promo_tools']>;
type ToolLinkRow = Selectable<PromoTables['tenant.promo_tool_links']>;

const tools = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.promo_tools').selectAll().where('account_id', '=', account);

export const findPromoTool = (tx: Tx, account: AccountId, id: string): Promise<PromoToolRow | undefined> =>
  tools(tx, account).where('id', '=', id).executeTakeFirst();

export const findPromoTools = async (tx: Tx, account: AccountId, ids: readonly string[]): Promise<PromoToolRow[]> =>
  ids.length === 0
    ? []
    : tools(tx, account)
        .where('id', '=', (e) => e.fn.any(e.val([...ids])))
        .execute();

/** Changes of one tool follow one another. */
export const lockPromoTool = (tx: Tx, account: AccountId, id: string): Promise<PromoToolRow | undefined> =>
  tools(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export interface ToolFilter {
  readonly kind?: PromoToolKind | undefined;
  readonly state?: ToolState | undefined;
  readonly program_id?: ProgramId | undefined;
  readonly partner_id?: PartnerId | undefined;
}

/** The same as `toolState` says. */
const inState = (state: ToolState, now: Date) =>
  ({
    archived: sql<boolean>`archived_at is not null`,
    draft: sql<boolean>`archived_at is null and not published`,
    ended: sql<boolean>`archived_at is null and published and ends_at <= ${now}`,
    scheduled: sql<boolean>`archived_at is null and published and (ends_at is null or ends_at > ${now}) and starts_at > ${now}`,
    shown: sql<boolean>`archived_at is null and published and (ends_at is null or ends_at > ${now})
      and (starts_at is null or starts_at <= ${now})`,
  })[state];

/** Newest first. */
export const listPromoTools = (
  tx: Tx,
  account: AccountId,
  { kind, state, program_id, partner_id }: ToolFilter,
  now: Date,
  after: string | null,
  limit: number,
): Promise<PromoToolRow[]> =>
  tools(tx, account)
    .$if(kind !== undefined, (q) => q.where('kind', '=', kind!))
    .$if(state !== undefined, (q) => q.where(inState(state!, now)))
    .$if(program_id !== undefined, (q) => q.where(sql<boolean>`${program_id} = any(program_ids)`))
    .$if(partner_id !== undefined, (q) => q.where(sql<boolean>`${partner_id} = any(partner_ids)`))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** What a partner of a program is shown at an instant, newest first. */
export const listToolsShownTo = (
  tx: Tx,
  account: AccountId,
  { id, program_id }: { readonly id: PartnerId; readonly program_id: ProgramId },
  now: Date,
): Promise<PromoToolRow[]> =>
  tools(tx, account)
    .where(inState('shown', now))
    .where(
      sql<boolean>`(program_ids = '{}' and partner_ids = '{}' or ${program_id} = any(program_ids) or ${id} = any(partner_ids))`,
    )
    .orderBy('id', 'desc')
    .execute();

export const insertPromoTool = (tx: Tx, row: Insertable<PromoTables['tenant.promo_tools']>): Promise<PromoToolRow> =>
  db(tx).insertInto('tenant.promo_tools').values(row).returningAll().executeTakeFirstOrThrow();

export const updatePromoTool = (
  tx: Tx,
  account: AccountId,
  id: string,
  change: Updateable<PromoTables['tenant.promo_tools']>,
): Promise<PromoToolRow> =>
  db(tx)
    .updateTable('tenant.promo_tools')
    .set(change)
    .where('account_id', '=', account)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** The links that a partner has for these tools, by tool. */
export async function listToolLinks(
  tx: Tx,
  account: AccountId,
  partner: PartnerId,
  toolIds: readonly string[],
): Promise<Map<string, { id: string; code: string }>> {
  if (toolIds.length === 0) return new Map();
  const { rows } = await sql<{ promo_tool_id: string; id: string; code: string }>`
    select o.promo_tool_id, l.id, l.code from tenant.promo_tool_links o
    join tenant.links l on l.account_id = o.account_id and l.id = o.link_id
    where o.account_id = ${account} and o.partner_id = ${partner} and o.promo_tool_id = any(${toolIds}::text[])`.execute(
    tx,
  );
  return new Map(rows.map(({ promo_tool_id, id, code }) => [promo_tool_id, { id, code }]));
}

/** Resolves to those that are new. A transaction that gives the same is waited for. */
export const insertToolLinks = (tx: Tx, rows: readonly ToolLinkRow[]): Promise<ToolLinkRow[]> =>
  db(tx)
    .insertInto('tenant.promo_tool_links')
    .values([...rows])
    .onConflict((c) => c.doNothing())
    .returningAll()
    .execute();

/** Resolves to the ids of those whose codes were free. */
export async function insertLinks(
  tx: Tx,
  rows: readonly Omit<Insertable<PromoTables['tenant.links']>, 'code_key'>[],
): Promise<Set<string>> {
  const made = await db(tx)
    .insertInto('tenant.links')
    .values(rows.map((row) => ({ ...row, code_key: codeKeyOf(row.code) })))
    .onConflict((c) => c.columns(['account_id', 'code_key']).doNothing())
    .returning('id')
    .execute();
  return new Set(made.map((row) => row.id));
}
