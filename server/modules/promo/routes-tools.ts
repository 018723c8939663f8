import { z } from 'zod';
import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import {
  draftPreview,
  newPromoTool,
  promoToolChange,
  promoToolsQuery,
  promoToolView,
  renderedTool,
  toolPreview,
} from './contract-tools.ts';
import { findPromoTool, listPromoTools, type PromoToolRow } from './queries-tools.ts';
import { listPromoToolsFor, previewTool } from './render-tools.ts';
import { archivePromoTool, changePromoTool, createPromoTool, restorePromoTool } from './save-tool.ts';
import { showTool, showTools } from './show-tools.ts';

const tag = 'Promo tools';
const read = { tag, who: 'secret', scope: 'read' } as const;
const write = { tag, who: 'secret', scope: 'write' } as const;

export function promoToolRoutes(): Route[] {
  return [createRoute, listRoute, readRoute, changeRoute, archiveRoute, restoreRoute, ...previewRoutes, ofPartnerRoute];
}

const subjectOf = (row: PromoToolRow | Refusal) => (isRefusal(row) ? row : { subject: row.id });
const shown = async (context: Context, row: PromoToolRow | Refusal) =>
  isRefusal(row) ? row : showTool(context, row.id);

const createRoute = post({
  ...write,
  method: 'POST',
  path: '/v1/promo_tools',
  summary: 'Makes a promo tool: a text link, banner, e-mail, social post, file or set of coupons',
  body: newPromoTool,
  answer: promoToolView,
  act: async (context, { body }) => subjectOf(await createPromoTool(context, body)),
  show: showTool,
});

const listRoute = plain({
  ...read,
  method: 'GET',
  path: '/v1/promo_tools',
  summary: 'The promo tools, newest first; by program or partner: those that are for them by name',
  query: promoToolsQuery,
  answer: listOf(promoToolView),
  handle: async (context, { query }) => {
    const { tx, accountId, now } = context;
    const page = readPage(query);
    const rows = await listPromoTools(tx, accountId, query, now, page.after, page.limit + 1);
    const views = await showTools(context, rows);
    return toList(rows, page, (row) => views.get(row.id));
  },
});

const readRoute = plain({
  ...read,
  method: 'GET',
  path: '/v1/promo_tools/{id}',
  summary: 'A promo tool',
  params: idParams,
  answer: promoToolView,
  handle: (context, { params }) => showTool(context, params.id),
});

const changeRoute = plain({
  ...write,
  method: 'PATCH',
  path: '/v1/promo_tools/{id}',
  summary: 'Changes a promo tool; what is published is shown at once',
  params: idParams,
  body: promoToolChange,
  answer: promoToolView,
  handle: async (context, { params, body }) => shown(context, await changePromoTool(context, params.id, body)),
});

const archiveRoute = plain({
  ...write,
  method: 'DELETE',
  path: '/v1/promo_tools/{id}',
  summary: 'Puts a promo tool into the archive; its links lead on, its figures stay',
  params: idParams,
  answer: promoToolView,
  handle: async (context, { params }) => shown(context, await archivePromoTool(context, params.id)),
});

const restoreRoute = post({
  ...write,
  method: 'POST',
  path: '/v1/promo_tools/{id}/restore',
  summary: 'Brings a promo tool back from the archive, as a draft',
  statuses: [200],
  params: idParams,
  answer: promoToolView,
  act: async (context, { params }) => {
    const row = await restorePromoTool(context, params.id);
    return isRefusal(row) ? row : { subject: row.id, status: 200 };
  },
  show: showTool,
});

const previewRoutes = [
  post({
    ...write,
    method: 'POST',
    path: '/v1/promo_tools/preview',
    summary: 'How a promo tool that is not saved would look to a partner',
    scope: 'read',
    statuses: [200],
    body: draftPreview,
    answer: renderedTool,
    act: async () => ({ subject: 'preview', status: 200 }),
    show: (context, _subject, { body }) => previewTool(context, null, body),
  }),
  post({
    ...write,
    method: 'POST',
    path: '/v1/promo_tools/{id}/preview',
    summary: 'How a promo tool looks to a partner, with changes that are not saved',
    scope: 'read',
    statuses: [200],
    params: idParams,
    body: toolPreview,
    answer: renderedTool,
    act: async ({ tx, accountId }, { params }) =>
      (await findPromoTool(tx, accountId, params.id))
        ? { subject: params.id, status: 200 }
        : refuse('not_found', 'There is no such promo tool.'),
    show: async (context, id, { body }) => {
      const tool = await findPromoTool(context.tx, context.accountId, id);
      return tool
        ? previewTool(context, tool, { ...body, kind: tool.kind })
        : refuse('not_found', 'There is no such promo tool.');
    },
  }),
];

const ofPartnerRoute = plain({
  ...write,
  method: 'GET',
  path: '/v1/partners/{id}/promo_tools',
  summary: 'What a partner is shown now, with links of their own, made on first need',
  scope: 'read',
  params: idParams,
  answer: z.object({ data: z.array(renderedTool) }),
  handle: async (context, { params }) => {
    const tools = await listPromoToolsFor(context, params.id);
    return isRefusal(tools) ? tools : { data: tools };
  },
});
