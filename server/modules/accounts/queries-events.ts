import type { Tx } from '../../platform/db.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

export const insertEvent = (
  tx: Tx,
  row: {
    account_id: string;
    id: string;
    at: Date;
    kind: string;
    subject: string;
    partner_id: string | null;
    data: string;
  },
) => db(tx).insertInto('tenant.events').values(row).execute();
