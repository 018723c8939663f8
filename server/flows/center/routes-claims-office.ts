import { z } from 'zod';
import { reasonWords } from '../../modules/attribution/index.ts';
import {
  type ClaimRow,
  checkClaim,
  claimOutcomes,
  findClaim,
  listClaims,
  openClaim,
} from '../../modules/center/index.ts';
import { idParams, listOf, oneOf, pageQuery, text } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { acceptClaim, declineClaim } from './decide-claim.ts';

const tag = 'Claims';
const states = ['open', 'accepted', 'declined'] as const;

export const officeClaimRoutes = (): Route[] => [listRoute, readRoute, acceptRoute, declineRoute];

const claimView = z.object({
  id: z.string(),
  partner_id: z.string(),
  /** The shop's number, the address, the day and the words that the partner gave; null once they were erased. */
  order_id: z.string().nullable(),
  email: z.string().nullable(),
  occurred_on: z.string().nullable(),
  text: z.string().nullable(),
  status: z.enum(states),
  /** What is known of it now. */
  check: z.object({
    outcome: z.enum(claimOutcomes),
    order: z.string().nullable(),
    credited_to: z.string().nullable(),
    /** Why the order is credited to them or to nobody: one of the reasons of credit. */
    reason: z.string().nullable(),
    says: z.string(),
  }),
  /** The order that it was accepted for. */
  accepted_order: z.string().nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  created_at: z.string(),
  decided_at: z.string().nullable(),
  decided_by: z.string().nullable(),
});

const outcomeWords: Readonly<Record<(typeof claimOutcomes)[number], string>> = {
  already_theirs: 'The order is credited to this partner already.',
  credited_to_other: 'The order is credited to another partner.',
  credited_to_nobody: 'The order is credited to nobody.',
  order_unknown: 'No order has this number.',
  contact_unknown: 'Nobody with this address is known.',
  no_order_that_day: 'The customer is known, and has no order around that day.',
  nothing_to_look_for: 'The claim holds nothing to look for any more.',
};

const blank = { order_id: null, email: null, occurred_on: null, text: '' };

async function show(context: Context, row: ClaimRow): Promise<z.input<typeof claimView>> {
  const said = openClaim(context, row);
  const { outcome, order, reason } = await checkClaim(context, row.partner_id, said ?? blank);
  const why = reason === null ? null : (reasonWords as Record<string, { owner: string } | undefined>)[reason]?.owner;
  return {
    ...{ id: row.id, partner_id: row.partner_id, status: row.state },
    ...{ order_id: said?.order_id ?? null, email: said?.email ?? null },
    ...{ occurred_on: said?.occurred_on ?? null, text: said?.text ?? null },
    check: {
      ...{ outcome, reason, order: order?.id ?? null, credited_to: order?.creditedTo ?? null },
      says: [outcomeWords[outcome], why].filter(Boolean).join(' '),
    },
    ...{ accepted_order: row.order_id, reason: row.reason, note: row.note, decided_by: row.decided_by },
    created_at: row.created_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
  };
}

async function showOne(context: Context, id: string) {
  const row = await findClaim(context.tx, context.accountId, id);
  return row ? show(context, row) : refuse('not_found', 'There is no such claim.');
}

const listRoute = plain({
  method: 'GET',
  path: '/v1/claims',
  tag,
  summary: 'Sales that partners miss, newest first, each with what is known of it',
  who: 'secret',
  scope: 'read',
  query: pageQuery.extend({ status: oneOf(states).optional(), partner_id: text(100).optional() }),
  answer: listOf(claimView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const rows = await listClaims(context.tx, context.accountId, query, page.after, page.limit + 1);
    const views = new Map<string, z.input<typeof claimView>>();
    for (const row of rows.slice(0, page.limit)) views.set(row.id, await show(context, row));
    return toList(rows, page, (row) => views.get(row.id)!);
  },
});

const readRoute = plain({
  method: 'GET',
  path: '/v1/claims/{id}',
  tag,
  summary: 'A claim, and what is known of it',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: claimView,
  handle: (context, { params }) => showOne(context, params.id),
});

const note = text(2000, 0).nullish();

const acceptRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/claims/{id}/accept',
  tag,
  summary: 'Credits the order to the partner by reassignment, and tells them',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: z.strictObject({ claimed_order_id: text(100).nullish(), note }),
  answer: claimView,
  act: async (context, { params, body }) => {
    const acceptance = { orderId: body.claimed_order_id ?? null, note: body.note ?? null };
    return (await acceptClaim(context, params.id, acceptance)) ?? { subject: params.id, status: 200 };
  },
  show: showOne,
});

const declineRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/claims/{id}/decline',
  tag,
  summary: 'Declines a claim; the partner is told the reason',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: z.strictObject({ reason: text(2000), note }),
  answer: claimView,
  act: async (context, { params, body }) => {
    const said = { reason: body.reason, note: body.note ?? null };
    return (await declineClaim(context, params.id, said)) ?? { subject: params.id, status: 200 };
  },
  show: showOne,
});
