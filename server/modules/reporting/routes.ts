import { z } from 'zod';
import { idParams, nothing } from '../../platform/http/contract.ts';
import { plain, type Route } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { findPromoTool } from '../promo/index.ts';
import {
  daysToOrderQuery,
  figuresView,
  healthView,
  moversQuery,
  reportQuery,
  reportView,
  rowsQuery,
  rowView,
  timeseriesQuery,
} from './contract.ts';
import { listRows } from './list-rows.ts';
import { readAsked } from './read-asked.ts';
import { daysToOrder, keysOf, partnersReport, type Report, reports, toolReport } from './reports.ts';
import { runMovers } from './run-movers.ts';
import { type Asked, runReport } from './run-report.ts';
import { runTimeseries, seriesFigures } from './run-timeseries.ts';
import { showHealth } from './show-health.ts';
import { inWantedForm } from './to-csv.ts';

const tag = 'Reports';
const described = { method: 'GET', tag, who: 'secret', scope: 'read' } as const;

/** Every report, as JSON and CSV; figures are exact as of the answer. */
export function reportingRoutes(): Route[] {
  return [
    ...reports.map(reportRoute),
    ...[toolRoute, daysToOrderRoute, timeseriesRoute, moversRoute, rowsRoute, healthRoute],
  ];
}

/** Names stand first for people, then what machines go by. */
function csvKeys(report: Report): string[] {
  const keys = Object.keys(keysOf(report));
  return [...keys.filter((key) => key.endsWith('_name')), ...keys.filter((key) => !key.endsWith('_name'))];
}

function reportRoute(report: Report): Route {
  return plain({
    ...described,
    path: `/v1/reports/${report.name}`,
    summary: report.summary,
    query: reportQuery(report.filters, report.figures),
    answer: reportView(keysOf(report), report.figures),
    handle: async (context, { query, headers }) => {
      const asked = await readAsked(context, query);
      if (isRefusal(asked)) return asked;
      const answer = await runReport(context, report, asked as Asked);
      return inWantedForm(answer, headers.accept, {
        name: report.name,
        keys: csvKeys(report),
        figures: report.figures,
      });
    },
  });
}

const toolRoute = plain({
  ...described,
  path: '/v1/promo_tools/{id}/statistics',
  summary: "A promo tool's impressions, clicks, leads, orders and earnings, by partner",
  params: idParams,
  query: reportQuery(toolReport.filters, toolReport.figures),
  answer: reportView(keysOf(toolReport), toolReport.figures),
  handle: async (context, { params, query, headers }) => {
    const tool = await findPromoTool(context.tx, context.accountId, params.id);
    if (!tool) return refuse('not_found', 'There is no such promo tool.');
    const asked = await readAsked(context, query);
    if (isRefusal(asked)) return asked;
    const answer = await runReport(context, toolReport, { ...(asked as Asked), promo_tool_id: tool.id });
    const shape = { name: 'promo_tool', keys: csvKeys(toolReport), figures: toolReport.figures };
    return inWantedForm(answer, headers.accept, shape);
  },
});

const daysToOrderRoute = plain({
  ...described,
  path: '/v1/reports/days_to_order',
  summary: daysToOrder('click').summary,
  query: daysToOrderQuery,
  answer: reportView(keysOf(daysToOrder('click')), daysToOrder('click').figures),
  handle: async (context, { query, headers }) => {
    const asked = await readAsked(context, query);
    if (isRefusal(asked)) return asked;
    const report = daysToOrder(asked.since);
    const answer = await runReport(context, report, asked as Asked);
    answer.data.sort((a, b) => Number(a.days) - Number(b.days) || (a.currency < b.currency ? -1 : 1));
    return inWantedForm(answer, headers.accept, { name: report.name, keys: csvKeys(report), figures: report.figures });
  },
});

const seriesRow = figuresView(seriesFigures).extend({
  from: z.string(),
  to: z.string(),
  currency: z.string(),
  before: figuresView(seriesFigures).optional(),
  rows: z.string(),
});

const timeseriesRoute = plain({
  ...described,
  path: '/v1/reports/timeseries',
  summary: "Figures by day, week or month of the account's time zone",
  query: timeseriesQuery,
  answer: reportView({}, seriesFigures).extend({ interval: z.string(), data: z.array(seriesRow) }),
  handle: async (context, { query, headers }) => {
    const asked = await readAsked(context, query);
    if (isRefusal(asked)) return asked;
    const answer = await runTimeseries(context, asked);
    return inWantedForm(answer, headers.accept, { name: 'timeseries', keys: ['from', 'to'], figures: seriesFigures });
  },
});

const moverRow = figuresView(partnersReport.figures).extend({
  partner_id: z.string(),
  partner_name: z.string().nullable(),
  currency: z.string(),
  change: z.int(),
  before: figuresView(partnersReport.figures),
  rows: z.string(),
});
const days = z.object({ from: z.string(), to: z.string() });

const moversRoute = plain({
  ...described,
  path: '/v1/reports/movers',
  summary: 'Partners whose figure changed most against the period before',
  query: moversQuery,
  answer: days.extend({ before: days, by: z.string(), data: z.array(moverRow) }),
  handle: async (context, { query, headers }) => {
    const asked = await readAsked(context, query);
    if (isRefusal(asked)) return asked;
    const answer = await runMovers(context, asked);
    const keys = ['partner_name', 'partner_id', 'change'];
    return inWantedForm(answer, headers.accept, { name: 'movers', keys, figures: partnersReport.figures });
  },
});

const rowsRoute = plain({
  ...described,
  path: '/v1/reports/rows',
  summary: 'The rows behind a figure, and what each adds to it; newest day first',
  query: rowsQuery,
  answer: z.object({ data: z.array(rowView), next_cursor: z.string().nullable() }),
  handle: async (context, { query }) => {
    const asked = await readAsked(context, query);
    return isRefusal(asked) ? asked : listRows(context, asked);
  },
});

const healthRoute = plain({
  ...described,
  path: '/v1/reports/tracking_health',
  summary: 'What was last heard of each site and link, and what has fallen silent against its own past',
  query: nothing,
  answer: healthView,
  handle: (context) => showHealth(context),
});
