import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { plain, post, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { findPartner } from '../partners/index.ts';
import { balancesView, balanceView, payoutDetail, payoutQuery, payoutResult, payoutView } from './contract.ts';
import { showBalances } from './next-payment.ts';
import { listPayouts } from './queries.ts';
import { recordResult } from './record-result.ts';
import { runRoutes } from './routes-runs.ts';
import { showPayout, toPayoutView } from './views.ts';

const tag = 'Payouts';

export function payoutRoutes(): Route[] {
  return [...runRoutes, listPayoutsRoute, readPayoutRoute, resultRoute, balanceRoute, balancesRoute];
}

const noPartner = () => refuse('not_found', 'There is no such partner.');

const listPayoutsRoute = plain({
  method: 'GET',
  path: '/v1/payouts',
  tag,
  summary: 'Payouts, newest first',
  who: 'secret',
  scope: 'read',
  query: payoutQuery,
  answer: listOf(payoutView),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    return toList(await listPayouts(tx, accountId, query, page.after, page.limit + 1), page, toPayoutView);
  },
});

const readPayoutRoute = plain({
  method: 'GET',
  path: '/v1/payouts/{id}',
  tag,
  summary: 'One payout, with what became of it',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: payoutDetail,
  handle: (context, { params }) => showPayout(context, params.id),
});

const resultRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/payouts/{id}/result',
  tag,
  summary: 'What the rail says of a payout; returned may follow paid, nothing else may',
  who: 'secret',
  scope: 'payouts',
  stepUp: true,
  params: idParams,
  body: payoutResult,
  answer: payoutDetail,
  act: async (context, { params, body }) =>
    (await recordResult(context, params.id, body)) ?? { subject: params.id, status: 200 },
  show: showPayout,
});

const balanceRoute = plain({
  method: 'GET',
  path: '/v1/partners/{id}/balance',
  tag,
  summary: "What a partner has in the program's currency, and what a run would pay now",
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: balanceView,
  handle: async (context, { params }) => {
    const partner = await findPartner(context.tx, context.accountId, params.id);
    return partner ? (await showBalances(context, partner))[0] : noPartner();
  },
});

const balancesRoute = plain({
  method: 'GET',
  path: '/v1/partners/{id}/balances',
  tag,
  summary: "What a partner has in each currency, the program's first",
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: balancesView,
  handle: async (context, { params }) => {
    const partner = await findPartner(context.tx, context.accountId, params.id);
    return partner ? { data: await showBalances(context, partner) } : noPartner();
  },
});
