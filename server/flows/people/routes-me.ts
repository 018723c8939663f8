import { verifyPassword } from 'better-auth/crypto';
import type { FastifyRequest } from 'fastify';
import {
  done,
  meChange,
  meView,
  passwordChange,
  sessionsView,
  steppedUp,
  stepUp,
} from '../../modules/accounts/contract.ts';
import {
  endSessions,
  findPasswordHash,
  judgePassword,
  listSessions,
  type Person,
  replacePassword,
  scramblePassword,
  touchSession,
  updateUser,
} from '../../modules/accounts/index.ts';
import { nothing } from '../../platform/http/contract.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { askLibrary } from './ask-library.ts';
import { noteForAccounts } from './note-for-accounts.ts';
import type { PeopleParts } from './people-parts.ts';
import { orProblem, personal, signedInOnly } from './personal-route.ts';
import { provedUntil, takeTry, viewMe } from './view-me.ts';

/** What a person sees and changes of themselves. */
export function meRoutes(parts: PeopleParts): OpenRoute[] {
  return [
    meRoute(parts),
    changeMeRoute(parts),
    passwordRoute(parts),
    stepUpRoute(parts),
    sessionsRoute(parts),
    endSessionRoute(parts),
    endOthersRoute(parts),
  ];
}

const meRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'GET',
    path: '/v1/auth/me',
    summary: 'Who is signed in, by which session, and the accounts that they belong to',
    body: nothing,
    answer: meView,
    act: async ({ request, reply }) => {
      const person = await parts.door.personOf(request);
      // Here the session is made longer, once a day: whoever comes back within a week stays signed in.
      await askLibrary(request, reply, (headers) => parts.library.auth.api.getSession({ headers, asResponse: true }));
      return viewMe(parts, person);
    },
  });

const changeMeRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'PATCH',
    path: '/v1/auth/me',
    summary: 'Changes the name by which a person is known to the team',
    body: meChange,
    answer: meView,
    act: async (person, { body }) => {
      const name = body.name.trim() || person.name;
      await parts.database.inDirectory((tx) => updateUser(tx, person.id, { name }, parts.clock.now()));
      await noteForAccounts(parts, person.id, 'name_changed');
      return viewMe(parts, { ...person, name });
    },
  });

/** Throws `wrong_password` (422); tries are counted. */
export async function provePassword(
  parts: PeopleParts,
  person: Person,
  request: FastifyRequest,
  password: string,
  field = 'password',
): Promise<void> {
  await takeTry(parts, person, request);
  const hash = await parts.database.inDirectory((tx) => findPasswordHash(tx, person.id));
  if (hash === null || !(await verifyPassword({ hash, password }))) {
    const message = 'This is not your password.';
    throw new Problem('wrong_password', message, { errors: [{ path: field, code: 'wrong_password', message }] });
  }
  await parts.throttle.forget(person.id, request.ip);
}

const passwordRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/password',
    summary: 'Chooses another password; every other session ends',
    body: passwordChange,
    answer: done,
    act: async (person, { body, request }) => {
      orProblem(judgePassword(body.new_password, person), 'new_password');
      await provePassword(parts, person, request, body.current_password, 'current_password');
      const scrambled = await scramblePassword(body.new_password);
      await parts.database.inDirectory((tx) =>
        replacePassword(tx, person.id, scrambled, parts.clock.now(), { session: person.session.id }),
      );
      await noteForAccounts(parts, person.id, 'password_changed');
      return {};
    },
  });

const stepUpRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/step_up',
    summary: 'Proves again, by password or by a code of the app, that it is the same person; good for 15 minutes',
    body: stepUp,
    answer: steppedUp,
    act: async (person, { body, request, reply }) => {
      if ('password' in body) await provePassword(parts, person, request, body.password);
      else {
        await takeTry(parts, person, request);
        if (!person.twoFactor) return refuse('bad_code', 'No second factor is on; use the password.');
        const said = await askLibrary(request, reply, (headers) =>
          parts.library.auth.api.verifyTOTP({ body: { code: body.code }, headers, asResponse: true }),
        );
        if (!said.isOk) return refuse('bad_code', 'This code is not right. Take the newest one that the app shows.');
        await parts.throttle.forget(person.id, request.ip);
      }
      const provedAt = parts.clock.now();
      await parts.database.inDirectory((tx) => touchSession(tx, person.session.id, { proved_at: provedAt }));
      return { proved_until: provedUntil(provedAt) };
    },
  });

const sessionsRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'GET',
    path: '/v1/auth/sessions',
    summary: 'Where a person is signed in',
    body: nothing,
    answer: sessionsView,
    act: async (person) => {
      const rows = await parts.database.inDirectory((tx) => listSessions(tx, person.id, parts.clock.now()));
      return {
        data: rows.map((row) => ({
          id: row.id,
          current: row.id === person.session.id,
          created_at: row.created_at.toISOString(),
          last_seen_at: row.updated_at.toISOString(),
          expires_at: row.expires_at.toISOString(),
          address: row.ip_address || null,
          browser: row.user_agent || null,
        })),
      };
    },
  });

const endSessionRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'DELETE',
    path: '/v1/auth/sessions/{id}',
    summary: 'Ends one session; it opens nothing from that moment on',
    body: nothing,
    answer: done,
    act: async (person, { params }) => {
      const only = params['id'] ?? '';
      const ended = await parts.database.inDirectory((tx) => endSessions(tx, person.id, { only }));
      if (ended === 0n) return refuse('not_found', 'There is no such session.');
      await noteForAccounts(parts, person.id, 'session_ended');
      return {};
    },
  });

const endOthersRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/sessions/end_others',
    summary: 'Ends every session but this one',
    body: nothing,
    answer: done,
    act: async (person) => {
      await parts.database.inDirectory((tx) => endSessions(tx, person.id, { but: person.session.id }));
      await noteForAccounts(parts, person.id, 'other_sessions_ended');
      return {};
    },
  });
