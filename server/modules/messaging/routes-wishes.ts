import { z } from 'zod';
import { idParams, listOf, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { plain, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findPartner } from '../partners/index.ts';
import { findProgram } from '../programs/index.ts';
import { preferences, preferencesChange, programMessages, programMessagesChange, suppressionView } from './contract.ts';
import {
  dropSuppression,
  findFrequency,
  findNotify,
  listSuppressions,
  putFrequency,
  putNotify,
} from './queries-wishes.ts';
import { toSuppressionView } from './views.ts';

const tag = 'Messages';

export function wishRoutes(): Route[] {
  return [showPreferences, changePreferences, showProgram, changeProgram, listSuppressed, lift];
}

const noPartner = refuse('not_found', 'There is no such partner.');
const noProgram = refuse('not_found', 'There is no such program.');

const showPreferences = plain({
  method: 'GET',
  path: '/v1/partners/{id}/message_preferences',
  tag,
  summary: 'How often a partner wants to hear of what is not about access or money',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: preferences,
  handle: async ({ tx, accountId }, { params }) => {
    if (!(await findPartner(tx, accountId, params.id))) return noPartner;
    return { frequency: await findFrequency(tx, accountId, params.id) };
  },
});

const changePreferences = plain({
  method: 'PATCH',
  path: '/v1/partners/{id}/message_preferences',
  tag,
  summary: 'Each message, a daily or weekly digest, or none; what has gathered goes out with the digest that was due',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: preferencesChange,
  answer: preferences,
  handle: async (context, { params, body }) => {
    const { tx, accountId, now } = context;
    if (!(await findPartner(tx, accountId, params.id))) return noPartner;
    await putFrequency(tx, accountId, params.id, body.frequency, now);
    await recordAct(context, 'message_preferences_changed', params.id, { detail: body });
    return { frequency: body.frequency };
  },
});

const showProgram = plain({
  method: 'GET',
  path: '/v1/programs/{id}/message_preferences',
  tag,
  summary: 'Whether partners of a program hear when they earn',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: programMessages,
  handle: async ({ tx, accountId }, { params }) => {
    if (!(await findProgram(tx, accountId, params.id))) return noProgram;
    return { notify_when_earning: await findNotify(tx, accountId, params.id) };
  },
});

const changeProgram = plain({
  method: 'PATCH',
  path: '/v1/programs/{id}/message_preferences',
  tag,
  summary: 'Tells partners of a program when they earn, or does not',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: programMessagesChange,
  answer: programMessages,
  handle: async (context, { params, body }) => {
    const { tx, accountId } = context;
    if (!(await findProgram(tx, accountId, params.id))) return noProgram;
    await putNotify(tx, accountId, params.id, body.notify_when_earning);
    await recordAct(context, 'program_messages_changed', params.id, { detail: body });
    return { notify_when_earning: body.notify_when_earning };
  },
});

const listSuppressed = plain({
  method: 'GET',
  path: '/v1/suppressions',
  tag,
  summary: 'Contacts whose address came back or who complained: nothing is sent to them',
  who: 'secret',
  scope: 'read',
  query: pageQuery,
  answer: listOf(suppressionView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    return toList(await listSuppressions(context.tx, context.accountId, page.after, page.limit + 1), page, (row) =>
      toSuppressionView(context, row),
    );
  },
});

const lift = plain({
  method: 'DELETE',
  path: '/v1/suppressions/{id}',
  tag,
  summary: 'Writes to the address again',
  who: 'secret',
  scope: 'write',
  params: idParams,
  answer: z.object({ id: z.string() }),
  handle: async (context, { params }) => {
    if (!(await dropSuppression(context.tx, context.accountId, params.id)))
      return refuse('not_found', 'There is no such suppression.');
    await recordAct(context, 'suppression_lifted', params.id);
    return { id: params.id };
  },
});
