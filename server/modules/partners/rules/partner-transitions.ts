import { type Refusal, refuse } from '../../../values/refusal.ts';

/** The closed list. Only `approved` may earn; `rejected` and `suspended` keep what was earned before. */
export const partnerStatuses = ['pending', 'approved', 'rejected', 'suspended'] as const;
export type PartnerStatus = (typeof partnerStatuses)[number];

export const partnerActions = ['approve', 'reject', 'suspend', 'reinstate'] as const;
export type PartnerAction = (typeof partnerActions)[number];

/**
 * Where each action leads, by the status that it finds. A rejected application may be approved after all; a suspended
 * partner comes back by `reinstate` alone, so that nobody lifts a suspension by clearing the list of applications.
 */
const transitions: Record<PartnerAction, Partial<Record<PartnerStatus, PartnerStatus>>> = {
  approve: { pending: 'approved', rejected: 'approved' },
  reject: { pending: 'rejected' },
  suspend: { approved: 'suspended' },
  reinstate: { suspended: 'approved' },
};

/** The status after an action, or `wrong_status` (409) where the action does not follow from the present one. */
export function movePartner(from: PartnerStatus, action: PartnerAction): PartnerStatus | Refusal<'wrong_status'> {
  const to = transitions[action][from];
  if (to !== undefined) return to;
  const able = actionsOf(from);
  const instead = able.length === 0 ? 'nothing more can be decided' : `what can be done is: ${able.join(', ')}`;
  return refuse('wrong_status', `This partner is ${from}; ${instead}.`);
}

/** What can be done with a partner of this status: the buttons of the owner's screen. */
export function actionsOf(status: PartnerStatus): PartnerAction[] {
  return partnerActions.filter((action) => transitions[action][status] !== undefined);
}

/** The first status of a new partner: as asked for, else by the program's approval ("automatic" approves at once). */
export function firstStatus(approval: 'automatic' | 'manual', asked?: PartnerStatus | null): PartnerStatus {
  return asked ?? (approval === 'automatic' ? 'approved' : 'pending');
}
