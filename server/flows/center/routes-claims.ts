import { z } from 'zod';
import {
  type ClaimRow,
  checkClaim,
  findClaim,
  findingFor,
  listClaims,
  makeClaim,
  openClaim,
} from '../../modules/center/index.ts';
import { emailAddress } from '../../modules/partners/index.ts';
import { day, idParams, listOf, pageQuery, text } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { asPartner, notYours, ownId } from './own.ts';

export const claimRoutes = (): Route[] => [createRoute, listRoute, readRoute];

const newClaim = z
  .strictObject({
    order_id: text(200).nullish(),
    email: emailAddress.nullish(),
    occurred_on: day.nullish(),
    text: text(4000),
  })
  .superRefine((value, context) => {
    if (value.order_id || (value.email && value.occurred_on)) return;
    const message = 'is required, or email together with occurred_on';
    context.addIssue({ code: 'custom', path: ['order_id'], message });
  });

const claimView = z.object({
  id: z.string(),
  order_id: z.string().nullable(),
  email: z.string().nullable(),
  occurred_on: z.string().nullable(),
  text: z.string().nullable(),
  status: z.enum(['open', 'accepted', 'declined']),
  /** `already_yours`: their own order, which they named by its number. Whatever else was found is the owner's to judge. */
  finding: z.enum(['already_yours', 'being_checked']),
  reason: z.string().nullable(),
  created_at: z.string(),
  decided_at: z.string().nullable(),
});

async function showOwn(context: Context, row: ClaimRow): Promise<z.input<typeof claimView>> {
  const said = openClaim(context, row);
  const check = said && row.state === 'open' ? await checkClaim(context, row.partner_id, said) : null;
  return {
    ...{ id: row.id, status: row.state, reason: row.reason },
    ...{ order_id: said?.order_id ?? null, email: said?.email ?? null },
    ...{ occurred_on: said?.occurred_on ?? null, text: said?.text ?? null },
    finding: check ? findingFor(check.outcome, check.named) : 'being_checked',
    created_at: row.created_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
  };
}

async function showOne(context: Context, id: string) {
  const row = await findClaim(context.tx, context.accountId, id);
  return row && row.partner_id === ownId(context) ? showOwn(context, row) : notYours('claim');
}

const createRoute = post({
  ...asPartner,
  method: 'POST',
  path: '/v1/center/claims',
  summary: 'Says that a sale is missing: by order number, or by the customer’s address and day',
  scope: 'write',
  body: newClaim,
  answer: claimView,
  act: async (context, { body }) => {
    const { order_id = null, email = null, occurred_on = null } = body;
    const said = { order_id: order_id?.trim() || null, email, occurred_on, text: body.text };
    const { id } = await makeClaim(context, ownId(context), said);
    return { subject: id };
  },
  show: showOne,
});

const listRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/claims',
  summary: 'Their claims and what became of them, newest first',
  scope: 'read',
  query: pageQuery,
  answer: listOf(claimView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const filter = { partner_id: ownId(context) };
    const rows = await listClaims(context.tx, context.accountId, filter, page.after, page.limit + 1);
    const views = new Map<string, z.input<typeof claimView>>();
    for (const row of rows) views.set(row.id, await showOwn(context, row));
    return toList(rows, page, (row) => views.get(row.id)!);
  },
});

const readRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/claims/{id}',
  summary: 'A claim of theirs',
  scope: 'read',
  params: idParams,
  answer: claimView,
  handle: (context, { params }) => showOne(context, params.id),
});
