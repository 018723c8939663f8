import { done, secondFactor, signedIn, signIn } from '../../modules/accounts/contract.ts';
import { findUserByEmail, headersFor } from '../../modules/accounts/index.ts';
import { nothing } from '../../platform/http/contract.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import type { UserId } from '../../values/id.ts';
import { refuse } from '../../values/refusal.ts';
import { askLibrary } from './ask-library.ts';
import { noteForAccounts } from './note-for-accounts.ts';
import type { PeopleParts } from './people-parts.ts';
import { personal } from './personal-route.ts';

/** How a person gets in, and out again. */
export function signInRoutes(parts: PeopleParts): OpenRoute[] {
  return [signInRoute(parts), secondFactorRoute(parts), signOutRoute(parts)];
}

const signInRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/sign_in',
    summary: 'Signs a person in by address and password; asks for a code next where a second factor is on',
    body: signIn,
    answer: signedIn,
    act: async ({ body, request, reply }) => {
      const email = body.email.trim().toLowerCase();
      await parts.throttle.take(email, request.ip);
      const { api } = parts.library.auth;
      const said = await askLibrary(request, reply, (headers) =>
        api.signInEmail({
          body: { email, password: body.password, rememberMe: body.remember },
          headers,
          asResponse: true,
        }),
      );
      if (!said.isOk) {
        // Afterwards: the time of the answer is the same whether there is somebody of this address or not.
        parts.later('noting a failed sign-in', () => noteFailure(parts, email, request.ip));
        return refuse('bad_sign_in', 'The address and the password do not match.');
      }
      if (said.body['twoFactorRedirect'] === true) return { signed_in: false, two_factor: true };
      await parts.throttle.forget(email, request.ip);
      await noteForAccounts(parts, userOf(said.body), 'signed_in', { detail: { address: request.ip } });
      return { signed_in: true, two_factor: false };
    },
  });

async function noteFailure(parts: PeopleParts, email: string, address: string): Promise<void> {
  const user = await parts.database.inDirectory((tx) => findUserByEmail(tx, email));
  if (user)
    await noteForAccounts(parts, user.id, 'sign_in_failed', {
      actor: { kind: 'system', id: 'sign-in' },
      detail: { address },
    });
}

const secondFactorRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/two_factor',
    summary: 'The second step of signing in: a code of the app, or one of the backup codes',
    body: secondFactor,
    answer: signedIn,
    act: async ({ body, request, reply }) => {
      const { api } = parts.library.auth;
      const said = await askLibrary(
        request,
        reply,
        (headers) =>
          'code' in body
            ? api.verifyTOTP({ body: { code: body.code }, headers, asResponse: true })
            : api.verifyBackupCode({ body: { code: body.backup_code }, headers, asResponse: true }),
        withoutSession(headersFor(request)),
      );
      if (said.isOk) {
        const user = said.body['user'] as { id: UserId; email: string };
        await parts.throttle.forget(user.email, request.ip);
        const detail = { address: request.ip, by: 'code' in body ? 'code' : 'backup_code' };
        await noteForAccounts(parts, user.id, 'signed_in', { detail });
        return { signed_in: true, two_factor: false };
      }
      return said.code === 'INVALID_CODE' || said.code === 'INVALID_BACKUP_CODE'
        ? refuse('bad_code', 'This code is not right. Take the newest one that the app shows.')
        : refuse('bad_sign_in', 'Begin again with address and password.');
    },
  });

/** The cookie of a session that is open already would let a code be guessed at without end. */
function withoutSession(headers: Headers): Headers {
  const cookies = (headers.get('cookie') ?? '').split(';').filter((one) => !one.includes('tributary.session_token='));
  headers.set('cookie', cookies.join(';'));
  return headers;
}

const signOutRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/sign_out',
    summary: 'Ends the session',
    body: nothing,
    answer: done,
    act: async ({ request, reply }) => {
      await askLibrary(request, reply, (headers) => parts.library.auth.api.signOut({ headers, asResponse: true }));
      return {};
    },
  });

const userOf = (body: Record<string, unknown>): UserId => (body['user'] as { id: UserId }).id;
