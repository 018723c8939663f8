import { Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import { dayOf, shiftDay } from '../../values/instant.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findPartner } from '../partners/index.ts';
import { findProgram } from '../programs/index.ts';
import { findLink } from '../promo/index.ts';
import { type FilterName, judgeDays } from './contract.ts';
import type { Period } from './rules/periods.ts';

const USUAL_DAYS = 30;

type Query = Partial<Record<FilterName | 'from' | 'to', string | undefined>>;

/**
 * The query with its days: those that are not given are the last thirty, today included. Refuses `not_found` for a partner,
 * program or link that is not there. Throws `invalid` for days in the wrong order.
 */
export async function readAsked<Q>(context: Context, asked: Q): Promise<(Q & Period) | Refusal> {
  const query = asked as Query;
  const to = query.to ?? shiftDay(dayOf(context.now, context.account.timeZone), 1);
  const period = { from: query.from ?? shiftDay(to, -USUAL_DAYS), to };
  const wrong = judgeDays(period);
  if (wrong) {
    throw new Problem('invalid', `The query is not right: ${wrong.field}: ${wrong.message}.`, {
      errors: [{ path: wrong.field, code: 'custom', message: wrong.message }],
    });
  }
  const { tx, accountId } = context;
  const isThere =
    (!query.partner_id || (await findPartner(tx, accountId, query.partner_id))) &&
    (!query.program_id || (await findProgram(tx, accountId, query.program_id))) &&
    (!query.link_id || (await findLink(tx, accountId, query.link_id)));
  return isThere ? { ...asked, ...period } : refuse('not_found', 'There is no such partner, program or link.');
}
