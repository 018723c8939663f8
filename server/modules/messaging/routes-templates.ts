import { z } from 'zod';
import { nothing } from '../../platform/http/contract.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import {
  kindParams,
  messageView,
  preview,
  previewRequest,
  templateChange,
  templateView,
  testRequest,
} from './contract.ts';
import type { MessageKind } from './kinds.ts';
import { findMessage } from './queries.ts';
import { openMessages } from './read-messages.ts';
import { changeTemplate, kindNamed, previewTemplate, readTemplate, readTemplates, sendTest } from './templates.ts';
import { toMessageView, toTemplateView } from './views.ts';

const tag = 'Messages';

export function templateRoutes(): Route[] {
  return [list, show, change, reset, look, test];
}

const noKind = refuse('not_found', 'There is no such kind of message.');

async function ofKind<T>(name: string, work: (kind: MessageKind) => Promise<T | Refusal>): Promise<T | Refusal> {
  const kind = kindNamed(name);
  return kind === null ? noKind : work(kind);
}

const list = plain({
  method: 'GET',
  path: '/v1/message_templates',
  tag,
  summary: 'Every kind of message with its words, its fields, and whether it is on',
  who: 'secret',
  scope: 'read',
  query: nothing,
  answer: z.object({ data: z.array(templateView) }),
  handle: async (context) => ({ data: (await readTemplates(context)).map(toTemplateView) }),
});

const show = plain({
  method: 'GET',
  path: '/v1/message_templates/{kind}',
  tag,
  summary: 'One kind of message',
  who: 'secret',
  scope: 'read',
  params: kindParams,
  answer: templateView,
  handle: (context, { params }) =>
    ofKind(params.kind, async (kind) => toTemplateView(await readTemplate(context, kind))),
});

const change = plain({
  method: 'PATCH',
  path: '/v1/message_templates/{kind}',
  tag,
  summary: 'Changes the words of a kind, or switches it on or off; mistakes are told by line and reason',
  who: 'secret',
  scope: 'settings',
  params: kindParams,
  body: templateChange,
  answer: templateView,
  handle: (context, { params, body }) => ofKind(params.kind, (kind) => changed(context, kind, body)),
});

const reset = plain({
  method: 'DELETE',
  path: '/v1/message_templates/{kind}',
  tag,
  summary: "Goes back to the program's own words",
  who: 'secret',
  scope: 'settings',
  params: kindParams,
  answer: templateView,
  handle: (context, { params }) => ofKind(params.kind, (kind) => changed(context, kind, { subject: null, body: null })),
});

async function changed(context: Context, kind: MessageKind, body: z.output<typeof templateChange>) {
  const template = await changeTemplate(context, kind, body);
  return isRefusal(template) ? template : toTemplateView(template);
}

const look = post({
  method: 'POST',
  path: '/v1/message_templates/{kind}/preview',
  tag,
  summary: 'How a message would look, with what really happened last; subject and body may be drafts',
  who: 'secret',
  scope: 'read',
  params: kindParams,
  body: previewRequest,
  answer: preview,
  act: async (_context, { params }) => ofKind(params.kind, async (kind) => ({ subject: kind, status: 200 as const })),
  show: (context, kind, { body }) => previewTemplate(context, kind as MessageKind, body),
});

const test = post({
  method: 'POST',
  path: '/v1/message_templates/{kind}/test',
  tag,
  summary: 'Sends the preview to an address, marked as a test',
  who: 'secret',
  scope: 'settings',
  params: kindParams,
  body: testRequest,
  answer: messageView,
  act: async (context, { params, body }) =>
    ofKind(params.kind, async (kind) => {
      const id = await sendTest(context, kind, body);
      return isRefusal(id) ? id : { subject: id };
    }),
  show: async (context, id) => {
    const row = (await findMessage(context.tx, context.accountId, id))!;
    return toMessageView(context, (await openMessages(context, [row]))[0]!);
  },
});
