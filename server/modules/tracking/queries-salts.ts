import type { Tx } from '../../platform/db.ts';
import type { Day } from '../../values/instant.ts';
import type { TrackingTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<TrackingTables>();

/** The salt of the day: the one that is there, else the one offered. All nodes get the same. */
export async function agreeOnSalt(tx: Tx, day: Day, offered: Buffer): Promise<Buffer> {
  await db(tx)
    .insertInto('machinery.day_salts')
    .values({ day, salt: offered })
    .onConflict((c) => c.doNothing())
    .execute();
  return (
    await db(tx).selectFrom('machinery.day_salts').select('salt').where('day', '=', day).executeTakeFirstOrThrow()
  ).salt;
}

export const destroySaltsBefore = (tx: Tx, day: Day) =>
  db(tx).deleteFrom('machinery.day_salts').where('day', '<', day).execute();
