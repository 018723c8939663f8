import { z } from 'zod';
import {
  type CommissionRow,
  commissionKinds,
  commissionStatuses,
  findCommission,
  listCommissionHistory,
  listCommissionsOfOrder,
  listCommissionsOfPartner,
} from '../../modules/commissions/index.ts';
import { prefersCsv } from '../../modules/reporting/index.ts';
import { NumberCell, toCsv } from '../../platform/csv.ts';
import { day, idParams, listOf, oneOf, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, RawAnswer, type Route } from '../../platform/http/route.ts';
import { startOfDay } from '../../values/instant.ts';
import { toDecimalText } from '../../values/money.ts';
import { asPartner, notYours, ownId } from './own.ts';
import { commissionShape, type OwnCommission, showCommissions } from './show-commissions.ts';
import { tellStory } from './tell-story.ts';

export const earningRoutes = (): Route[] => [listRoute, readRoute];

const filters = {
  status: oneOf(commissionStatuses).optional(),
  kind: oneOf(commissionKinds).optional(),
  tier: z.enum(['1', '2']).transform(Number).optional(),
  from: day.optional(),
  to: day.optional(),
};

/** A file holds more than a page of a screen. */
const ROWS_IN_FILE = 10_000;

const listRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/commissions',
  summary: 'What they earned, newest first, by state, kind, tier and day; text/csv by Accept holds up to 10,000 rows',
  scope: 'read',
  query: pageQuery.extend(filters),
  answer: listOf(commissionShape),
  handle: async (context, { query, headers }) => {
    const page = readPage(query);
    const { timeZone } = context.account;
    const filter = {
      ...{ status: query.status, kind: query.kind, tier: query.tier },
      from: query.from === undefined ? undefined : startOfDay(query.from, timeZone),
      to: query.to === undefined ? undefined : startOfDay(query.to, timeZone),
    };
    const asFile = prefersCsv(headers.accept);
    const limit = asFile ? ROWS_IN_FILE : page.limit + 1;
    const { tx, accountId } = context;
    const rows = await listCommissionsOfPartner(tx, accountId, ownId(context), filter, page.after, limit);
    if (asFile) return toFile(await inParcels(context, rows));
    const views = new Map((await showCommissions(context, rows)).map((view) => [view.id, view]));
    return toList(rows, page, (row) => views.get(row.id)!);
  },
});

const PARCEL = 500;

async function inParcels(context: Context, rows: readonly CommissionRow[]): Promise<OwnCommission[]> {
  const shown: OwnCommission[] = [];
  for (let at = 0; at < rows.length; at += PARCEL)
    shown.push(...(await showCommissions(context, rows.slice(at, at + PARCEL))));
  return shown;
}

const columns = [
  ...['id', 'kind', 'tier', 'occurred_at', 'status', 'payable_on', 'product', 'order_reference', 'customer'],
  ...['reason', 'currency', 'payout_id', 'note'],
] as const;

function toFile(rows: readonly OwnCommission[]): RawAnswer {
  const header = [...columns, 'amount', 'amount_decimal'];
  const lines = rows.map((row) => [
    ...columns.map((name) => (row as unknown as Record<string, string | number | null>)[name] ?? null),
    row.amount,
    new NumberCell(toDecimalText(BigInt(row.amount), row.currency)),
  ]);
  return new RawAnswer('text/csv; charset=utf-8', toCsv([header, ...lines]), {
    vary: 'accept',
    'content-disposition': 'attachment; filename="commissions.csv"',
  });
}

const told = z.object({
  step: z.string(),
  outcome: z.string(),
  says: z.string(),
  at: z.string().nullable(),
  amount: z.int().nullable(),
  base_amount: z.int().nullable(),
  rate_bps: z.int().nullable(),
});

const readRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/commissions/{id}',
  summary: 'A commission of theirs with its story, what was taken back of it, and what became of it',
  scope: 'read',
  params: idParams,
  answer: commissionShape.extend({
    story: z.array(told),
    reversals: z.array(commissionShape),
    history: z.array(z.object({ at: z.string(), act: z.string(), status: z.string() })),
  }),
  handle: async (context, { params }) => {
    const { tx, accountId } = context;
    const row = await findCommission(tx, accountId, params.id);
    if (!row || row.partner_id !== ownId(context)) return notYours('commission');
    const ofOrder = row.order_id === null ? [] : await listCommissionsOfOrder(tx, accountId, row.order_id);
    const reversals = ofOrder.filter((one) => one.reversal_of === row.id);
    const [view] = await showCommissions(context, [row]);
    const history = await listCommissionHistory(tx, accountId, [row.id]);
    return {
      ...view!,
      story: await tellStory(context, row),
      reversals: await showCommissions(context, reversals),
      history: history.map(({ at, act, status }) => ({ at: at.toISOString(), act, status })),
    };
  },
});
