import { z } from 'zod';
import { formPut, formView } from '../../modules/joining/contract.ts';
import { changeForm, draftForm, readForm, toFormView } from '../../modules/joining/index.ts';
import { moveHold } from '../../modules/promo/index.ts';
import { idParams } from '../../platform/http/contract.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { formPage } from './form-page.ts';
import { showForm } from './public-form.ts';
import { readLook } from './read-look.ts';

const tag = 'Joining';
const noProgram = refuse('not_found', 'There is no such program.');

const changeRoute = plain({
  method: 'PUT',
  path: '/v1/programs/{id}/signup_form',
  tag,
  summary: 'Replaces the sign-up form of a program; a changed text of terms is a new version',
  who: 'secret',
  scope: 'settings',
  params: idParams,
  body: formPut,
  answer: formView,
  handle: async (context, { params, body }) => {
    const { tx, accountId } = context;
    const refused = await keepForm(context, params.id, body);
    if (refused) return refused;
    return toFormView(context, (await readForm(tx, accountId, params.id))!);
  },
});

/** With its picture, which stays as long as the form shows it. Refuses `not_found`, `slug_taken` and `file_not_allowed`. */
async function keepForm(
  context: Context,
  programId: string,
  form: z.output<typeof formPut>,
): Promise<undefined | Refusal> {
  const present = await readForm(context.tx, context.accountId, programId);
  if (!present) return noProgram;
  const holder = `signup_form:${programId}`;
  const held = await moveHold(context, holder, present.upload_id, form.upload_id, { picture: true });
  return isRefusal(held) ? held : changeForm(context, programId, form);
}

const previewRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/programs/{id}/signup_form/preview',
  tag,
  summary: 'How the form would look; nothing is kept, and the preview sends nothing',
  who: 'secret',
  scope: 'read',
  params: idParams,
  body: formPut,
  answer: z.object({ html: z.string() }),
  act: async ({ tx, accountId }, { params }) =>
    (await readForm(tx, accountId, params.id)) ? { subject: params.id, status: 200 } : noProgram,
  show: async (context, programId, { body }) => {
    const draft = await draftForm(context.tx, context.accountId, programId, body, context.now);
    if (!draft) return noProgram;
    const state = { filled: {}, faults: {}, notice: null, via: null, clickId: null, start: null };
    return { html: formPage(await readLook(context), await showForm(context, draft), state) };
  },
});

export function formRoutes(): Route[] {
  return [changeRoute, previewRoute];
}
