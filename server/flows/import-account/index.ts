export { type ImportReport, importAccount } from './import-account.ts';
