import type { FastifyReply, FastifyRequest } from 'fastify';
import { openSignup, pageUrlOf } from '../../modules/joining/index.ts';
import { html } from '../../platform/http/html.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { confirmSignup } from './confirm-signup.ts';
import { framePage, sayPage, sendPage } from './page-frame.ts';
import { type Look, readLook } from './read-look.ts';
import { atForm, type JoiningParts, type Visit } from './visit.ts';
import { fill, words } from './words.ts';

const tag = 'Joining';
const path = '/join/{account}/{program}/confirm/{token}';

/** Behind the mailed link. Programs that read mail follow links, so the page asks once more before anything happens. */
export function confirmRoutes(parts: JoiningParts): OpenRoute[] {
  const serve = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: (visit: Visit, token: string, look: Look) => Promise<{ status: number; html: string }>,
  ) => {
    const { token } = request.params as { token: string };
    const page = await atForm(parts, request, async (visit) => work(visit, token, await readLook(visit.context)));
    if (!page) throw new Problem('not_found', 'There is no such form.');
    return sendPage(reply, page.status, page.html);
  };
  return [
    {
      ...{ method: 'GET', path, tag, open: 'anyone', summary: 'The page behind the link that confirms an address' },
      serve: (request, reply) => serve(request, reply, ask),
    },
    {
      ...{ method: 'POST', path, tag, open: 'anyone', summary: 'Confirms the address, and sends the application' },
      serve: (request, reply) =>
        serve(request, reply, async (visit, token, look) => {
          const outcome = await confirmSignup(visit.context, token, parts.chooseSponsor);
          if (isRefusal(outcome)) return { status: 409, html: sayPage(look, words.closed) };
          if (outcome === 'gone') return gone(visit, look);
          return { status: 200, html: sayPage(look, words.confirmed[outcome]) };
        }),
    },
  ];
}

async function ask(visit: Visit, token: string, look: Look) {
  const { context, form } = visit;
  const opened = await openSignup(context, token, false);
  if (opened.state === 'confirmed') return { status: 200, html: sayPage(look, words.confirmed.before) };
  if (opened.state === 'gone') return gone(visit, look);
  const { title, ask: question, button } = words.confirm;
  const said = fill(question, { program: form.programName });
  const page = html`<h1>${title}</h1><p>${said}</p><p><strong>${opened.content.email}</strong></p><form method="post"><button>${button}</button></form>`;
  return { status: 200, html: framePage(look, title, page) };
}

/** Where the form is open, it is one step away. */
function gone({ context, form }: Visit, look: Look) {
  const { title, text } = words.gone;
  const way = form.open
    ? html`<p><a href="${new URL(pageUrlOf(context, form)).pathname}">${words.form.apply}</a></p>`
    : html``;
  return { status: 410, html: framePage(look, title, html`<h1>${title}</h1><p>${text}</p>${way}`) };
}
