import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, UserId } from '../../values/id.ts';
import type { AccountRow } from './queries.ts';
import type { Role } from './rules/role-scopes.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

export interface MembershipRow extends AccountRow {
  readonly role: Role;
}

/** The account at hand with the role that this person has in it; undefined for strangers, and for an account that is none. */
export const findMembership = (tx: Tx, account: AccountId, user: UserId): Promise<MembershipRow | undefined> =>
  db(tx)
    .selectFrom('tenant.members as m')
    .innerJoin('directory.accounts as a', 'a.id', 'm.account_id')
    .leftJoin('directory.bare_host as b', 'b.account_id', 'a.id')
    .select(['a.id', 'a.slug', 'a.name', 'a.sandbox', 'a.currency', 'a.time_zone as timeZone', 'm.role'])
    .select('a.clock_offset_ms as clockOffsetMs')
    .select((e) => e('b.account_id', 'is not', null).$castTo<boolean>().as('ownsBareHost'))
    .where('m.account_id', '=', account)
    .where('m.user_id', '=', user)
    .where('m.left_at', 'is', null)
    .executeTakeFirst();

const members = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.members as m')
    .innerJoin('machinery.users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name', 'u.email', 'u.two_factor_enabled', 'm.role', 'm.joined_at'])
    .where('m.account_id', '=', account)
    .where('m.left_at', 'is', null);

export const listMembers = (tx: Tx, account: AccountId, after: string | null, limit: number) =>
  members(tx, account)
    .$if(after !== null, (q) => q.where('u.id', '<', after!))
    .orderBy('u.id', 'desc')
    .limit(limit)
    .execute();

export type MemberRow = Awaited<ReturnType<typeof listMembers>>[number];

export const findMember = (tx: Tx, account: AccountId, user: UserId): Promise<MemberRow | undefined> =>
  members(tx, account).where('u.id', '=', user).executeTakeFirst();

/** Empties a sandbox and takes it away; false for what is none. The function acts as the owner of the tables. */
export const removeSandbox = async (tx: Tx, account: AccountId): Promise<boolean> =>
  (await sql<{ gone: boolean }>`select machinery.remove_sandbox(${account}) as gone`.execute(tx)).rows[0]!.gone;

/** Puts somebody into the account, or back into it. The transaction must be of this account. */
export async function putMember(tx: Tx, account: AccountId, user: UserId, role: Role, at: Date): Promise<void> {
  await db(tx)
    .insertInto('tenant.members')
    .values({ account_id: account, user_id: user, role, joined_at: at, left_at: null, former_name: null })
    .onConflict((c) =>
      c.columns(['account_id', 'user_id']).doUpdateSet({ role, joined_at: at, left_at: null, former_name: null }),
    )
    .execute();
  await db(tx)
    .insertInto('directory.memberships')
    .values({ user_id: user, account_id: account })
    .onConflict((c) => c.doNothing())
    .execute();
}

export const setRole = (tx: Tx, account: AccountId, user: UserId, role: Role) =>
  db(tx)
    .updateTable('tenant.members')
    .set({ role })
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .execute();

/** The row stays with the name of that day, so that the audit log can say who it was. */
export async function endMembership(tx: Tx, account: AccountId, user: UserId, name: string, at: Date): Promise<void> {
  await db(tx)
    .updateTable('tenant.members')
    .set({ left_at: at, former_name: name })
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .execute();
  await db(tx)
    .deleteFrom('directory.memberships')
    .where('user_id', '=', user)
    .where('account_id', '=', account)
    .execute();
}

/** The owners under their locks, so that two who make each other less at once do not leave none. */
export const lockOwners = async (tx: Tx, account: AccountId): Promise<UserId[]> =>
  (
    await db(tx)
      .selectFrom('tenant.members')
      .select('user_id')
      .where('account_id', '=', account)
      .where('role', '=', 'owner')
      .where('left_at', 'is', null)
      .orderBy('user_id')
      .forUpdate()
      .execute()
  ).map(({ user_id }) => user_id);

const invitations = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.invitations as i')
    .leftJoin('machinery.users as u', 'u.id', 'i.invited_by')
    .select(['i.id', 'i.email', 'i.role', 'i.token_hash', 'i.created_at', 'i.expires_at', 'u.name as inviter_name'])
    .where('i.account_id', '=', account);

export const listInvitations = (tx: Tx, account: AccountId, after: string | null, limit: number) =>
  invitations(tx, account)
    .$if(after !== null, (q) => q.where('i.id', '<', after!))
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute();

export type InvitationRow = Awaited<ReturnType<typeof listInvitations>>[number];

export const findInvitation = (tx: Tx, account: AccountId, id: string): Promise<InvitationRow | undefined> =>
  invitations(tx, account).where('i.id', '=', id).executeTakeFirst();

export const findInvitationByToken = (tx: Tx, account: AccountId, hash: Buffer): Promise<InvitationRow | undefined> =>
  invitations(tx, account).where('i.token_hash', '=', hash).executeTakeFirst();

export const countInvitations = async (tx: Tx, account: AccountId): Promise<number> =>
  Number(
    (
      await db(tx)
        .selectFrom('tenant.invitations')
        .select((e) => e.fn.countAll<bigint>().as('count'))
        .where('account_id', '=', account)
        .executeTakeFirstOrThrow()
    ).count,
  );

export const insertInvitation = (
  tx: Tx,
  row: {
    account_id: AccountId;
    id: string;
    email: string;
    role: Role;
    token_hash: Buffer;
    invited_by: string;
    created_at: Date;
    expires_at: Date;
  },
) => db(tx).insertInto('tenant.invitations').values(row).execute();

/** True for whoever deleted it: an invitation is accepted, or taken back, once. */
export const deleteInvitation = async (tx: Tx, account: AccountId, id: string): Promise<boolean> =>
  (
    await db(tx)
      .deleteFrom('tenant.invitations')
      .where('account_id', '=', account)
      .where('id', '=', id)
      .executeTakeFirst()
  ).numDeletedRows === 1n;

/** `emails` in lower case. */
export const deleteInvitationsOf = (tx: Tx, account: AccountId, emails: readonly string[]) =>
  db(tx)
    .deleteFrom('tenant.invitations')
    .where('account_id', '=', account)
    .where('email', 'in', emails.length > 0 ? [...emails] : [''])
    .execute();

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly act?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly text?: string | undefined;
}

/** Rows of the audit log, newest first, with the names of those who acted, as far as they are known. */
export const listAudit = (tx: Tx, account: AccountId, filter: AuditFilter, after: string | null, limit: number) =>
  db(tx)
    .selectFrom('tenant.audit_log as l')
    .leftJoin('machinery.users as u', (j) => j.on(sql<boolean>`l.actor = 'user:' || u.id`))
    .leftJoin('tenant.members as m', (j) =>
      j.onRef('m.account_id', '=', 'l.account_id').on(sql<boolean>`l.actor = 'user:' || m.user_id`),
    )
    .leftJoin('tenant.keys as k', (j) =>
      j.onRef('k.account_id', '=', 'l.account_id').on(sql<boolean>`l.actor = 'key:' || k.id`),
    )
    .select(['l.id', 'l.at', 'l.actor', 'l.act', 'l.subject', 'l.note', 'l.detail'])
    .select(sql<string | null>`coalesce(case when m.left_at is null then u.name end, m.former_name, k.name)`.as('name'))
    .where('l.account_id', '=', account)
    .$if(after !== null, (q) => q.where('l.id', '<', after!))
    .$if(filter.actor !== undefined, (q) => {
      const actor = filter.actor!;
      return actor.includes(':')
        ? q.where('l.actor', '=', actor)
        : q.where(sql<boolean>`split_part(l.actor, ':', 1) = ${actor}`);
    })
    .$if(filter.act !== undefined, (q) => q.where('l.act', '=', filter.act!))
    .$if(filter.subject !== undefined, (q) => q.where('l.subject', '=', filter.subject!))
    .$if(filter.from !== undefined, (q) => q.where('l.at', '>=', filter.from!))
    .$if(filter.to !== undefined, (q) => q.where('l.at', '<', filter.to!))
    .$if(filter.text !== undefined, (q) => {
      const words = filter.text!.toLowerCase();
      return q.where(
        sql<boolean>`position(${words} in lower(concat_ws(' ', l.act, l.subject, l.note, l.detail ->> 'summary'))) > 0`,
      );
    })
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute();

export type AuditRow = Awaited<ReturnType<typeof listAudit>>[number];
