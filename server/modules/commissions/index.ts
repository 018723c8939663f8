export { adjustBalance } from './adjust-balance.ts';
export { applyReversals, lockCommissionsOfOrder, type Reversals, reverseAll } from './apply-reversals.ts';
export { claimCommissions, recordReturn, settleCommissions } from './claim-commissions.ts';
export type { CommissionKind, CommissionView, ReversalCause } from './contract.ts';
export { commissionKinds, commissionView } from './contract.ts';
export { approveCommissions, cancelCommissions } from './decide-commissions.ts';
export {
  type CommissionRow,
  findCommission,
  findCommissions,
  listCommissions,
  listHistory as listCommissionHistory,
  listOfOrder as listCommissionsOfOrder,
  listOfOrders as listCommissionsOfOrders,
  listOfRefund as listCommissionsOfRefund,
  listPricings,
  listPricings as listPricingsOfOrders,
} from './queries.ts';
export { listCommissionsOfPartner, sumOwnSecondTier, sumSecondTier } from './queries-partner.ts';
export {
  listOverReversed,
  listPartnersWithPayable,
  listPayable,
  listTermsNamed,
  type PayableCommission,
  sumByPayout,
  sumByStatus,
  sumOfClaims,
} from './queries-payable.ts';
export {
  type CommissionFact,
  type CommissionTouched,
  listCommissionFacts,
  listCommissionsBetween,
  listCommissionsSince,
} from './queries-reports.ts';
export { countToReview } from './queries-todo.ts';
export { HOLD_OVER, type NewCommission, recordCommissions } from './record-commissions.ts';
export { holdForSuspension, releaseFromSuspension, releaseHolds, releaseUnverified } from './release-holds.ts';
export { restoreCommission } from './restore-commission.ts';
export { commissionRoutes, showCommission } from './routes.ts';
export {
  type CommissionStatus,
  commissionStatuses,
  decisionsOf,
  type HeldReason,
} from './rules/commission-transitions.ts';
export { draftHold, type Hold } from './rules/draft-hold.ts';
export {
  type CommissionDraft,
  type LineToPrice,
  type PricedOrder,
  type Pricing,
  priceOrder,
  type Uncommissioned,
  type UncommissionedReason,
} from './rules/price-order.ts';
export { type LineBase, type ReversibleCommission, reversalOf, reversedOf } from './rules/reversal-of.ts';
export { findPricing, type PricingDetail, type PricingRow, storePricing } from './store-pricing.ts';
export { toCommissionView } from './view.ts';
