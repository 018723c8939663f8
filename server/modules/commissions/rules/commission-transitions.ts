import { type Refusal, refuse } from '../../../values/refusal.ts';

export const commissionStatuses = ['pending', 'payable', 'in_flight', 'paid', 'cancelled'] as const;
export type CommissionStatus = (typeof commissionStatuses)[number];

export const heldReasons = ['fraud', 'self_referral', 'awaiting_approval', 'unverified', 'partner_suspended'] as const;
/** Why a pending commission does not become payable by itself. In the order in which they are shown: see `draftHold`. */
export type HeldReason = (typeof heldReasons)[number];

export const commissionActions = [
  'end_hold',
  'approve',
  'hold',
  'release',
  'cancel',
  'restore_pending',
  'restore_payable',
  'claim',
  'pay',
  'give_back',
] as const;
export type CommissionAction = (typeof commissionActions)[number];

/**
 * Where each action leads, by the status that it finds (rules.md 22, 24, 30). `end_hold` is what the sweeper does when the
 * hold is over; `claim`, `pay` and `give_back` are what runs and payouts do. Paid rows never change.
 */
const transitions: Record<CommissionAction, Partial<Record<CommissionStatus, CommissionStatus>>> = {
  end_hold: { pending: 'payable' },
  approve: { pending: 'payable' },
  hold: { pending: 'pending' },
  release: { pending: 'pending' },
  cancel: { pending: 'cancelled', payable: 'cancelled' },
  restore_pending: { cancelled: 'pending' },
  restore_payable: { cancelled: 'payable' },
  claim: { payable: 'in_flight' },
  pay: { in_flight: 'paid' },
  give_back: { in_flight: 'payable' },
};

/**
 * The status after an action, or `wrong_status` (409). A held commission does not end its hold by itself; approval by hand
 * makes it payable at once, whatever held it.
 */
export function moveCommission(
  from: { readonly status: CommissionStatus; readonly held_reason: HeldReason | null },
  action: CommissionAction,
): CommissionStatus | Refusal<'wrong_status'> {
  const to = transitions[action][from.status];
  if (to === undefined) {
    return refuse('wrong_status', `This commission is ${from.status}; that does not allow to ${spoken[action]} it.`);
  }
  if (action === 'end_hold' && from.held_reason !== null) {
    return refuse('wrong_status', `This commission is held (${from.held_reason}) until a person decides.`);
  }
  return to;
}

/** What a person can do with a commission: the buttons of the owner's screen. */
export function decisionsOf(status: CommissionStatus): ('approve' | 'cancel' | 'restore')[] {
  if (status === 'pending') return ['approve', 'cancel'];
  if (status === 'payable') return ['cancel'];
  return status === 'cancelled' ? ['restore'] : [];
}

/**
 * How a cancelled commission comes back: payable where it had become so before (`counts_from` is set), or where its hold is
 * over and nothing holds it; else pending, and then its hold ends by itself. It takes on the refunds since: write what
 * `reversalOf` says, with the status of the commission.
 */
export function restoreAction(
  commission: {
    readonly counts_from: Date | null;
    readonly payable_on: Date | null;
    readonly held_reason: HeldReason | null;
  },
  now: Date,
): 'restore_pending' | 'restore_payable' {
  const { counts_from, payable_on, held_reason } = commission;
  const over = payable_on === null || payable_on.getTime() <= now.getTime();
  return counts_from !== null || (over && held_reason === null) ? 'restore_payable' : 'restore_pending';
}

/**
 * The status of a new reversal row (rules.md 24): that of its commission while pending or payable, payable after that, so
 * that the balance may go below zero. Null: a cancelled commission gets none.
 */
export function reversalStatus(of: CommissionStatus): 'pending' | 'payable' | null {
  if (of === 'cancelled') return null;
  return of === 'pending' ? 'pending' : 'payable';
}

const spoken: Record<CommissionAction, string> = {
  end_hold: 'end the hold of',
  approve: 'approve',
  hold: 'hold',
  release: 'release',
  cancel: 'cancel',
  restore_pending: 'restore',
  restore_payable: 'restore',
  claim: 'pay',
  pay: 'pay',
  give_back: 'give back',
};
