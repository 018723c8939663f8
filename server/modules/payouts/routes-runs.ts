import { z } from 'zod';
import { idParams, listOf, nothing, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { plain, post } from '../../platform/http/route.ts';
import { toJsonAmount } from '../../values/money.ts';
import { isRefusal } from '../../values/refusal.ts';
import { cancelRun } from './cancel-run.ts';
import {
  fileParams,
  fileQuery,
  markedPaid,
  markPaid,
  newRun,
  previewQuery,
  runPreview,
  runResults,
  runResultsTaken,
  runSummary,
  runView,
} from './contract.ts';
import { createRun, previewRun } from './create-run.ts';
import { markPaid as markRunPaid, showMarked } from './mark-paid.ts';
import { listRuns } from './queries.ts';
import { recordResults, showResults } from './record-results.ts';
import { showRun, summarizeRuns } from './views.ts';
import { writeFile } from './write-file.ts';

const tag = 'Payouts';

const createRunRoute = post({
  method: 'POST',
  path: '/v1/payout_runs',
  tag,
  summary: 'Makes a run: what is payable moves into flight, once',
  who: 'secret',
  scope: 'payouts',
  stepUp: true,
  body: newRun,
  answer: runView,
  act: async (context, { body }) => {
    const id = await createRun(context, body);
    return isRefusal(id) ? id : { subject: id };
  },
  show: showRun,
});

const previewRoute = plain({
  method: 'GET',
  path: '/v1/payout_runs/preview',
  tag,
  summary: 'What a run would pay now; nothing is done',
  who: 'secret',
  scope: 'read',
  query: previewQuery,
  answer: runPreview,
  handle: async (context, { query }) => {
    const plan = await previewRun(context, query);
    if (isRefusal(plan)) return plan;
    const payouts = plan.payouts.map(({ partner_id, amount, currency, method }) => {
      return { partner_id, amount: toJsonAmount(amount), currency, method };
    });
    return { payouts, excluded: plan.excluded.map((row) => ({ ...row, amount: toJsonAmount(row.amount) })) };
  },
});

const listRunsRoute = plain({
  method: 'GET',
  path: '/v1/payout_runs',
  tag,
  summary: 'Runs with their totals, newest first',
  who: 'secret',
  scope: 'read',
  query: pageQuery,
  answer: listOf(runSummary),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const rows = await listRuns(context.tx, context.accountId, page.after, page.limit + 1);
    return toList(rows, page, await summarizeRuns(context, rows));
  },
});

const readRunRoute = plain({
  method: 'GET',
  path: '/v1/payout_runs/{id}',
  tag,
  summary: 'A run as it was frozen, with its payouts as they stand',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: runView,
  handle: (context, { params }) => showRun(context, params.id),
});

const cancelRunRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/payout_runs/{id}/cancel',
  tag,
  summary: 'Gives back what a run has in flight; not once anything of it was paid',
  who: 'secret',
  scope: 'payouts',
  stepUp: true,
  params: idParams,
  body: nothing,
  answer: runView,
  act: async (context, { params }) => (await cancelRun(context, params.id)) ?? { subject: params.id, status: 200 },
  show: showRun,
});

const markPaidRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/payout_runs/{id}/mark_paid',
  tag,
  summary: 'Marks as paid what stood in a file that was downloaded; with force and a note, all',
  who: 'secret',
  scope: 'payouts',
  stepUp: true,
  params: idParams,
  body: markPaid,
  answer: markedPaid,
  act: async (context, { params, body }) => {
    const batch = await markRunPaid(context, params.id, { force: body.force, note: body.note ?? null });
    return isRefusal(batch) ? batch : { subject: batch, status: 200 };
  },
  show: (context, batch, { params }) => showMarked(context, params.id, batch),
});

const resultsRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/payout_runs/{id}/results',
  tag,
  summary: "What the rail's own file says of a run's payouts; each stands or is refused by itself",
  who: 'secret',
  scope: 'payouts',
  stepUp: true,
  params: idParams,
  body: runResults,
  answer: runResultsTaken,
  act: async (context, { params, body }) =>
    (await recordResults(context, params.id, body.results)) ?? { subject: params.id, status: 200 },
  show: (context, id, { body }) => showResults(context, id, body.results),
});

const fileRoute = plain({
  method: 'GET',
  path: '/v1/payout_runs/{id}/files/{format}',
  tag,
  summary: 'A payment file of a run: paypal_csv or csv; taking it is noted',
  who: 'secret',
  scope: 'payouts',
  stepUp: true,
  params: fileParams,
  query: fileQuery,
  answer: z.string(),
  handle: (context, { params, query, isHead }) =>
    writeFile(context, params.id, params.format, query.currency ?? null, { note: !isHead }),
});

export const runRoutes = [
  createRunRoute,
  previewRoute,
  listRunsRoute,
  readRunRoute,
  cancelRunRoute,
  markPaidRoute,
  resultsRoute,
  fileRoute,
];
