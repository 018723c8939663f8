import { z } from 'zod';
import { idParams, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { plain, type Route } from '../../platform/http/route.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import {
  endTerms,
  listTermsHistory,
  setTerms,
  termsHistory,
  termsShape,
  termsView,
  toTermsView,
} from '../programs/index.ts';
import { findPartner, listPartnerHistory, lockPartner } from './queries.ts';

const tag = 'Partners';

/** What concerns partners alone; the routes that show their links stand in flows/routes-partners.ts. */
export function partnerOwnRoutes(): Route[] {
  return [putTermsRoute, deleteTermsRoute, listTermsRoute, listHistoryRoute];
}

const noPartner = (): Refusal => refuse('not_found', 'There is no such partner.');

const putTermsRoute = plain({
  method: 'PUT',
  path: '/v1/partners/{id}/terms',
  tag,
  summary: "Sets a partner's own terms from now on, for the products that the program pays for",
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: termsShape,
  answer: termsView,
  handle: async (context, { params, body }) => {
    if (!(await lockPartner(context.tx, context.accountId, params.id))) return noPartner();
    return toTermsView(await setTerms(context, { partnerId: params.id }, body));
  },
});

const deleteTermsRoute = plain({
  method: 'DELETE',
  path: '/v1/partners/{id}/terms',
  tag,
  summary: "Ends a partner's own terms from now on",
  who: 'secret',
  scope: 'write',
  params: idParams,
  answer: termsView,
  handle: async (context, { params }) => {
    if (!(await lockPartner(context.tx, context.accountId, params.id))) return noPartner();
    const ended = await endTerms(context, { partnerId: params.id });
    return ended ? toTermsView(ended) : refuse('not_found', 'This partner never had own terms.');
  },
});

const listTermsRoute = plain({
  method: 'GET',
  path: '/v1/partners/{id}/terms',
  tag,
  summary: "Every version of a partner's own terms, newest first",
  who: 'secret',
  scope: 'read',
  params: idParams,
  query: pageQuery,
  answer: termsHistory,
  handle: async ({ tx, accountId }, { params, query }) => {
    if (!(await findPartner(tx, accountId, params.id))) return noPartner();
    const page = readPage(query);
    return toList(
      await listTermsHistory(tx, accountId, { partnerId: params.id }, page.after, page.limit + 1),
      page,
      toTermsView,
    );
  },
});

const standingView = z.object({
  from_at: z.string(),
  status: z.string(),
  program_id: z.string(),
  sponsor_id: z.string().nullable(),
});

const listHistoryRoute = plain({
  method: 'GET',
  path: '/v1/partners/{id}/history',
  tag,
  summary: 'Status, program and sponsor of a partner, each from an instant on, in order',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: z.object({ data: z.array(standingView) }),
  handle: async ({ tx, accountId }, { params }) => {
    const rows = await listPartnerHistory(tx, accountId, [params.id]);
    if (rows.length === 0) return noPartner();
    return {
      data: rows.map(({ from_at, status, program_id, sponsor_id }) => ({
        from_at: from_at.toISOString(),
        status,
        program_id,
        sponsor_id,
      })),
    };
  },
});
