import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Html, html, PAGE_HEADERS } from '../../platform/http/html.ts';
import { parseJson } from '../../platform/http/parse.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { jsonBody } from '../../platform/http/server.ts';
import type { AccountId } from '../../values/id.ts';
import { accountTime, findAccount } from '../accounts/index.ts';
import { findContactsByEmail } from '../partners/index.ts';
import type { MessagingParts } from './parts.ts';
import { type Bounce, readBounces } from './rules/read-bounces.ts';
import { readMailSetup } from './settings.ts';
import { suppress } from './suppress.ts';
import { unsubscribe } from './unsubscribe.ts';
import { readUnsubscribeToken, type Unsubscription } from './unsubscribe-token.ts';
import { wordsOf } from './words/index.ts';

const tag = 'Messages';

/** What mail programs, mail providers and receivers call, none of whom has a key. */
export function openMessageRoutes(parts: MessagingParts): OpenRoute[] {
  return [askToUnsubscribe(parts), unsubscribeAtOnce(parts), takeBounces(parts)];
}

const askToUnsubscribe = (parts: MessagingParts): OpenRoute => ({
  method: 'GET',
  path: '/unsubscribe/{token}',
  tag,
  summary: 'The page behind an unsubscribe link; nothing changes until its button is pressed',
  open: 'anyone',
  serve: async (request, reply) => {
    const wish = readUnsubscribeToken(parts.seal, tokenOf(request));
    const account = wish && (await parts.database.inDirectory((tx) => findAccount(tx, wish.account)));
    const { page } = wordsOf();
    if (!wish || !account) return show(reply, 404, html`<p>${page.unknown}</p>`);
    const ask = ('partner' in wish ? page.askPartner : page.askOwner).replace('{account}', account.name);
    return show(reply, 200, html`<p>${ask}</p><form method="post"><button>${page.button}</button></form>`);
  },
});

/** RFC 8058: the mail program posts here by itself, without asking and without following redirects. */
const unsubscribeAtOnce = (parts: MessagingParts): OpenRoute => ({
  method: 'POST',
  path: '/unsubscribe/{token}',
  tag,
  summary: 'Unsubscribes at once (RFC 8058); again changes nothing',
  open: 'anyone',
  serve: async (request, reply) => {
    const wish = readUnsubscribeToken(parts.seal, tokenOf(request));
    const { page } = wordsOf();
    if (!wish || !(await unsubscribeWith(parts, wish))) return show(reply, 404, html`<p>${page.unknown}</p>`);
    return show(reply, 200, html`<p>${page.done}</p>`);
  },
});

async function unsubscribeWith(parts: MessagingParts, wish: Unsubscription): Promise<boolean> {
  const account = await parts.database.inDirectory((tx) => findAccount(tx, wish.account));
  if (!account) return false;
  const now = accountTime(account, parts.clock.now());
  await parts.database.inAccount(account.id, (tx) => unsubscribe({ tx, accountId: account.id, now }, wish));
  return true;
}

const tokenOf = (request: FastifyRequest): string => (request.params as { token: string }).token;

function show(reply: FastifyReply, status: number, body: Html): FastifyReply {
  const { language } = wordsOf();
  const { title } = wordsOf().page;
  const style = new Html(
    'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}',
  );
  const page = html`<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style><h1>${title}</h1>${body}</html>`;
  return reply.code(status).headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page.text);
}

const takeBounces = (parts: MessagingParts): OpenRoute => ({
  method: 'POST',
  path: '/hooks/mail/{account}/{secret}',
  tag,
  summary: 'Bounces and complaints, as mail providers report them',
  open: 'anyone',
  serve: async (request, reply) => {
    const { account: id, secret } = request.params as { account: string; secret: string };
    const account = await parts.database.inDirectory((tx) => findAccount(tx, id as AccountId));
    const suppressed = account
      ? await parts.database.inAccount(account.id, async (tx) => {
          const reader = { tx, accountId: account.id, seal: parts.seal };
          const { hookSecret } = await readMailSetup(reader);
          if (hookSecret === null || !isSame(secret, hookSecret)) return null;
          return suppressAll(
            { ...reader, now: accountTime(account, parts.clock.now()) },
            readBounces(parseJson(jsonBody(request))),
          );
        })
      : null;
    if (suppressed === null) throw new Problem('not_found', 'There is nothing here.');
    return reply.code(200).type('application/json; charset=utf-8').send(JSON.stringify({ suppressed }));
  },
});

async function suppressAll(context: Parameters<typeof suppress>[0], bounces: readonly Bounce[]): Promise<number> {
  let count = 0;
  for (const { because, address, detail } of bounces) {
    const [contact] = await findContactsByEmail(context.tx, context.accountId, address);
    if (!contact) continue;
    await suppress(context, contact.id, address, because, detail);
    count += 1;
  }
  return count;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
