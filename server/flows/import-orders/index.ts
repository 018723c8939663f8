export { type ImportRequest, importOrders, type Progress } from './import-orders.ts';
export { type Mapping, parseMapping, readMapping } from './mapping.ts';
export { printReport } from './print-report.ts';
export type { ImportReport } from './report.ts';
export { batchRunner, type RunBatch } from './run-batch.ts';
export { quiet, showProgress } from './show-progress.ts';
