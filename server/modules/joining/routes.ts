import { idParams } from '../../platform/http/contract.ts';
import { type Context, plain, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { formView, termsList } from './contract.ts';
import { listSignupTerms } from './queries-forms.ts';
import { readForm } from './signup-form.ts';
import { toFormView } from './views.ts';

const tag = 'Joining';
const noProgram = refuse('not_found', 'There is no such program.');

async function showForm(context: Context, programId: string) {
  const form = await readForm(context.tx, context.accountId, programId);
  return form ? toFormView(context, form) : noProgram;
}

const readRoute = plain({
  method: 'GET',
  path: '/v1/programs/{id}/signup_form',
  tag,
  summary: 'The sign-up form of a program, with the address of its page',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: formView,
  handle: (context, { params }) => showForm(context, params.id),
});

/** More versions than anybody makes. */
const VERSIONS = 1000;

const termsRoute = plain({
  method: 'GET',
  path: '/v1/programs/{id}/signup_form/terms',
  tag,
  summary: 'Every version of the terms that applicants accept, newest first',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: termsList,
  handle: async ({ tx, accountId }, { params }) => {
    if (!(await readForm(tx, accountId, params.id))) return noProgram;
    const rows = await listSignupTerms(tx, accountId, params.id, VERSIONS);
    const data = rows.map(({ version, body, from_at, author }) => ({
      version,
      text: body,
      from_at: from_at.toISOString(),
      author,
    }));
    return { data, next_cursor: null };
  },
});

export function signupFormRoutes(): Route[] {
  return [readRoute, termsRoute];
}
