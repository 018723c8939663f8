import { z } from 'zod';
import { findPromoTools } from '../../modules/promo/index.ts';
import { inWantedForm, readAskedDays, reports, runReport, runTimeseries } from '../../modules/reporting/index.ts';
import { day } from '../../platform/http/contract.ts';
import { type Context, plain, type Route } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { asPartner, ownId } from './own.ts';

/** What partners see of it; what the shop takes in is the owner's. */
const figures = ['clicks', 'unique_clicks', 'leads', 'orders', 'commission', 'conversion_rate', 'epc'] as const;
const counts = z.object({
  ...{ clicks: z.int(), unique_clicks: z.int(), leads: z.int(), orders: z.int(), commission: z.int() },
  ...{ conversion_rate: z.number().nullable(), epc: z.number().nullable() },
});
const compared = counts.extend({ currency: z.string(), before: counts.optional() });
const period = { from: z.string(), to: z.string() };

const query = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  interval: z.enum(['day', 'week', 'month']).default('day'),
  compare: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  sort: z.enum(figures).default('clicks'),
  order: z.enum(['asc', 'desc']).default('desc'),
});

const view = z.object({
  ...period,
  before: z.object(period).optional(),
  data: z.array(
    compared.extend({
      from: z.string().optional(),
      to: z.string().optional(),
      link_id: z.string().nullish(),
      link_name: z.string().nullish(),
      promo_tool_id: z.string().nullish(),
      promo_tool_name: z.string().nullish(),
      sub: z.string().nullish(),
    }),
  ),
  totals: z.array(compared),
});

const keysOf = {
  dates: ['from', 'to'],
  links: ['link_name', 'link_id'],
  promo_tools: ['promo_tool_name', 'promo_tool_id'],
  subs: ['sub'],
} as const;
type By = keyof typeof keysOf;

export const reportRoutes = (): Route[] => (Object.keys(keysOf) as By[]).map(reportRoute);

const reportRoute = (by: By): Route =>
  plain({
    ...asPartner,
    method: 'GET',
    path: `/v1/center/reports/${by}`,
    summary: `Their figures by ${by === 'dates' ? 'day, week or month' : by.replace('_', ' ').replace(/s$/, '')}; text/csv by Accept`,
    scope: 'read',
    query,
    answer: view,
    handle: async (context, { query: asked, headers }) => {
      const days = await readAskedDays(context, asked);
      if (isRefusal(days)) return days;
      const said = await ask(context, by, { ...days, partner_id: ownId(context) });
      const answer = {
        ...{ from: said.from, to: said.to },
        ...(said.before ? { before: said.before } : {}),
        data: await named(
          context,
          by,
          said.data.map((row) => keep(row, keysOf[by])),
        ),
        totals: said.totals.map((row) => keep(row, [])),
      };
      return inWantedForm(answer, headers.accept, { name: by, keys: keysOf[by], figures });
    },
  });

type Asked = z.output<typeof query> & { from: string; to: string; partner_id: string };

async function ask(context: Context, by: By, asked: Asked) {
  if (by === 'dates') return runTimeseries(context, asked);
  const { interval: _, ...rest } = asked;
  return runReport(context, reports.find((report) => report.name === by)!, rest);
}

/** The row with its keys and the figures that partners see; ids of the partner and addresses of the owner's rows stay out. */
function keep(row: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const only = (from: Record<string, unknown>, names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [name, from[name] ?? (figures.includes(name as never) ? zero(name) : null)]),
    );
  const before = row['before'] as Record<string, unknown> | undefined;
  return {
    ...only(row, [...keys, ...figures]),
    currency: row['currency'],
    ...(before ? { before: only(before, figures) } : {}),
  };
}

const zero = (name: string): number | null => (name === 'conversion_rate' || name === 'epc' ? null : 0);

/** Promo tools are known by their names. */
async function named(context: Context, by: By, rows: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  if (by !== 'promo_tools') return rows;
  const ids = rows.flatMap((row) => (typeof row['promo_tool_id'] === 'string' ? [row['promo_tool_id']] : []));
  const tools = await findPromoTools(context.tx, context.accountId, ids);
  const names = new Map(tools.map((tool) => [tool.id as string, tool.name]));
  return rows.map((row) => ({ ...row, promo_tool_name: names.get(String(row['promo_tool_id'])) ?? null }));
}
