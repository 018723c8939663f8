import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type ApplicationRow,
  findApplication,
  readAnswers,
  readDecisionToken,
  takeToken,
  wasTokenUsed,
} from '../../modules/joining/index.ts';
import { type ContactRow, findContact, findPartner } from '../../modules/partners/index.ts';
import { findProgram } from '../../modules/programs/index.ts';
import { html } from '../../platform/http/html.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Context, OpenRoute } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { decideOnApplication } from './decide-on-application.ts';
import { framePage, sayPage, sendPage } from './page-frame.ts';
import { type Look, readLook } from './read-look.ts';
import { findNamedAccount, inAccount, type JoiningParts, readFields } from './visit.ts';
import { fill, words } from './words.ts';

const tag = 'Joining';
const path = '/join/{account}/applications/{token}';

interface Page {
  readonly status: number;
  readonly html: string;
}

/** Behind the link of the owner's mail: one application, to be decided once. It asks again before it acts. */
export function decisionRoutes(parts: JoiningParts): OpenRoute[] {
  const serve = async (request: FastifyRequest, reply: FastifyReply, work: (at: At) => Promise<Page>) => {
    const account = await findNamedAccount(parts, request);
    if (!account) throw new Problem('not_found', 'There is no such page.');
    const { token } = request.params as { token: string };
    const actor = { kind: 'page', id: 'decision' } as const;
    const page = await inAccount(parts, account, actor, async (context) => {
      const look = await readLook(context);
      const read = readDecisionToken(context.seal, context.accountId, token);
      const isOver = read === null || read.until.getTime() <= context.now.getTime();
      if (isOver || (await wasTokenUsed(context.tx, context.accountId, token))) return gone(look);
      return work({ context, look, token, ...read });
    });
    return sendPage(reply, page.status, page.html);
  };
  return [
    {
      ...{ method: 'GET', path, tag, open: 'anyone', summary: 'The page on which the owner decides on an application' },
      serve: (request, reply) => serve(request, reply, ask),
    },
    {
      ...{ method: 'POST', path, tag, open: 'anyone', summary: 'Decides on an application, once' },
      serve: (request, reply) => serve(request, reply, (at) => decide(at, readFields(request))),
    },
  ];
}

interface At {
  readonly context: Context;
  readonly look: Look;
  readonly token: string;
  readonly application: string;
  readonly until: Date;
}

const gone = (look: Look): Page => ({ status: 410, html: sayPage(look, words.decision.gone) });

async function find({ context: { tx, accountId }, application: id }: At) {
  const application = await findApplication(tx, accountId, id);
  const contact = application && (await findContact(tx, accountId, application.contact_id));
  return application && contact ? { application, contact } : null;
}

async function ask(at: At): Promise<Page> {
  const { context, look } = at;
  const found = await find(at);
  if (!found) return gone(look);
  const { application, contact } = found;
  if (application.status !== 'waiting') return { status: 200, html: sayPage(look, words.decision.decided) };
  const said = words.decision;
  const facts = await factsOf(context, application, contact);
  const rows = facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  const page = html`<h1>${said.title}</h1><p>${said.ask}</p><dl class="card">${rows}</dl>
<form method="post"><button name="act" value="approve">${said.approve}</button></form>
<form method="post" class="card"><label for="reason">${said.reason} (${words.form.optional})</label><textarea id="reason" name="reason" rows="3" maxlength="2000"></textarea><button class="quiet" name="act" value="reject">${said.reject}</button></form>`;
  return { status: 200, html: framePage(look, said.title, page) };
}

async function factsOf(
  context: Context,
  application: ApplicationRow,
  contact: ContactRow,
): Promise<[string, string][]> {
  const { tx, accountId } = context;
  const said = words.decision;
  const program = await findProgram(tx, accountId, application.program_id);
  const sponsor =
    application.sponsor_id === null ? undefined : await findPartner(tx, accountId, application.sponsor_id);
  return [
    [said.name, contact.name ?? said.none],
    [said.email, contact.email ?? said.none],
    [said.program, program?.name ?? said.none],
    [said.sponsor, sponsor?.code ?? said.none],
    [said.country, application.country ?? said.none],
    ...readAnswers(context, application).map(({ label, value }): [string, string] => [
      label,
      String(value ?? said.none),
    ]),
  ];
}

async function decide(at: At, { act, reason }: Record<string, string>): Promise<Page> {
  const { context, look, token, application, until } = at;
  if (act !== 'approve' && act !== 'reject') return ask(at);
  const found = await find(at);
  if (!found) return gone(look);
  if (!(await takeToken(context.tx, context.accountId, token, until, context.now))) return gone(look);
  const told = reason?.trim().slice(0, 2000).replaceAll('\u0000', '') || null;
  const refused = await decideOnApplication(context, application, act, { reason: told });
  if (isRefusal(refused)) return { status: 409, html: sayPage(look, words.decision.decided) };
  const { title, text } = words.decision[act === 'approve' ? 'approved' : 'rejected'];
  return { status: 200, html: sayPage(look, { title, text: fill(text, { name: found.contact.name ?? '' }) }) };
}
