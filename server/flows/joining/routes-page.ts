import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApplicationSent, application } from '../../modules/joining/contract.ts';
import type { Question, SignupForm } from '../../modules/joining/index.ts';
import { hasProgramEnded } from '../../modules/programs/index.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Context, OpenRoute } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { type Filled, type FormState, formPage } from './form-page.ts';
import { hostOfOrigin, networkOf } from './host-of.ts';
import { sayPage, sendPage } from './page-frame.ts';
import { showForm, startForm } from './public-form.ts';
import { readLook } from './read-look.ts';
import { type SignedUp, signUp } from './sign-up.ts';
import { atForm, type JoiningParts, readFields, type Visit } from './visit.ts';
import { fill, words } from './words.ts';

const tag = 'Joining';
const path = '/join/{account}/{program}';

interface Page {
  readonly status: number;
  readonly html: string;
  readonly hosts?: readonly string[];
  readonly retryAfter?: number;
}

/** The page on which strangers apply, and what it sends. */
export function joinPageRoutes(parts: JoiningParts): OpenRoute[] {
  const serve = async (request: FastifyRequest, reply: FastifyReply, work: (visit: Visit) => Promise<Page>) => {
    const page = await atForm(parts, request, work);
    if (!page) throw new Problem('not_found', 'There is no such form.');
    if (page.retryAfter !== undefined) reply.header('retry-after', String(page.retryAfter));
    return sendPage(reply, page.status, page.html, page.hosts);
  };
  return [
    {
      ...{ method: 'GET', path, tag, open: 'anyone', summary: 'The page on which strangers apply to a program' },
      serve: (request, reply) => serve(request, reply, (visit) => showPage(parts, visit, cameBy(request))),
    },
    {
      ...{ method: 'POST', path, tag, open: 'anyone', summary: 'Takes the form of the page' },
      serve: async (request, reply) => {
        await parts.limit(networkOf(request.ip));
        return serve(request, reply, (visit) => takePage(parts, visit, request));
      },
    },
  ];
}

/** Text of an address that may be kept and looked for. */
const tidy = (text: string | null | undefined): string | null =>
  text && text.length <= 300 && !text.includes('\u0000') && text.isWellFormed() ? text : null;

const cameBy = (request: FastifyRequest): Pick<FormState, 'via' | 'clickId'> => {
  const asked = new URLSearchParams(request.url.split('?')[1]);
  return { via: tidy(asked.get('via')), clickId: tidy(asked.get('tclid')) };
};

async function showPage(
  parts: JoiningParts,
  { context, form }: Visit,
  came: Pick<FormState, 'via' | 'clickId'>,
  said: { readonly filled?: Filled; readonly faults?: Filled; readonly notice?: string; readonly status?: number } = {},
): Promise<Page> {
  const look = await readLook(context);
  const hosts = form.embed_hosts;
  if (!(await isOpen(context, form))) return { status: 200, html: sayPage(look, words.closed), hosts };
  const { filled = {}, faults = {}, notice = null, status = 200 } = said;
  const start = await startForm(context, form, parts.clock.now());
  const html = formPage(look, await showForm(context, form), { filled, faults, notice, start, ...came });
  return { status, html, hosts };
}

const isOpen = async (context: Context, form: SignupForm): Promise<boolean> =>
  form.open && !(await hasProgramEnded(context, form.programId));

async function takePage(parts: JoiningParts, visit: Visit, request: FastifyRequest): Promise<Page> {
  const { context, form } = visit;
  const look = await readLook(context);
  const hosts = form.embed_hosts;
  const origin = hostOfOrigin(request.headers.origin);
  if (origin !== null && origin !== request.headers.host && !hosts.includes(origin))
    return { status: 403, html: sayPage(look, words.refused), hosts };
  const fields = readFields(request);
  const came = { via: tidy(fields['via']), clickId: tidy(fields['click_id'] || fields['tributary_click']) };
  const again = (said: Parameters<typeof showPage>[3]) => showPage(parts, visit, came, { filled: fields, ...said });
  // From a page of the owner's, which cannot know when it was opened.
  if (!fields['started']) return again({ notice: words.form.check });
  const sent = application.safeParse(toSent(form, fields, came));
  if (!sent.success) return again({ status: 422, notice: words.form.faults, faults: faultsOf(sent.error.issues) });
  const sender = {
    country: parts.findCountry(request.ip),
    cookies: request.headers.cookie,
    at: parts.clock.now(),
  };
  const done = await signUp(context, form, sent.data, sender);
  if (isRefusal(done)) {
    if (done.refused === 'signup_closed') return { status: 409, html: sayPage(look, words.closed), hosts };
    return again({ status: 422, notice: words.form.anew });
  }
  return toPage(done, sent.data, async (faults) => again({ status: 422, notice: words.form.faults, faults }), {
    say: (said) => sayPage(look, said),
    hosts,
  });
}

async function toPage(
  done: SignedUp,
  { email }: ApplicationSent,
  again: (faults: Filled) => Promise<Page>,
  { say, hosts }: { say: (said: { title: string; text: string }) => string; hosts: readonly string[] },
): Promise<Page> {
  if (done.state === 'busy') return { status: 429, html: say(words.busy), hosts, retryAfter: done.retryAfter };
  if (done.state === 'faults') return again(toFieldNames(done.faults));
  const { title, text } = words.sent;
  return { status: 202, html: say({ title, text: fill(text, { email: email.trim() }) }), hosts };
}

/** The names of what the API takes, as the fields of the page are called. */
function toFieldNames(faults: Filled): Filled {
  const called = (name: string): string =>
    name === 'terms_version' ? 'accept_terms' : name.replace(/^answers\./, 'answer.');
  return Object.fromEntries(Object.entries(faults).map(([name, said]) => [called(name), said]));
}

function faultsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): Filled {
  const names = issues.map(({ path: [first = '', second] }) =>
    first === 'answers' ? `answer.${String(second)}` : String(first),
  );
  const said = (name: string): string =>
    name === 'email' ? words.faults.email : name === 'name' ? words.faults.name : words.faults.required;
  return Object.fromEntries(names.map((name) => [name, said(name)]));
}

function toSent(form: SignupForm, fields: Filled, came: Pick<FormState, 'via' | 'clickId'>): unknown {
  const version = fields['accept_terms'] ? Number(fields['terms_version']) : Number.NaN;
  const answers = form.questions.map((question) => [question.id, toAnswer(question, fields[`answer.${question.id}`])]);
  return {
    email: fields['email'] ?? '',
    name: fields['name'] ?? '',
    answers: Object.fromEntries(answers),
    terms_version: Number.isSafeInteger(version) ? version : null,
    started: fields['started'],
    proof: fields['proof'] || null,
    website: fields['website'] ?? '',
    via: came.via,
    click_id: came.clickId,
  };
}

/** What is no number stays text, and is refused as such with what was typed. */
function toAnswer({ kind }: Question, text: string | undefined): string | boolean | null {
  if (kind === 'checkbox') return Boolean(text);
  return text === undefined || text.trim() === '' ? null : text;
}
