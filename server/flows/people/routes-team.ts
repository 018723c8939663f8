import { z } from 'zod';
import {
  invitationView,
  memberChange,
  memberView,
  newInvitation,
  newSandbox,
  sandboxMade,
} from '../../modules/accounts/contract.ts';
import {
  countInvitations,
  deleteInvitation,
  deleteInvitationsOf,
  findInvitation,
  findMember,
  findUser,
  findUserByEmail,
  hashToken,
  type InvitationRow,
  insertInvitation,
  listInvitations,
  listMembers,
  type MemberRow,
  recordAct,
  WELCOME_HOLDS_MS,
} from '../../modules/accounts/index.ts';
import { sendMessageTo } from '../../modules/messaging/index.ts';
import { idParams, listOf, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import type { Parts } from '../context.ts';
import { changeRole, removeMember } from './change-team.ts';
import { makeSandbox, showSandbox } from './make-sandbox.ts';
import { takeSandboxAway } from './remove-sandbox.ts';
import { invitationToken } from './routes-invitations.ts';

const tag = 'Team';

/** Who may act in the account. People only: a key can neither see nor change whom the owners let in. */
export function teamRoutes(parts: Parts): Route[] {
  return [
    listMembersRoute,
    changeMemberRoute,
    removeMemberRoute,
    inviteRoute(parts),
    listInvitationsRoute(parts),
    revokeRoute(parts),
    sandboxRoute(parts),
    removeSandboxRoute,
  ];
}

const listMembersRoute = plain({
  method: 'GET',
  path: '/v1/members',
  tag,
  summary: 'The people of the account',
  who: 'user',
  scope: 'read',
  query: pageQuery,
  answer: listOf(memberView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const rows = await listMembers(context.tx, context.accountId, page.after, page.limit + 1);
    return toList(rows, page, (row) => toMember(context, row));
  },
});

const changeMemberRoute = plain({
  method: 'PATCH',
  path: '/v1/members/{id}',
  tag,
  summary: 'Gives somebody another role; one owner stays',
  who: 'user',
  scope: 'settings',
  stepUp: true,
  params: idParams,
  body: memberChange,
  answer: memberView,
  handle: async (context, { params, body }) => {
    const refused = await changeRole(context, params.id, body.role);
    return refused ?? toMember(context, (await findMember(context.tx, context.accountId, params.id))!);
  },
});

const removeMemberRoute = plain({
  method: 'DELETE',
  path: '/v1/members/{id}',
  tag,
  summary: 'Takes somebody out of the account, at once; one owner stays',
  who: 'user',
  scope: 'settings',
  stepUp: true,
  params: idParams,
  answer: memberView,
  handle: async (context, { params }) => {
    const member = await findMember(context.tx, context.accountId, params.id);
    const refused = await removeMember(context, params.id);
    return refused ?? toMember(context, member!);
  },
});

function toMember({ actor }: Context, row: MemberRow): z.input<typeof memberView> {
  const { id, name, email, role, two_factor_enabled, joined_at } = row;
  return {
    ...{ id, name, email, role, two_factor: two_factor_enabled, joined_at: joined_at.toISOString() },
    you: actor.id === id,
  };
}

/** More than any team is; a mail server is not to be used for strangers. */
const OPEN_AT_MOST = 100;

const inviteRoute = (parts: Parts) =>
  post({
    method: 'POST',
    path: '/v1/invitations',
    tag,
    summary: 'Invites somebody by mail; an earlier invitation of the same address is replaced',
    who: 'user',
    scope: 'settings',
    stepUp: true,
    body: newInvitation,
    answer: invitationView,
    act: async (context, { body }) => {
      const refused = await refuseInvitation(context, body.email);
      if (refused) return refused;
      const id = newId('invitation', context.now);
      const token = invitationToken(context.accountId, newSecret());
      const now = parts.clock.now();
      await insertInvitation(context.tx, {
        account_id: context.accountId,
        id,
        ...body,
        token_hash: hashToken(token),
        invited_by: context.actor.id,
        created_at: now,
        expires_at: new Date(now.getTime() + WELCOME_HOLDS_MS),
      });
      const inviter = await findUser(context.tx, context.actor.id);
      await sendMessageTo(context, {
        kind: 'invitation',
        to: { address: body.email, name: null },
        event: 'member_invited',
        subjectId: id,
        texts: {
          invitation_url: `${parts.publicUrl}/invitation?token=${token}`,
          inviter_name: inviter?.name ?? context.account.name,
          role: body.role,
        },
      });
      await recordAct(context, 'member_invited', id, { detail: { role: body.role } });
      return { subject: id };
    },
    show: async (context, id) => {
      const row = await findInvitation(context.tx, context.accountId, id);
      // A repeat after it was accepted or taken back: it is not there any more.
      return row ? toInvitation(parts, row) : refuse('not_found', 'This invitation was accepted or taken back.');
    },
  });

async function refuseInvitation({ tx, accountId }: Context, email: string): Promise<Refusal | null> {
  const user = await findUserByEmail(tx, email);
  if (user && (await findMember(tx, accountId, user.id)))
    return refuse('already_a_member', 'Somebody with this address is a member already; change their role instead.');
  await deleteInvitationsOf(tx, accountId, [email]);
  if ((await countInvitations(tx, accountId)) >= OPEN_AT_MOST)
    return refuse('too_many', `An account has ${OPEN_AT_MOST} invitations at most; take some back first.`);
  return null;
}

const listInvitationsRoute = (parts: Parts) =>
  plain({
    method: 'GET',
    path: '/v1/invitations',
    tag,
    summary: 'Invitations that nobody has accepted yet',
    who: 'user',
    scope: 'settings',
    query: pageQuery,
    answer: listOf(invitationView),
    handle: async ({ tx, accountId }, { query }) => {
      const page = readPage(query);
      const rows = await listInvitations(tx, accountId, page.after, page.limit + 1);
      return toList(rows, page, (row) => toInvitation(parts, row));
    },
  });

const revokeRoute = (parts: Parts) =>
  plain({
    method: 'DELETE',
    path: '/v1/invitations/{id}',
    tag,
    summary: 'Takes an invitation back: its link opens nothing any more',
    who: 'user',
    scope: 'settings',
    stepUp: true,
    params: idParams,
    answer: invitationView,
    handle: async (context, { params }) => {
      const row = await findInvitation(context.tx, context.accountId, params.id);
      if (!row || !(await deleteInvitation(context.tx, context.accountId, row.id)))
        return refuse('not_found', 'There is no such invitation.');
      await recordAct(context, 'invitation_revoked', row.id);
      return { ...toInvitation(parts, row), status: 'revoked' as const };
    },
  });

function toInvitation(parts: Parts, row: InvitationRow): z.input<typeof invitationView> {
  const { id, email, role, inviter_name, created_at, expires_at } = row;
  return {
    ...{ id, email, role, inviter_name: inviter_name ?? '' },
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
    status: expires_at > parts.clock.now() ? 'open' : 'expired',
  };
}

const removeSandboxRoute = plain({
  method: 'DELETE',
  path: '/v1/sandboxes/{id}',
  tag,
  summary: 'Takes a sandbox of yours away with all that is in it',
  who: 'user',
  scope: 'settings',
  stepUp: true,
  params: idParams,
  answer: z.object({ id: z.string() }),
  handle: (context, { params }) => takeSandboxAway(context, params.id),
});

const sandboxRoute = (parts: Parts) =>
  post({
    method: 'POST',
    path: '/v1/sandboxes',
    tag,
    summary: 'Makes a sandbox beside the account, of which who asks is the owner; its keys are in this answer only',
    who: 'user',
    scope: 'settings',
    body: newSandbox,
    answer: sandboxMade,
    act: (context, { body }) => makeSandbox(parts, context, body.name),
    show: (context, id) => showSandbox(context, id),
  });
