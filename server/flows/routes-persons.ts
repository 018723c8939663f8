import { z } from 'zod';
import { listReferrerHistory } from '../modules/attribution/index.ts';
import { listApplications, toApplicationView } from '../modules/joining/index.ts';
import { listOrders } from '../modules/orders/index.ts';
import { emailsOf, externalIdsOf, findContact, findPartnerByContact } from '../modules/partners/index.ts';
import { listLeads, listTouchesOfContact } from '../modules/tracking/index.ts';
import { idParams, nothing, text } from '../platform/http/contract.ts';
import { type Context, plain, post, type Route } from '../platform/http/route.ts';
import type { ContactId } from '../values/id.ts';
import { isRefusal, refuse } from '../values/refusal.ts';
import { type EraseElsewhere, erasePerson } from './erase-person.ts';
import { joinContacts } from './join-contacts.ts';
import { viewOrders } from './order-view.ts';
import { contactView, showContact } from './routes-contacts.ts';

const tag = 'Contacts';

const eraseRoute = (eraseElsewhere: EraseElsewhere) =>
  post({
    method: 'POST',
    statuses: [200],
    path: '/v1/contacts/{id}/erase',
    tag,
    summary: 'Erases what is known of a person; orders, money and explanations stay and still add up',
    who: 'secret',
    scope: 'settings',
    params: idParams,
    body: nothing,
    answer: contactView,
    act: async (context, { params }) => {
      const erased = await erasePerson(context, params.id, eraseElsewhere);
      return isRefusal(erased) ? erased : { subject: erased, status: 200 };
    },
    show: showContact,
  });

const joinRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/contacts/{id}/merge',
  tag,
  summary: 'Joins this contact into another; both histories are kept, recorded credits stay',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: z.strictObject({ into: z.string(), note: text(1000, 0) }),
  answer: contactView,
  act: async (context, { params, body }) => {
    const done = await joinContacts(context, params.id, body.into, body.note);
    return isRefusal(done) ? done : { subject: body.into, status: 200 };
  },
  show: showContact,
});

const dataRoute = plain({
  method: 'GET',
  path: '/v1/contacts/{id}/data',
  tag,
  summary: 'Everything that is kept of a person, to be handed to them',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: z.looseObject({ contact: contactView }),
  handle: async (context, { params }) => {
    const contact = await findContact(context.tx, context.accountId, params.id);
    return contact ? personData(context, contact.id) : refuse('not_found', 'There is no such contact.');
  },
});

const EVERYTHING = 100_000;

async function personData(context: Context, id: ContactId) {
  const { tx, accountId } = context;
  const contact = await showContact(context, id);
  const orders = await listOrders(tx, accountId, { contactId: id }, null, EVERYTHING);
  const partner = await findPartnerByContact(tx, accountId, id);
  return {
    contact,
    emails: (await emailsOf(tx, accountId, [id])).map((row) => row.email_key),
    external_ids: await externalIdsOf(tx, accountId, id),
    partner_id: partner?.id ?? null,
    referrals: (await listReferrerHistory(tx, accountId, [id])).map(
      ({ account_id: _, contact_id: __, author: ___, ...row }) => row,
    ),
    leads: (await listLeads(tx, accountId, { contact_id: id }, null, EVERYTHING)).map(
      ({ account_id: _, ...row }) => row,
    ),
    touches: (await listTouchesOfContact(tx, accountId, id)).map(({ account_id: _, ...row }) => row),
    applications: (await listApplications(tx, accountId, { contact_id: id }, null, EVERYTHING)).map((row) =>
      toApplicationView(context, row, isRefusal(contact) ? undefined : contact),
    ),
    orders: await viewOrders(context, orders),
  };
}

export function personRoutes(eraseElsewhere: EraseElsewhere): Route[] {
  return [eraseRoute(eraseElsewhere), joinRoute, dataRoute];
}
