import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { findPartnerByContact } from '../partners/index.ts';
import { messageContent, messageQuery, messageView } from './contract.ts';
import type { MessagingParts } from './parts.ts';
import { findMessage, listMessages } from './queries.ts';
import { openMessages } from './read-messages.ts';
import { resendMessage } from './resend-message.ts';
import { openMessageRoutes } from './routes-open.ts';
import { mailSettingsRoutes } from './routes-settings.ts';
import { templateRoutes } from './routes-templates.ts';
import { wishRoutes } from './routes-wishes.ts';
import { toContentView, toMessageView } from './views.ts';

const tag = 'Messages';
const noMessage = refuse('not_found', 'There is no such message.');

export function messagingRoutes(parts: MessagingParts): Route[] {
  return [
    list,
    show,
    showContent,
    resend,
    ...mailSettingsRoutes(parts),
    ...templateRoutes(),
    ...wishRoutes(),
    ...openMessageRoutes(parts),
  ];
}

const list = plain({
  method: 'GET',
  path: '/v1/messages',
  tag,
  summary: 'What was sent, or would have been, newest first',
  who: 'secret',
  scope: 'read',
  query: messageQuery,
  answer: listOf(messageView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const filter = {
      kind: query.kind,
      state: query.state,
      partnerId: query.partner_id,
      ...(await byContact(context, query.contact_id)),
    };
    const rows = await listMessages(context.tx, context.accountId, filter, page.after, page.limit + 1);
    const opened = await openMessages(context, rows.slice(0, page.limit));
    const views = new Map(opened.map((message) => [message.row.id, toMessageView(context, message)]));
    return toList(rows, page, (row) => views.get(row.id));
  },
});

/** Messages to a contact are those to the partner that the contact is, too. */
async function byContact({ tx, accountId }: Context, contactId: string | undefined) {
  if (contactId === undefined) return {};
  const partner = await findPartnerByContact(tx, accountId, contactId);
  return { person: { contactId, partnerId: partner?.id ?? null } };
}

async function openMessage(context: Context, id: string) {
  const row = await findMessage(context.tx, context.accountId, id);
  return row && (await openMessages(context, [row]))[0];
}

const show = plain({
  method: 'GET',
  path: '/v1/messages/{id}',
  tag,
  summary: 'One message as it stands',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: messageView,
  handle: async (context, { params }) => {
    const message = await openMessage(context, params.id);
    return message ? toMessageView(context, message) : noMessage;
  },
});

const showContent = plain({
  method: 'GET',
  path: '/v1/messages/{id}/content',
  tag,
  summary: 'All that a message says, with links that let their reader in: so it needs the scope settings',
  who: 'secret',
  scope: 'settings',
  params: idParams,
  answer: messageContent,
  handle: async (context, { params }) => {
    const message = await openMessage(context, params.id);
    return message ? toContentView(message) : noMessage;
  },
});

const resend = post({
  method: 'POST',
  path: '/v1/messages/{id}/resend',
  tag,
  summary: 'Sends a message again that failed, under the same Message-ID',
  who: 'secret',
  scope: 'write',
  params: idParams,
  answer: messageView,
  act: async (context, { params }) => {
    const refused = await resendMessage(context, params.id);
    return refused ?? { subject: params.id, status: 200 };
  },
  show: async (context, id) => toMessageView(context, (await openMessage(context, id))!),
});
