import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { Day } from '../../values/instant.ts';

/** One more page of a site on which consent was given, or refused. */
export const addConsent = (tx: Tx, account: AccountId, day: Day, site: string, given: boolean) =>
  sql`
    insert into tenant.consents as c (account_id, day, site, given, refused)
    values (${account}, ${day}, ${site}, ${given ? 1 : 0}, ${given ? 0 : 1})
    on conflict (account_id, day, site) do update set given = c.given + excluded.given, refused = c.refused + excluded.refused`.execute(
    tx,
  );

export interface ConsentSums {
  readonly site: string;
  readonly given: bigint;
  readonly refused: bigint;
}

/** What the pages of each site were told from a day on. */
export const sumConsents = async (tx: Tx, account: AccountId, from: Day): Promise<ConsentSums[]> =>
  (
    await sql<ConsentSums>`
      select c.site, sum(c.given)::bigint as given, sum(c.refused)::bigint as refused from tenant.consents c
      where c.account_id = ${account} and c.day >= ${from}::date group by c.site order by c.site`.execute(tx)
  ).rows;
