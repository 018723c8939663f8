import { settleWaitingOf } from '../modules/joining/index.ts';
import {
  newPartner,
  partnerAct,
  partnerChange,
  partnerMove,
  partnerQuery,
  partnerView,
} from '../modules/partners/contract.ts';
import {
  changeStatus,
  findBeginning,
  findContacts,
  findPartner,
  listPartners,
  movePartner,
  normalizeEmail,
  type PartnerAction,
  type PartnerRow,
  partnerOwnRoutes,
  toPartnerView,
} from '../modules/partners/index.ts';
import { findLinksByCodes } from '../modules/promo/index.ts';
import { idParams, listOf } from '../platform/http/contract.ts';
import { readPage, toList } from '../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../platform/http/route.ts';
import { codeKeyOf } from '../values/code.ts';
import type { PartnerId } from '../values/id.ts';
import { isRefusal, refuse } from '../values/refusal.ts';
import { changePartner } from './change-partner.ts';
import { type ChooseSponsor, joinPartner } from './join-partner.ts';

const tag = 'Partners';

/** What other modules do when a partner joins, is suspended or comes back; wired in app.ts. */
export interface PartnerSteps {
  readonly chooseSponsor: ChooseSponsor;
  /** Holds what the partner has pending, as `partner_suspended`. */
  readonly holdCommissions: (context: Context, partner: PartnerId) => Promise<unknown>;
  readonly releaseCommissions: (context: Context, partner: PartnerId) => Promise<unknown>;
}

export function partnerRoutes(steps: PartnerSteps): Route[] {
  return [
    joinRoute(steps),
    listRoute,
    readRoute,
    changeRoute,
    actRoute('approve', 'Approves an application, or a rejected one after all'),
    actRoute('reject', 'Rejects an application'),
    actRoute(
      'suspend',
      'Suspends a partner: nothing is earned, and pending commissions are held',
      steps.holdCommissions,
    ),
    actRoute('reinstate', 'Ends a suspension, and releases what it held', steps.releaseCommissions),
    moveRoute,
    ...partnerOwnRoutes(),
  ];
}

/** Partners with their contacts and links, by id: three statements, however many. */
async function showPartners(context: Context, rows: readonly PartnerRow[]) {
  const { tx, accountId } = context;
  const contacts = await findContacts(
    tx,
    accountId,
    rows.map((row) => row.contact_id),
  );
  const contactOf = new Map(contacts.map((contact) => [contact.id, contact]));
  const links = await findLinksByCodes(
    tx,
    accountId,
    rows.map((row) => row.code),
  );
  const view = (row: PartnerRow) =>
    toPartnerView(context, row, contactOf.get(row.contact_id)!, links.get(codeKeyOf(row.code))!);
  return new Map(rows.map((row) => [row.id, view(row)]));
}

async function showPartner(context: Context, id: string) {
  const row = await findPartner(context.tx, context.accountId, id);
  return row ? (await showPartners(context, [row])).get(id) : refuse('not_found', 'There is no such partner.');
}

const joinRoute = ({ chooseSponsor }: PartnerSteps) =>
  post({
    method: 'POST',
    path: '/v1/partners',
    tag,
    summary: 'Makes somebody a partner, with a link of their own',
    who: 'secret',
    scope: 'write',
    body: newPartner,
    answer: partnerView,
    act: async (context, { body }) => {
      const joined = await joinPartner(context, body, chooseSponsor);
      return isRefusal(joined) ? joined : { subject: joined.partnerId };
    },
    show: showPartner,
  });

const listRoute = plain({
  method: 'GET',
  path: '/v1/partners',
  tag,
  summary: 'Partners, newest first; of a status, a program, a sponsor or an e-mail address, or found by `q`',
  who: 'secret',
  scope: 'read',
  query: partnerQuery,
  answer: listOf(partnerView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const { status, program_id, email, sponsor_id: sponsorId, partner_ids: ids, q } = query;
    const emailKey = email === undefined ? undefined : normalizeEmail(email);
    const search =
      q === undefined
        ? undefined
        : {
            found: await findBeginning(context.tx, context.accountId, q),
            named: await findByCode(context, q),
          };
    const filter = { status, program_id, sponsorId, ids, search, emailKey };
    const rows = await listPartners(context.tx, context.accountId, filter, page.after, page.limit + 1);
    const views = await showPartners(context, rows);
    return toList(rows, page, (row) => views.get(row.id));
  },
});

async function findByCode({ tx, accountId }: Context, code: string): Promise<PartnerId | null> {
  return (await findLinksByCodes(tx, accountId, [code])).get(codeKeyOf(code))?.partner_id ?? null;
}

const readRoute = plain({
  method: 'GET',
  path: '/v1/partners/{id}',
  tag,
  summary: 'A partner',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: partnerView,
  handle: (context, { params }) => showPartner(context, params.id),
});

const changeRoute = plain({
  method: 'PATCH',
  path: '/v1/partners/{id}',
  tag,
  summary: 'Changes name, address, code, sponsor or payout method; a changed payout method waits 48 hours',
  who: 'secret',
  scope: 'write',
  // Whoever changes where money goes proves that it is them.
  stepUp: (body) => body['payout_method'] !== undefined,
  params: idParams,
  body: partnerChange,
  answer: partnerView,
  handle: async (context, { params, body }) => {
    const refused = await changePartner(context, params.id, body);
    return isRefusal(refused) ? refused : showPartner(context, params.id);
  },
});

const announced: Record<PartnerAction, string> = {
  approve: 'partner_approved',
  reject: 'partner_rejected',
  suspend: 'partner_suspended',
  reinstate: 'partner_reinstated',
};

const actRoute = (act: PartnerAction, summary: string, then?: PartnerSteps['holdCommissions']) =>
  post({
    method: 'POST',
    statuses: [200],
    path: `/v1/partners/{id}/${act}`,
    tag,
    summary,
    who: 'secret',
    scope: 'write',
    params: idParams,
    body: partnerAct,
    answer: partnerView,
    act: async (context, { params, body }) => {
      const partner = await changeStatus(context, params, act, body.note ?? null);
      if (isRefusal(partner)) return partner;
      if (act === 'approve' || act === 'reject') await settleWaitingOf(context, partner.id, act, body.note ?? null);
      await then?.(context, partner.id);
      await context.announce({ kind: announced[act], subject: partner.id, partnerId: partner.id });
      return { subject: partner.id, status: 200 };
    },
    show: showPartner,
  });

const moveRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/partners/{id}/move',
  tag,
  summary: 'Moves a partner to another program, from now on',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: partnerMove,
  answer: partnerView,
  act: async (context, { params, body }) => {
    const moved = await movePartner(context, params, body.program_id, body.note ?? null);
    return isRefusal(moved) ? moved : { subject: moved.id, status: 200 };
  },
  show: showPartner,
});
