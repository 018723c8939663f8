import { type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { MessageTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<MessageTables>();

type SettingsTable = MessageTables['tenant.mail_settings'];
export type MailSettingsRow = Selectable<SettingsTable>;

export const findMailSettings = (tx: Tx, account: AccountId): Promise<MailSettingsRow | undefined> =>
  db(tx).selectFrom('tenant.mail_settings').selectAll().where('account_id', '=', account).executeTakeFirst();

/** The account's row, made where there is none, and changed. */
export const putMailSettings = (tx: Tx, account: AccountId, set: Updateable<SettingsTable>) =>
  db(tx)
    .insertInto('tenant.mail_settings')
    .values({ account_id: account, chosen: '{}', ...set })
    .onConflict((c) => c.column('account_id').doUpdateSet(set))
    .execute();

/**
 * The next turn under a limit of one message each `spacingMs`, which is now where nobody waits. Turns are handed out in the
 * order of asking, whichever process asks.
 */
export const takeSlot = async (tx: Tx, account: AccountId, now: Date, spacingMs: number): Promise<Date> =>
  (
    await sql<{ slot: Date }>`
      update tenant.mail_settings
      set next_slot_at = greatest(next_slot_at, ${now}) + ${spacingMs} * interval '1 millisecond'
      where account_id = ${account}
      returning next_slot_at - ${spacingMs} * interval '1 millisecond' as slot`.execute(tx)
  ).rows[0]?.slot ?? now;

type TemplatesTable = MessageTables['tenant.message_templates'];
export type TemplateRow = Selectable<TemplatesTable>;

export const listTemplates = (tx: Tx, account: AccountId): Promise<TemplateRow[]> =>
  db(tx).selectFrom('tenant.message_templates').selectAll().where('account_id', '=', account).execute();

export const findTemplate = (tx: Tx, account: AccountId, kind: string): Promise<TemplateRow | undefined> =>
  db(tx)
    .selectFrom('tenant.message_templates')
    .selectAll()
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .executeTakeFirst();

export const putTemplate = (
  tx: Tx,
  row: {
    account_id: string;
    kind: string;
    is_on: boolean;
    subject: string | null;
    body: string | null;
    changed_at: Date;
    author: string;
  },
) => {
  const { account_id, kind, ...set } = row;
  return db(tx)
    .insertInto('tenant.message_templates')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'kind']).doUpdateSet(set))
    .execute();
};
