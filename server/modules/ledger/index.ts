export { type BalanceBreach, compareBalances } from './compare-balances.ts';
export { lockBalances, lockPayableBalances } from './lock-balances.ts';
export { type Cause, post, type Transfer } from './post-transfers.ts';
export {
  type BalanceRow,
  listAllBalances,
  listBalances as readBalances,
  sumAllTransfers as sumsOfTransfers,
} from './queries.ts';
export {
  findFirstTransferAt,
  listTransfersBetween,
  type MovementRow,
  type Standing,
  sumTransfersBefore,
} from './queries-statements.ts';
export { sumPayable } from './queries-todo.ts';
export type { LedgerAccount } from './rules/sum-transfers.ts';
