export {
  type Customer,
  decideOrder,
  describeBuyer,
  describePartners,
  isBuyer,
  type OrderDecision,
  type OrderQuestion,
} from './decide-order.ts';
export {
  type FoundNamed,
  type FoundTouch,
  findNamed,
  type Gathered,
  gatherTouches,
  type Named,
} from './gather-touches.ts';
export { loadPartnerTimes, type PartnerTimes } from './partner-times.ts';
export {
  type CreditRow,
  findCredit,
  listCreditedOrders,
  listCredits,
  listReferred,
  listReferrerHistory,
  type ReferrerRow,
} from './queries.ts';
export { type CreditFact, findWriterOfCredit, listCreditFacts, listOrdersCreditedSince } from './queries-reports.ts';
export { applyByHand, applyLead, applyOrder } from './rules/apply-touch.ts';
export { chooseSponsor } from './rules/choose-sponsor.ts';
export type { Credit, SubscriptionPayment } from './rules/credit-question.ts';
export type { CreditStep } from './rules/credit-steps.ts';
export { detailOf, outcomeWords, reasonWords, stepWords } from './rules/credit-words.ts';
export { decideLead } from './rules/decide-lead.ts';
export { isJudgedAnew, LATE_CLICK_DAYS } from './rules/judge-anew.ts';
export { judgeLimits } from './rules/judge-touch.ts';
export { recomputeCredit } from './rules/recompute-credit.ts';
export { type ReferrerEntry, type Referrers, referrersAt } from './rules/stored-referrer.ts';
export { type CreditToStore, keepTouches, storeCredit, storeReferrer } from './store-credit.ts';
