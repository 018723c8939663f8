import { z } from 'zod';
import { listCommissions } from '../../modules/commissions/index.ts';
import { findFirstTransferAt } from '../../modules/ledger/index.ts';
import { findPayout, listPayouts, type PayoutRow, toPayoutView } from '../../modules/payouts/index.ts';
import { prefersCsv } from '../../modules/reporting/index.ts';
import { idParams, listOf, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { plain, RawAnswer, type Route } from '../../platform/http/route.ts';
import { dayOf, shiftMonth } from '../../values/instant.ts';
import { month } from '../routes-statements.ts';
import { makeStatement, statementCsv, statementView } from '../statement.ts';
import { asPartner, findOwn, notYours, ownId } from './own.ts';
import { commissionShape, showCommissions } from './show-commissions.ts';

const payoutView = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  method: z.string(),
  status: z.string(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  created_at: z.string(),
  settled_at: z.string().nullable(),
});

export const paymentRoutes = (): Route[] => [listRoute, readRoute, monthsRoute, statementRoute];

function showOwn(row: PayoutRow): z.input<typeof payoutView> {
  const { run_id: _, partner_id: __, ...own } = toPayoutView(row);
  return own;
}

const listRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/payouts',
  summary: 'Their payments, newest first',
  scope: 'read',
  query: pageQuery,
  answer: listOf(payoutView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const filter = { partner_id: ownId(context) };
    return toList(await listPayouts(context.tx, context.accountId, filter, page.after, page.limit + 1), page, showOwn);
  },
});

const SHOWN_AT_MOST = 100;

const readRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/payouts/{id}',
  summary: 'A payment of theirs, and the first hundred commissions that it paid',
  scope: 'read',
  params: idParams,
  answer: payoutView.extend({ commissions: z.array(commissionShape), has_more: z.boolean() }),
  handle: async (context, { params }) => {
    const { tx, accountId } = context;
    const row = await findPayout(tx, accountId, params.id);
    if (!row || row.partner_id !== ownId(context)) return notYours('payment');
    const filter = { payout_id: row.id, partner_id: ownId(context) };
    const rows = await listCommissions(tx, accountId, filter, null, SHOWN_AT_MOST + 1);
    const commissions = await showCommissions(context, rows.slice(0, SHOWN_AT_MOST));
    return { ...showOwn(row), commissions, has_more: rows.length > SHOWN_AT_MOST };
  },
});

const monthsRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/statements',
  summary: 'The months of which there is a statement, newest first',
  scope: 'read',
  answer: z.object({ data: z.array(z.object({ month: z.string() })) }),
  handle: async (context) => {
    const { timeZone } = context.account;
    const first = await findFirstTransferAt(context.tx, context.accountId, ownId(context));
    if (!first) return { data: [] };
    const months = [dayOf(context.now, timeZone).slice(0, 7)];
    const start = dayOf(first, timeZone).slice(0, 7);
    while (months.at(-1)! > start) months.push(shiftMonth(months.at(-1)!, -1));
    return { data: months.map((name) => ({ month: name })) };
  },
});

const statementRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/statements/{month}',
  summary: 'Their statement of a month: opening balance, every movement, closing balance; text/csv by Accept',
  scope: 'read',
  params: z.strictObject({ month }),
  answer: statementView,
  handle: async (context, { params, headers }) => {
    const { partner } = await findOwn(context);
    const whole = await makeStatement(context, partner, params.month);
    const statement = { ...whole, currencies: whole.currencies.map(withoutNotes) };
    if (!prefersCsv(headers.accept)) return statement;
    return new RawAnswer('text/csv; charset=utf-8', statementCsv(statement), {
      vary: 'accept',
      'content-disposition': `attachment; filename="statement-${params.month}.csv"`,
    });
  },
});

type OneCurrency = z.input<typeof statementView>['currencies'][number];

/** Notes of people of the office are for one another, and whose order the second tier is of is not the sponsor's to know. */
function withoutNotes(currency: OneCurrency): OneCurrency {
  const movements = currency.movements.map((row) => ({
    ...row,
    note: null,
    order_id: row.tier === 2 ? null : row.order_id,
  }));
  return { ...currency, movements };
}
