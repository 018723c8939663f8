import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ApplicationSent, application, question } from '../../modules/joining/contract.ts';
import { hasProgramEnded } from '../../modules/programs/index.ts';
import { parse, parseJson } from '../../platform/http/parse.ts';
import { Problem, type ProblemCode } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { jsonBody } from '../../platform/http/server.ts';
import { isRefusal } from '../../values/refusal.ts';
import { hostOfOrigin, networkOf } from './host-of.ts';
import { showForm, startForm } from './public-form.ts';
import { readLook } from './read-look.ts';
import { signUp } from './sign-up.ts';
import { atForm, type JoiningParts, type Visit } from './visit.ts';

const tag = 'Joining';
const path = '/v1/join/{account}/{program}';

const shownForm = z.object({
  open: z.boolean(),
  account_name: z.string(),
  program_name: z.string(),
  title: z.string(),
  text_html: z.string(),
  picture_url: z.string().nullable(),
  rates: z.array(z.object({ what: z.string(), says: z.string() })),
  questions: z.array(question),
  terms: z.object({ version: z.int(), html: z.string() }).nullable(),
  started: z.string(),
  challenge: z.looseObject({ parameters: z.looseObject({}), signature: z.string().optional() }),
  page_url: z.string(),
});
const taken = z.object({ state: z.literal('check_mail') });

/** The same form for programs in the owner's pages: what a component shows, and what it sends. Only the owner's hosts may. */
export function joinJsonRoutes(parts: JoiningParts): OpenRoute[] {
  const send = (reply: FastifyReply, status: number, body: object) =>
    reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  const at = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (visit: Visit) => Promise<T>,
  ): Promise<T> => {
    const done = await atForm(parts, request, async (visit) => {
      letPage(request, reply, visit);
      return { result: await work(visit) };
    });
    if (!done) throw new Problem('not_found', 'There is no such form.');
    return done.result;
  };
  return [
    {
      ...{ method: 'GET', path, tag, open: 'anyone', summary: 'A sign-up form, for a page that shows it itself' },
      answer: shownForm,
      serve: async (request, reply) => send(reply, 200, await at(request, reply, (visit) => show(parts, visit))),
    },
    {
      ...{ method: 'POST', path, tag, open: 'anyone', summary: 'Signs somebody up; the mail says the rest' },
      body: application,
      answer: taken,
      status: 202,
      serve: async (request, reply) => {
        await parts.limit(networkOf(request.ip));
        const sent = readSent(request);
        if (sent instanceof Problem) {
          // The page that sent it may read what is wrong, where it may send at all.
          await at(request, reply, async () => undefined).catch(unlessMissing);
          throw sent;
        }
        await at(request, reply, (visit) => take(parts, visit, request, sent));
        return send(reply, 202, { state: 'check_mail' });
      },
    },
    {
      ...{ method: 'OPTIONS', path, tag, open: 'anyone', summary: 'Whether a page may send the form' },
      status: 204,
      serve: async (request, reply) => {
        await at(request, reply, async () => undefined);
        return reply
          .code(204)
          .headers({
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-headers': 'content-type, idempotency-key',
            'access-control-max-age': '600',
          })
          .send();
      },
    },
  ];
}

/** Pages of hosts that the owner named may read the answer, faults included; others may not even send. */
function letPage(request: FastifyRequest, reply: FastifyReply, { form }: Visit): void {
  const { origin, host } = request.headers;
  reply.header('vary', 'Origin');
  const from = hostOfOrigin(origin);
  if (origin === undefined || from === host) return;
  if (from === null || !form.embed_hosts.includes(from))
    throw new Problem('scope', 'Pages of this host may not use the form; add it to embed_hosts of the form.');
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'retry-after, x-request-id',
  });
}

async function show(parts: JoiningParts, { context, form }: Visit): Promise<z.input<typeof shownForm>> {
  const look = await readLook(context);
  const start = await startForm(context, form, parts.clock.now());
  const { signature } = start.challenge;
  const { textHtml, termsHtml, picture, rates, pageUrl } = await showForm(context, form);
  return {
    open: form.open && !(await hasProgramEnded(context, form.programId)),
    account_name: look.name,
    program_name: form.programName,
    title: form.title,
    text_html: textHtml,
    picture_url: picture === null ? null : new URL(picture, context.linkBase).href,
    rates: [...rates],
    questions: form.questions,
    terms: form.terms && { version: form.terms.version, html: termsHtml ?? '' },
    started: start.started,
    challenge: { parameters: { ...start.challenge.parameters }, ...(signature ? { signature } : {}) },
    page_url: pageUrl,
  };
}

/** What was sent, or what is wrong with it: told before whether there is such a form, as everywhere. */
function readSent(request: FastifyRequest): ApplicationSent | Problem {
  try {
    return parse(application, parseJson(jsonBody(request)), 'body');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof Problem && error.code === 'not_found')) throw error;
}

async function take(
  parts: JoiningParts,
  { context, form }: Visit,
  request: FastifyRequest,
  sent: ApplicationSent,
): Promise<void> {
  const sender = { country: parts.findCountry(request.ip), cookies: request.headers.cookie, at: parts.clock.now() };
  const done = await signUp(context, form, sent, sender);
  if (isRefusal(done)) throw new Problem(done.refused as ProblemCode, done.detail);
  if (done.state === 'busy')
    throw new Problem('rate_limited', 'Very many people sign up just now; try again later.', {
      retryAfter: done.retryAfter,
    });
  if (done.state === 'sent') return;
  const errors = Object.entries(done.faults).map(([name, message]) => ({ path: name, code: 'custom', message }));
  throw new Problem('invalid', `The body is not right: ${errors[0]?.path}: ${errors[0]?.message}`, { errors });
}
