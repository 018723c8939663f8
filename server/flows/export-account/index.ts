export { type ExportReport, exportAccount } from './export-account.ts';
export { EXPORT_FORMAT, type ExportHeader, exportEnd, exportHeader } from './format.ts';
export { closeRow, type FactRow } from './seals.ts';
export { PartsTaker, UPLOADED_BYTES } from './uploaded-bytes.ts';
