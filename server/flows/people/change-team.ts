import {
  deleteUser,
  endMembership,
  findMember,
  listMemberships,
  lockOwners,
  type Role,
  recordAct,
  setRole,
} from '../../modules/accounts/index.ts';
import type { Context } from '../../platform/http/route.ts';
import type { UserId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';

const noMember = () => refuse('not_found', 'There is no such member.');
const lastOwner = () => refuse('last_owner', 'An account keeps one owner; make somebody else one first.');

/** Gives a member another role. Refuses `not_found`, and `last_owner` for the only one. */
export async function changeRole(context: Context, user: UserId, role: Role): Promise<Refusal | null> {
  const { tx, accountId } = context;
  const owners = await lockOwners(tx, accountId);
  const member = await findMember(tx, accountId, user);
  if (!member) return noMember();
  if (member.role === role) return null;
  if (role !== 'owner' && owners.length === 1 && owners[0] === user) return lastOwner();
  await setRole(tx, accountId, user, role);
  await recordAct(context, 'role_changed', user, { detail: { from: member.role, to: role } });
  return null;
}

/**
 * Takes a member out. Somebody who is in no account any more is forgotten with sessions, password and second factor; what
 * stays is the name that the audit log of this account shows. Refuses `not_found`, and `last_owner` for the only one.
 */
export async function removeMember(context: Context, user: UserId): Promise<Refusal | null> {
  const { tx, accountId, now } = context;
  const owners = await lockOwners(tx, accountId);
  const member = await findMember(tx, accountId, user);
  if (!member) return noMember();
  if (owners.length === 1 && owners[0] === user) return lastOwner();
  await endMembership(tx, accountId, user, member.name, now);
  await recordAct(context, 'member_removed', user, { detail: { role: member.role } });
  if ((await listMemberships(tx, user)).length === 0) await deleteUser(tx, user);
  return null;
}
