import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  invitationAccept,
  invitationAccepted,
  invitationLook,
  invitationSeen,
} from '../../modules/accounts/contract.ts';
import {
  deleteInvitation,
  ensurePerson,
  findAccount,
  findInvitationByToken,
  findPasswordHash,
  findUserByEmail,
  hashToken,
  type InvitationRow,
  judgePassword,
  putMember,
  recordAct,
  replacePassword,
  scramblePassword,
  updateUser,
} from '../../modules/accounts/index.ts';
import type { Tx } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { AccountFacts, OpenRoute } from '../../platform/http/route.ts';
import { type AccountId, isId, type UserId } from '../../values/id.ts';
import { refuse } from '../../values/refusal.ts';
import { askLibrary } from './ask-library.ts';
import { inAccount, noteForAccounts } from './note-for-accounts.ts';
import type { PeopleParts } from './people-parts.ts';
import { orProblem, personal } from './personal-route.ts';

/** An invitation from the side of who was invited, who holds nothing but the token that was mailed. */
export function invitationRoutes(parts: PeopleParts): OpenRoute[] {
  return [lookRoute(parts), acceptRoute(parts)];
}

/** The account stands in the token, since an invitation is found in its account only. */
export const invitationToken = (account: AccountId, secret: string): string => `${account}.${secret}`;

const gone = () => refuse('link_gone', 'This invitation was used, taken back, or is too old. Ask for another one.');

interface Invited {
  readonly account: AccountFacts;
  readonly invitation: InvitationRow;
  /** Whose address it is, where they have a password already. */
  readonly known: UserId | null;
}

async function findInvited(parts: PeopleParts, token: string): Promise<Invited | null> {
  const [account = ''] = token.split('.');
  if (!isId('account', account)) return null;
  return parts.database.inAccount(account, async (tx) => {
    const invitation = await findInvitationByToken(tx, account, hashToken(token));
    const found = await findAccount(tx, account);
    if (!found || !invitation || invitation.expires_at <= parts.clock.now()) return null;
    return { account: found, invitation, known: await findKnown(tx, invitation.email) };
  });
}

async function findKnown(tx: Tx, email: string): Promise<UserId | null> {
  const user = await findUserByEmail(tx, email);
  return user && (await findPasswordHash(tx, user.id)) !== null ? user.id : null;
}

const lookRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/invitation',
    summary: 'What an invitation is to, for who holds its token',
    body: invitationLook,
    answer: invitationSeen,
    act: async ({ body, request }) => {
      await parts.throttle.take(`link ${request.ip}`, request.ip);
      const invited = await findInvited(parts, body.token);
      if (!invited) return gone();
      await parts.throttle.forget(`link ${request.ip}`, request.ip);
      const { account, invitation, known } = invited;
      return {
        account_name: account.name,
        inviter_name: invitation.inviter_name ?? account.name,
        email: invitation.email,
        role: invitation.role,
        expires_at: invitation.expires_at.toISOString(),
        known: known !== null,
      };
    },
  });

const acceptRoute = (parts: PeopleParts) =>
  personal(parts, {
    method: 'POST',
    path: '/v1/auth/invitation/accept',
    summary: 'Accepts: who is new chooses name and password, and is signed in; who is known signs in first',
    body: invitationAccept,
    answer: invitationAccepted,
    act: async ({ body, request, reply }) => {
      await parts.throttle.take(`link ${request.ip}`, request.ip);
      const invited = await findInvited(parts, body.token);
      if (!invited) return gone();
      const { account, invitation, known } = invited;
      if (known !== null) {
        const person = await parts.door.personOf(request);
        if (person.id !== known)
          return refuse('other_address', 'This invitation is for another address. Sign in with that one.');
      }
      const fresh = known === null ? await readNewPerson(body, invitation.email) : null;
      const user = await join(parts, account.id, invitation, fresh);
      if (user === null) return gone();
      await parts.throttle.forget(`link ${request.ip}`, request.ip);
      if (fresh) await signInAs(parts, request, reply, invitation.email, fresh.password, user);
      return { account_id: account.id };
    },
  });

interface NewPerson {
  readonly name: string;
  readonly password: string;
  readonly scrambled: string;
}

async function readNewPerson(
  body: { name?: string | undefined; password?: string | undefined },
  email: string,
): Promise<NewPerson> {
  const name = body.name?.trim();
  const { password } = body;
  const errors = [
    ...(name ? [] : [{ path: 'name', code: 'required', message: 'is needed of somebody who is new' }]),
    ...(password ? [] : [{ path: 'password', code: 'required', message: 'is needed of somebody who is new' }]),
  ];
  if (!name || !password) throw new Problem('invalid', 'Choose a name and a password.', { errors });
  orProblem(judgePassword(password, { email, name }), 'password');
  return { name, password, scrambled: await scramblePassword(password) };
}

/** Whoever deletes the invitation joins by it; null for everybody after. */
function join(
  parts: PeopleParts,
  account: AccountId,
  invitation: InvitationRow,
  fresh: NewPerson | null,
): Promise<UserId | null> {
  const now = parts.clock.now();
  return inAccount(parts, account, { kind: 'system', id: 'invitation' }, async (context) => {
    const { tx } = context;
    if (!(await deleteInvitation(tx, account, invitation.id))) return null;
    const { id } = await ensurePerson(tx, { email: invitation.email, name: fresh?.name ?? invitation.email }, now);
    // Somebody became known meanwhile, by another invitation: their password is theirs to choose.
    if (fresh && (await findPasswordHash(tx, id)) !== null)
      throw new Problem('other_address', 'Somebody signs in with this address already. Sign in, then accept again.');
    if (fresh) {
      await updateUser(tx, id, { name: fresh.name, email_verified: true }, now);
      await replacePassword(tx, id, fresh.scrambled, now);
    }
    await putMember(tx, account, id, invitation.role, context.now);
    const actor = { kind: 'user', id } as const;
    await recordAct({ ...context, actor }, 'invitation_accepted', invitation.id, { detail: { role: invitation.role } });
    return id;
  });
}

async function signInAs(
  parts: PeopleParts,
  request: FastifyRequest,
  reply: FastifyReply,
  email: string,
  password: string,
  user: UserId,
): Promise<void> {
  await askLibrary(request, reply, (headers) =>
    parts.library.auth.api.signInEmail({ body: { email, password }, headers, asResponse: true }),
  );
  await noteForAccounts(parts, user, 'signed_in', { detail: { address: request.ip } });
}
