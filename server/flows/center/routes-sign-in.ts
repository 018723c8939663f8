import { z } from 'zod';
import {
  confirmByLink,
  cookieName,
  endSessions,
  findDoor,
  findKeptPassword,
  hashOf,
  hashPassword,
  isPassword,
  mailLink,
  readCookies,
  setPassword,
  takeMailedToken,
} from '../../modules/center/index.ts';
import { emailAddress, findPartner, normalizeEmail } from '../../modules/partners/index.ts';
import { text } from '../../platform/http/contract.ts';
import { type AttemptLimiter, limitAttempts } from '../../platform/http/limits.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Context, OpenRoute } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import type { Parts } from '../context.ts';
import { letIn, openPost, setCookie, type Visit } from './open-center.ts';

/** Long rather than full of signs (NIST SP 800-63B); an end, so that nobody sends a book. */
export const newPassword = text(200, 10);
const secret = text(200);
const signedIn = z.object({ partner_id: z.string() });
const nothing = z.object({});

/** No answer to whoever names an address comes sooner, so that its time says nothing of whether the address is known. */
const LEAST_MS = 300;
const atLeast = async <T>(work: Promise<T>): Promise<T> => {
  const waited = new Promise((resolve) => setTimeout(resolve, LEAST_MS));
  try {
    return await work;
  } finally {
    await waited;
  }
};

const TEN_MINUTES = 600;
const HOUR = 3600;

/** How often somebody may try: from one place, and for one partner, who is found by address or by nothing at all. */
interface Limits {
  readonly place: AttemptLimiter;
  readonly password: AttemptLimiter;
  readonly mail: AttemptLimiter;
}

export function signInRoutes(parts: Parts): OpenRoute[] {
  const limits: Limits = {
    place: limitAttempts(60, TEN_MINUTES),
    password: limitAttempts(10, TEN_MINUTES),
    mail: limitAttempts(5, HOUR),
  };
  return [
    signInRoute(parts, limits),
    askRoute(parts, limits, 'sign_in_links', 'sign_in', 'Mails a link that signs in; the same answer for any address'),
    askRoute(parts, limits, 'password_resets', 'password_reset', 'Mails a link to choose a password; likewise'),
    enterByLinkRoute(parts, limits),
    resetRoute(parts, limits),
    confirmRoute(parts, limits),
    signOutRoute(parts),
  ];
}

const whoIs = ({ account }: Visit, email: string): string => `${account.id} ${normalizeEmail(email)}`;

const signInRoute = (parts: Parts, limits: Limits) =>
  openPost(parts, {
    path: '/v1/center/sign_in',
    summary: 'A partner signs in with a password; an unknown address is answered like a wrong password',
    body: z.strictObject({ email: emailAddress, password: text(200) }),
    answer: signedIn,
    serve: async (visit, { email, password }) => {
      await limits.place.take(visit.request.ip);
      await limits.password.take(whoIs(visit, email));
      const done = await atLeast(checkAndLetIn(visit, email, password));
      await limits.password.forgive(whoIs(visit, email));
      await limits.place.giveBack(visit.request.ip);
      return done;
    },
  });

/** The password is checked between two transactions: it takes long, and holds no connection meanwhile. */
async function checkAndLetIn(visit: Visit, email: string, password: string) {
  const wrong = new Problem('wrong_sign_in', 'The address or the password is not right.');
  const before = await visit.within((context) => findKeptPassword(context, email));
  if (!(await isPassword(password, before?.kept ?? null)) || before === null) throw wrong;
  return visit.within(async (context) => {
    const now = await findKeptPassword(context, email);
    if (now?.kept !== before.kept) return refuse('wrong_sign_in', wrong.message);
    return letIn(visit, context, before.partner.id);
  });
}

const askRoute = (
  parts: Parts,
  limits: Limits,
  what: 'sign_in_links' | 'password_resets',
  kind: 'sign_in' | 'password_reset',
  summary: string,
) =>
  openPost(parts, {
    path: `/v1/center/${what}`,
    summary,
    body: z.strictObject({ email: emailAddress }),
    answer: nothing,
    status: 202,
    serve: async (visit, { email }) => {
      await limits.place.take(visit.request.ip);
      await limits.mail.take(`${kind} ${whoIs(visit, email)}`);
      await atLeast(visit.within((context) => mailLink(context, email, kind)));
      return {};
    },
  });

const asPartner = (context: Context, id: string): Context => ({ ...context, actor: { kind: 'partner', id } });

const enterByLinkRoute = (parts: Parts, { place }: Limits) =>
  openPost(parts, {
    path: '/v1/center/sign_in_links/use',
    summary: 'Signs in by a mailed link, once',
    body: z.strictObject({ token: secret }),
    answer: signedIn,
    serve: async (visit, { token }) => {
      await place.take(visit.request.ip);
      const done = await visit.within(async (context) => {
        const used = await takeMailedToken(context, token, ['sign_in']);
        return isRefusal(used) ? used : letIn(visit, context, used.partner_id);
      });
      await place.giveBack(visit.request.ip);
      return done;
    },
  });

const resetRoute = (parts: Parts, { place }: Limits) =>
  openPost(parts, {
    path: '/v1/center/password_resets/use',
    summary: 'Chooses a password by a mailed link, once; all other sessions end',
    body: z.strictObject({ token: secret, password: newPassword }),
    answer: signedIn,
    serve: async (visit, { token, password }) => {
      await place.take(visit.request.ip);
      const hashed = await hashPassword(password);
      return visit.within(async (context) => {
        const used = await takeMailedToken(context, token, ['password_reset']);
        if (isRefusal(used)) return used;
        if (!(await findPartner(context.tx, context.accountId, used.partner_id)))
          return refuse('link_used', 'This link does not work any more.');
        await setPassword(asPartner(context, used.partner_id), used.partner_id, hashed);
        return letIn(visit, context, used.partner_id);
      });
    },
  });

const confirmRoute = (parts: Parts, { place }: Limits) =>
  openPost(parts, {
    path: '/v1/center/confirmations',
    summary: 'Confirms a new address or payout method by a mailed link, once',
    body: z.strictObject({ token: secret }),
    answer: z.object({ what: z.enum(['email', 'payout_method']) }),
    serve: async (visit, { token }) => {
      await place.take(visit.request.ip);
      return visit.within((context) => confirmByLink(context, token));
    },
  });

const signOutRoute = (parts: Parts) =>
  openPost(parts, {
    path: '/v1/center/sign_out',
    summary: 'Ends the session of this browser',
    body: z.strictObject({}),
    answer: nothing,
    serve: async (visit) => {
      const held = readCookies(visit.request.headers.cookie).get(cookieName(visit.account.slug));
      const door = held && (await parts.database.inDirectory((tx) => findDoor(tx, hashOf(held))));
      if (door && door.account_id === visit.account.id)
        await visit.within(({ tx, accountId, now }) =>
          endSessions(tx, accountId, door.partner_id, now, { only: door.session_id }),
        );
      setCookie(visit, '', 0);
      return {};
    },
  });
