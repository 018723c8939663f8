export { contentHash } from './content-hash.ts';
export type { NewOrder, NewRefund } from './contract.ts';
export {
  findOrder,
  findOrderByNumber,
  findOrderOrRefunds,
  findOrders,
  type LineRow,
  listLines,
  listOrders,
  listOrdersByClick,
  listPayments,
  lockOrder,
  moveOrders,
  type OrderRow,
  type PaymentRow,
} from './queries.ts';
export { eraseCodes } from './queries-erasure.ts';
export { markConfirmed, markReplaced } from './queries-page-orders.ts';
export {
  findOrdersByNumbers,
  listOrdersOfContact,
  listOrdersOfContacts,
  listPurchases,
  type PurchaseRow,
} from './queries-purchases.ts';
export {
  findRefund,
  findRefundByNumber,
  findWaitingRefund,
  findWaitingRefundById,
  insertRefund,
  insertWaitingRefund,
  listRefunds,
  listUnappliedRefunds,
  lockWaitingRefunds,
  markReversed,
  type RefundRow,
  settleWaitingRefund,
  undoWaitingRefund,
  type WaitingRefundRow,
} from './queries-refunds.ts';
export {
  listOrderFacts,
  listOrdersBetween,
  listOrdersRefundedSince,
  listRefundFacts,
  type OrderFact,
  type RefundFact,
} from './queries-reports.ts';
export { countRefusedRefunds, hasOrder } from './queries-todo.ts';
export {
  amountsOf,
  draftAmounts,
  hashOrder,
  insertOrderFacts,
  type OrderDraft,
  spreadOf,
} from './record-facts.ts';
export { type FittedRefund, fitRefund, type RefundRequest } from './rules/fit-refund.ts';
export { type PixelOrder, readPixel } from './rules/read-pixel.ts';
export { type RefundFacts, refundPartsFromJson, refundPartsToJson } from './rules/refund-facts.ts';
export { type RefundedBase, refundedBases } from './rules/refunded-bases.ts';
export { resolveRefund } from './rules/resolve-refund.ts';
export { baseOf, type SpreadOrder, spreadOrder } from './rules/spread-order.ts';
export { type OrderAmounts, totalOrder } from './rules/total-order.ts';
export { toItemView } from './views.ts';
