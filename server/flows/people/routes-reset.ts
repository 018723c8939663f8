import { done, emailChange, emailConfirm, resetConfirm, resetRequest } from '../../modules/accounts/contract.ts';
import {
  findLink,
  findUser,
  findUserByEmail,
  hashToken,
  isProved,
  judgePassword,
  replacePassword,
  scramblePassword,
  takeLink,
  updateUser,
} from '../../modules/accounts/index.ts';
import { breaks } from '../../platform/db.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import type { UserId } from '../../values/id.ts';
import { refuse } from '../../values/refusal.ts';
import { mailConfirmation, mailReset } from './mail-links.ts';
import { noteForAccounts } from './note-for-accounts.ts';
import type { PeopleParts } from './people-parts.ts';
import { orProblem, personal, signedInOnly } from './personal-route.ts';

/** Links for one use: another password, another address. */
export function resetRoutes(parts: PeopleParts): OpenRoute[] {
  return [askResetRoute(parts), confirmResetRoute(parts), changeEmailRoute(parts), confirmEmailRoute(parts)];
}

const gone = () => refuse('link_gone', 'This link was used, or is too old. Ask for another one.');

const askResetRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/reset',
    summary: 'Mails a link to choose another password; the answer is the same whoever asks for whom',
    body: resetRequest,
    answer: done,
    status: 202,
    act: async ({ body, request }) => {
      const email = body.email.trim().toLowerCase();
      await parts.throttle.take(`reset ${email}`, request.ip);
      // Afterwards: the time of the answer is the same whether there is somebody of this address or not.
      parts.later('mailing a password reset', async () => {
        const user = await parts.database.inDirectory((tx) => findUserByEmail(tx, email));
        if (user) await mailReset(parts, user);
      });
      return {};
    },
  });

const confirmResetRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/reset/confirm',
    summary: 'Sets the password by a mailed link; every session of before ends',
    body: resetConfirm,
    answer: done,
    act: async ({ body, request }) => {
      await parts.throttle.take(`link ${request.ip}`, request.ip);
      const { database, clock } = parts;
      const hash = hashToken(body.token);
      const user = await database.inDirectory(async (tx) => {
        const link = await findLink(tx, hash, 'password', clock.now());
        return link && findUser(tx, link.user_id as UserId);
      });
      if (!user) return gone();
      orProblem(judgePassword(body.password, user), 'password');
      const scrambled = await scramblePassword(body.password);
      const taken = await database.inDirectory(async (tx) => {
        const now = clock.now();
        if (!(await takeLink(tx, hash, 'password', now))) return false;
        await replacePassword(tx, user.id, scrambled, now);
        return true;
      });
      if (!taken) return gone();
      await parts.throttle.forget(user.email, request.ip);
      await parts.throttle.forget(`link ${request.ip}`, request.ip);
      await noteForAccounts(parts, user.id, 'password_reset');
      return {};
    },
  });

const changeEmailRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/email',
    summary: 'Mails a link to the new address; nothing changes until it is opened',
    body: emailChange,
    answer: done,
    status: 202,
    act: async (person, { body, request }) => {
      if (!isProved(person, parts.clock.now()))
        return refuse('step_up_required', 'Prove first that it is you: POST /v1/auth/step_up, then send this again.');
      await parts.throttle.take(`address ${person.id}`, request.ip);
      // An address that is somebody's is told nothing of it, and the answer is the same.
      parts.later('mailing a confirmation', async () => {
        const taken = await parts.database.inDirectory((tx) => findUserByEmail(tx, body.email));
        if (!taken) await mailConfirmation(parts, person, body.email);
      });
      return {};
    },
  });

const confirmEmailRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/email/confirm',
    summary: 'Takes the new address, by the link that was mailed to it',
    body: emailConfirm,
    answer: done,
    act: async ({ body }) => {
      const link = await takeNewAddress(parts, hashToken(body.token));
      if (link === null) return gone();
      await noteForAccounts(parts, link, 'address_changed');
      return {};
    },
  });

/** Null where the link is gone, or the address has become somebody else's meanwhile. */
async function takeNewAddress({ database, clock }: PeopleParts, hash: Buffer): Promise<UserId | null> {
  try {
    return await database.inDirectory(async (tx) => {
      const now = clock.now();
      const link = await takeLink(tx, hash, 'email', now);
      if (!link?.email) return null;
      await updateUser(tx, link.user_id as UserId, { email: link.email, email_verified: true }, now);
      return link.user_id as UserId;
    });
  } catch (error) {
    if (breaks(error, 'users_email')) return null;
    throw error;
  }
}
