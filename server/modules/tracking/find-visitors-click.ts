import type { Tx } from '../../platform/db.ts';
import type { AccountId, ClickId } from '../../values/id.ts';
import { addDays } from '../../values/instant.ts';
import { listClicksOfVisitor } from './queries.ts';
import { readVisitor } from './visitor.ts';

/** As long as a browser keeps the visitor's cookie. */
const COOKIE_DAYS = 400;

/** The newest click of the visitor that a `Cookie` header names; null where it names none, or none that clicked. */
export async function findVisitorsClick(
  tx: Tx,
  account: AccountId,
  cookies: string | undefined,
  now: Date,
): Promise<ClickId | null> {
  const visitor = readVisitor(cookies);
  if (visitor === null) return null;
  const [newest] = await listClicksOfVisitor(tx, account, visitor, addDays(now, -COOKIE_DAYS), 1);
  return newest?.id ?? null;
}
