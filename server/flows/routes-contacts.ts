import { z } from 'zod';
import { recordAct } from '../modules/accounts/index.ts';
import {
  applyByHand,
  listReferrerHistory,
  loadPartnerTimes,
  type ReferrerRow,
  referrersAt,
  storeReferrer,
} from '../modules/attribution/index.ts';
import {
  type ContactRow,
  findContact,
  findPartner,
  listConflicts,
  listContacts,
  lockContact,
} from '../modules/partners/index.ts';
import { idList, idParams, listOf, pageQuery, searchWords, text } from '../platform/http/contract.ts';
import { readPage, toList } from '../platform/http/page.ts';
import { type Context, plain, type Route } from '../platform/http/route.ts';
import type { PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';

const tag = 'Contacts';
const noContact = refuse('not_found', 'There is no such contact.');

export const contactView = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  external_id: z.string().nullable(),
  standing: z.enum(['verified', 'unverified']),
  created_at: z.string(),
  first_partner_id: z.string().nullable(),
  last_partner_id: z.string().nullable(),
});

const referralView = z.object({
  at: z.string(),
  recorded_at: z.string(),
  slots: z.enum(['both', 'first', 'last']),
  partner_id: z.string().nullable(),
  cause: z.enum(['lead', 'order', 'manual']),
  cause_id: z.string().nullable(),
  author: z.string(),
  note: z.string().nullable(),
});

function viewContact(contact: ContactRow, history: readonly ReferrerRow[]): z.input<typeof contactView> {
  const { first, last } = referrersAt(history, null);
  return {
    id: contact.id,
    email: contact.email,
    name: contact.name,
    external_id: contact.external_id,
    standing: contact.standing,
    created_at: contact.created_at.toISOString(),
    first_partner_id: first?.partner_id ?? null,
    last_partner_id: last?.partner_id ?? null,
  };
}

export async function showContact({ tx, accountId }: Context, id: string) {
  const contact = await findContact(tx, accountId, id);
  return contact ? viewContact(contact, await listReferrerHistory(tx, accountId, [id])) : noContact;
}

const list = plain({
  method: 'GET',
  path: '/v1/contacts',
  tag,
  summary:
    'Contacts with their referrers, newest first; `email` finds by any address that the contact is known by, `q` by how name or address begin',
  who: 'secret',
  scope: 'read',
  query: pageQuery.extend({
    email: z.string().max(300).optional(),
    contact_ids: idList.optional(),
    q: searchWords.optional(),
  }),
  answer: listOf(contactView),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    const filter = { email: query.email, ids: query.contact_ids, words: query.q };
    const rows = await listContacts(tx, accountId, filter, page.after, page.limit + 1);
    const ids = rows.map((row) => row.id);
    const histories = Map.groupBy(await listReferrerHistory(tx, accountId, ids), (row) => row.contact_id);
    return toList(rows, page, (row) => viewContact(row, histories.get(row.id) ?? []));
  },
});

const show = plain({
  method: 'GET',
  path: '/v1/contacts/{id}',
  tag,
  summary: 'One contact',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: contactView,
  handle: (context, { params }) => showContact(context, params.id),
});

const history = plain({
  method: 'GET',
  path: '/v1/contacts/{id}/referrals',
  tag,
  summary: 'Every time that a referrer was stored for the contact, oldest first',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: z.object({ data: z.array(referralView) }),
  handle: async ({ tx, accountId }, { params }) => {
    if (!(await findContact(tx, accountId, params.id))) return noContact;
    const rows = await listReferrerHistory(tx, accountId, [params.id]);
    return {
      data: rows.map(({ at, recorded_at, slots, partner_id, cause, cause_id, author, note }) => ({
        at: at.toISOString(),
        recorded_at: recorded_at.toISOString(),
        slots,
        partner_id,
        cause,
        cause_id,
        author,
        note,
      })),
    };
  },
});

const change = plain({
  method: 'PATCH',
  path: '/v1/contacts/{id}',
  tag,
  summary: 'Changes the "Referral info" of a contact by hand; recorded orders keep their credit',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: z.strictObject({
    first_partner_id: z.string().nullish(),
    last_partner_id: z.string().nullish(),
    note: text(1000, 0).nullish(),
  }),
  answer: contactView,
  handle: async (context, { params, body }) => {
    const contact = await lockContact(context.tx, context.accountId, params.id);
    if (!contact) return noContact;
    const note = body.note?.trim() ?? '';
    if (note === '') return refuse('note_required', 'Say why the referrer changes.');
    for (const slot of ['first', 'last'] as const) {
      const partner = body[`${slot}_partner_id`];
      const set = partner === undefined ? undefined : await setReferrer(context, contact, slot, partner, note);
      if (isRefusal(set)) return set;
    }
    await recordAct(context, 'referrer_changed', contact.id, {
      note,
      detail: { first_partner_id: body.first_partner_id, last_partner_id: body.last_partner_id },
    });
    return showContact(context, contact.id);
  },
});

async function setReferrer(
  context: Context,
  contact: ContactRow,
  slot: 'first' | 'last',
  partner: PartnerId | null,
  note: string,
): Promise<undefined | Refusal> {
  const { tx, accountId, now } = context;
  if (partner !== null && !(await findPartner(tx, accountId, partner)))
    return refuse('not_found', 'There is no such partner.');
  const times = await loadPartnerTimes(tx, accountId, partner === null ? [] : [partner]);
  const leadWindow = partner === null ? null : (times.program(partner, now)?.leadWindowDays ?? null);
  const rows = await listReferrerHistory(tx, accountId, [contact.id]);
  const applied = applyByHand(rows, { at: now, slot, partner_id: partner, lead_window_days: leadWindow });
  await storeReferrer(context, contact.id, applied.entry, note);
}

const conflicts = plain({
  method: 'GET',
  path: '/v1/contacts/conflicts',
  tag,
  summary: 'Where an external id and an e-mail address pointed to two contacts',
  who: 'secret',
  scope: 'read',
  query: pageQuery,
  answer: listOf(
    z.object({
      id: z.string(),
      contact_id: z.string(),
      other_contact_id: z.string(),
      at: z.string(),
      cause: z.string(),
    }),
  ),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    const rows = await listConflicts(tx, accountId, page.after, page.limit + 1);
    return toList(rows, page, ({ id, contact_id, other_contact_id, at, cause }) => ({
      id,
      contact_id,
      other_contact_id,
      at: at.toISOString(),
      cause,
    }));
  },
});

export function contactRoutes(): Route[] {
  return [list, conflicts, show, history, change];
}
