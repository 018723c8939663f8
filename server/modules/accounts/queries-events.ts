import { addRowsTo } from '../../platform/add-rows.ts';
import type { Tx } from '../../platform/db.ts';
import type { AccountTables } from './tables.ts';

const add = addRowsTo<AccountTables>();

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
) => add(tx, 'tenant.events', [row]);
