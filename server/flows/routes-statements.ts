import { z } from 'zod';
import { findPartner } from '../modules/partners/index.ts';
import { plain, RawAnswer, type Route } from '../platform/http/route.ts';
import { isDay } from '../values/instant.ts';
import { refuse } from '../values/refusal.ts';
import { makeStatement, statementCsv, statementView } from './statement.ts';

export const month = z
  .string()
  .refine((value) => /^\d{4}-\d{2}$/.test(value) && isDay(`${value}-01`), { message: 'is no month, such as 2026-01' });

const show = plain({
  method: 'GET',
  path: '/v1/partners/{id}/statements/{month}',
  tag: 'Payouts',
  summary: 'A partner’s statement of a month: opening balance, every movement, closing balance; text/csv by Accept',
  who: 'secret',
  scope: 'read',
  params: z.strictObject({ id: z.string(), month }),
  answer: statementView,
  handle: async (context, { params, headers }) => {
    const partner = await findPartner(context.tx, context.accountId, params.id);
    if (!partner) return refuse('not_found', 'There is no such partner.');
    const statement = await makeStatement(context, partner, params.month);
    if (!/\btext\/csv\b/.test(headers.accept ?? '')) return statement;
    const name = `statement-${partner.code}-${params.month}.csv`.replace(/[^\w.-]/g, '_');
    return new RawAnswer('text/csv; charset=utf-8', statementCsv(statement), {
      'content-disposition': `attachment; filename="${name}"`,
    });
  },
});

export function statementRoutes(): Route[] {
  return [show];
}
