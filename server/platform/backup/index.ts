export {
  columnsOf,
  countAnew,
  type FactParcel,
  findAnyFact,
  forgetSettings,
  insertFacts,
  monthOf,
  orUndo,
  readFacts,
} from './fact-rows.ts';
export { type FactTable, factTables } from './fact-tables.ts';
export { fileProblem, openBytes, sizeOfFile, writeWhole } from './files.ts';
export { type Progress, quiet, showProgress } from './progress.ts';
export { examineBackup, type RestoreReport, restoreBackup } from './restore-backup.ts';
export { planSecret } from './secret.ts';
export { type BackupReport, writeBackup } from './write-backup.ts';
