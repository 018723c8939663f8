export { fileProblem, sizeOfFile, writeWhole } from './files.ts';
export { type Progress, quiet, showProgress } from './progress.ts';
export { examineBackup, type RestoreReport, restoreBackup } from './restore-backup.ts';
export { planSecret } from './secret.ts';
export { type BackupReport, writeBackup } from './write-backup.ts';
