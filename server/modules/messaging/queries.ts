import { type ExpressionBuilder, type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import { addRowsTo } from '../../platform/add-rows.ts';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId, PartnerId } from '../../values/id.ts';
import type { MessageState, MessageTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<MessageTables>();
const add = addRowsTo<MessageTables>();

type Messages = MessageTables['tenant.messages'];
export type MessageRow = Selectable<Messages>;

export const insertMessage = (tx: Tx, row: Insertable<Messages>) => add(tx, 'tenant.messages', [row]);

const messages = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.messages').selectAll().where('account_id', '=', account);

export const findMessage = (tx: Tx, account: AccountId, id: string): Promise<MessageRow | undefined> =>
  messages(tx, account).where('id', '=', id).executeTakeFirst();

export const lockMessage = (tx: Tx, account: AccountId, id: string): Promise<MessageRow | undefined> =>
  messages(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export interface MessageFilter {
  readonly kind?: string | undefined;
  readonly state?: MessageState | undefined;
  readonly partnerId?: string | undefined;
  /** Somebody as a contact, and as the partner that they are. */
  readonly person?: { readonly contactId: string; readonly partnerId: string | null };
}

/** To somebody as a contact, or as a partner. */
function isTo(
  e: ExpressionBuilder<MessageTables, 'tenant.messages'>,
  { contactId, partnerId }: { contactId: string; partnerId: string | null },
) {
  return e.or([e('contact_id', '=', contactId), ...(partnerId === null ? [] : [e('partner_id', '=', partnerId)])]);
}

/** Newest first. */
export const listMessages = (
  tx: Tx,
  account: AccountId,
  filter: MessageFilter,
  after: string | null,
  limit: number,
): Promise<MessageRow[]> =>
  messages(tx, account)
    .$if(filter.kind !== undefined, (q) => q.where('kind', '=', filter.kind!))
    .$if(filter.state !== undefined, (q) => q.where('state', '=', filter.state!))
    .$if(filter.partnerId !== undefined, (q) => q.where('partner_id', '=', filter.partnerId!))
    .$if(filter.person !== undefined, (q) => q.where((e) => isTo(e, filter.person!)))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const updateMessage = (tx: Tx, account: AccountId, id: string, set: Updateable<Messages>) =>
  db(tx).updateTable('tenant.messages').set(set).where('account_id', '=', account).where('id', '=', id).execute();

/** Keeps what was written out, unless somebody else did or the message was erased meanwhile. */
export const keepContent = (tx: Tx, account: AccountId, id: string, content: Buffer) =>
  db(tx)
    .updateTable('tenant.messages')
    .set({ content })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('content', 'is', null)
    .where('erased_at', 'is', null)
    .execute();

/** Messages to this contact, as a person or as a partner. */
export const listMessagesTo = (tx: Tx, account: AccountId, contact: ContactId, partner: PartnerId | null) =>
  db(tx)
    .selectFrom('tenant.messages')
    .select(['id', 'state'])
    .where('account_id', '=', account)
    .where((e) => isTo(e, { contactId: contact, partnerId: partner }))
    .where('erased_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();

/** Messages that these things caused, held. */
export const listMessagesAbout = async (tx: Tx, account: AccountId, subjects: readonly string[]): Promise<string[]> => {
  if (subjects.length === 0) return [];
  const rows = await db(tx)
    .selectFrom('tenant.messages')
    .select('id')
    .where('account_id', '=', account)
    .where('subject_id', '=', (e) => e.fn.any(e.val([...subjects])))
    .where('erased_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
};

export const eraseMessages = (tx: Tx, account: AccountId, ids: readonly string[], at: Date) =>
  sql`
    update tenant.messages
    set content = null, facts = '{}', detail = null, erased_at = ${at},
        settled_at = coalesce(settled_at, ${at}), state = case when state = 'queued' then 'suppressed' else state end
    where account_id = ${account} and id = any(${ids})`.execute(tx);

/** The newest facts of a kind, for a preview with what really happened. */
export const findNewestFacts = (tx: Tx, account: AccountId, kind: string, partner: PartnerId | null) =>
  db(tx)
    .selectFrom('tenant.messages')
    .select(['facts', 'partner_id', 'created_at'])
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .where('erased_at', 'is', null)
    .where('event', '<>', 'test')
    .$if(partner !== null, (q) => q.where('partner_id', '=', partner))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

export interface Wish {
  /** The kind is switched off. */
  readonly off: boolean;
  readonly frequency: string | null;
  /** What the program says of commissions; null: nothing. */
  readonly notify: boolean | null;
  readonly suppressed: boolean;
}

/** All that decides whether a message is written, in one question: orders wait for it. */
export const findWish = async (
  tx: Tx,
  account: AccountId,
  kind: string,
  partner: string | null,
  program: string | null,
): Promise<Wish> =>
  (
    await sql<Wish>`
      select
        exists (select 1 from tenant.message_templates where account_id = ${account} and kind = ${kind} and not is_on) as off,
        (select frequency from tenant.message_preferences where account_id = ${account} and partner_id = ${partner}) as frequency,
        (select notify_when_earning from tenant.program_messages where account_id = ${account} and program_id = ${program}) as notify,
        exists (select 1 from tenant.suppressions where account_id = ${account} and partner_id = ${partner}) as suppressed`.execute(
      tx,
    )
  ).rows[0]!;
