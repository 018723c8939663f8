import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId, PartnerId, ProgramId } from '../../values/id.ts';
import { type Found, isFound } from './queries-search.ts';
import type { PartnerStatus } from './rules/partner-transitions.ts';
import type { PartnerTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PartnerTables>();

type Partners = PartnerTables['tenant.partners'];
type History = PartnerTables['tenant.partner_history'];
export type PartnerRow = Selectable<Partners>;
export type StandingRow = Pick<
  Selectable<History>,
  'partner_id' | 'seq' | 'from_at' | 'status' | 'program_id' | 'sponsor_id'
>;

const partners = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.partners').selectAll().where('account_id', '=', account);

export const findPartner = (tx: Tx, account: AccountId, id: PartnerId): Promise<PartnerRow | undefined> =>
  partners(tx, account).where('id', '=', id).executeTakeFirst();

/** Holds the partner's row until the transaction ends, so that history rows follow one another. */
export const lockPartner = (tx: Tx, account: AccountId, id: PartnerId): Promise<PartnerRow | undefined> =>
  partners(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

/** Locks several in the order of their ids, so that two who do so wait for one another and never in a ring. */
export const lockPartners = (tx: Tx, account: AccountId, ids: readonly PartnerId[]): Promise<PartnerRow[]> =>
  partners(tx, account)
    .where('id', '=', (e) => e.fn.any(e.val([...ids])))
    .orderBy('id')
    .forUpdate()
    .execute();

export const findPartners = async (tx: Tx, account: AccountId, ids: readonly PartnerId[]): Promise<PartnerRow[]> =>
  ids.length === 0
    ? []
    : partners(tx, account)
        .where('id', '=', (e) => e.fn.any(e.val([...ids])))
        .orderBy('id')
        .execute();

export const findPartnerByContact = (tx: Tx, account: AccountId, contact: ContactId): Promise<PartnerRow | undefined> =>
  partners(tx, account).where('contact_id', '=', contact).executeTakeFirst();

export interface PartnerFilter {
  readonly status?: PartnerStatus | undefined;
  readonly program_id?: ProgramId | undefined;
  readonly emailKey?: string | undefined;
  readonly ids?: readonly PartnerId[] | undefined;
  readonly sponsorId?: PartnerId | undefined;
  /** What a name or an address begins with; `named` is the one partner whom the words name as a whole, by a code. */
  readonly search?: { readonly found: Found; readonly named: PartnerId | null } | undefined;
}

/** Newest first. */
export const listPartners = (
  tx: Tx,
  account: AccountId,
  filter: PartnerFilter,
  after: string | null,
  limit: number,
): Promise<PartnerRow[]> =>
  partners(tx, account)
    .$if(filter.status !== undefined, (q) => q.where('status', '=', filter.status!))
    .$if(filter.program_id !== undefined, (q) => q.where('program_id', '=', filter.program_id!))
    .$if(filter.emailKey !== undefined, (q) =>
      q.where('contact_id', 'in', (e) =>
        e
          .selectFrom('tenant.contact_emails')
          .select('contact_id')
          .where('account_id', '=', account)
          .where('email_key', '=', filter.emailKey!),
      ),
    )
    .$if(filter.ids !== undefined, (q) => q.where('id', '=', (e) => e.fn.any(e.val([...filter.ids!]))))
    .$if(filter.sponsorId !== undefined, (q) => q.where('sponsor_id', '=', filter.sponsorId!))
    .$if(filter.search !== undefined, (q) =>
      q.where((e) =>
        e.or([
          isFound(account, 'tenant.partners.contact_id', filter.search!.found),
          e('id', '=', filter.search!.named),
        ]),
      ),
    )
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const insertPartner = (tx: Tx, row: Insertable<Partners>) =>
  db(tx).insertInto('tenant.partners').values(row).returningAll().executeTakeFirstOrThrow();

export const updatePartner = (tx: Tx, account: AccountId, id: PartnerId, set: Updateable<Partners>) =>
  db(tx)
    .updateTable('tenant.partners')
    .set(set)
    .where('account_id', '=', account)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const insertStanding = (tx: Tx, row: Insertable<History>) =>
  db(tx).insertInto('tenant.partner_history').values(row).execute();

/** Status, program and sponsor of these partners from each instant on, in order. */
export const listPartnerHistory = async (
  tx: Tx,
  account: AccountId,
  partnerIds: readonly PartnerId[],
): Promise<StandingRow[]> =>
  partnerIds.length === 0
    ? []
    : db(tx)
        .selectFrom('tenant.partner_history')
        .select(['partner_id', 'seq', 'from_at', 'status', 'program_id', 'sponsor_id'])
        .where('account_id', '=', account)
        .where('partner_id', '=', (e) => e.fn.any(e.val([...partnerIds])))
        .orderBy('partner_id')
        .orderBy('seq')
        .execute();

export const findNewestStanding = (tx: Tx, account: AccountId, id: PartnerId) =>
  db(tx)
    .selectFrom('tenant.partner_history')
    .select(['seq', 'from_at'])
    .where('account_id', '=', account)
    .where('partner_id', '=', id)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();

/** The line upward: the partner, then their sponsor, then that one's sponsor, and so on. */
export async function sponsorChain(tx: Tx, account: AccountId, from: PartnerId): Promise<PartnerId[]> {
  // `union` drops what was seen, so that even a ring would end.
  const { rows } = await sql<{ id: string; sponsor_id: string | null }>`
    with recursive line (id, sponsor_id) as (
      select id, sponsor_id from tenant.partners where account_id = ${account} and id = ${from}
      union
      select p.id, p.sponsor_id from tenant.partners p join line on p.account_id = ${account} and p.id = line.sponsor_id
    )
    select id, sponsor_id from line`.execute(tx);
  const sponsors = new Map(rows.map((row) => [row.id, row.sponsor_id]));
  const chain: PartnerId[] = [];
  for (let at: string | null | undefined = from; at && sponsors.has(at) && !chain.includes(at); at = sponsors.get(at)) {
    chain.push(at);
  }
  return chain;
}
