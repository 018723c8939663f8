import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderProblem, StartProblem } from '../start-problem.ts';
import { type BackupHeader, fingerprintOf } from './format.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A change of the data folder's secret that can be taken back. */
export interface SecretChange {
  apply(): void;
  undo(): void;
}

/**
 * How the data folder comes to hold what the backup was sealed with. Throws StartProblem where TRIBUTARY_SECRET is another,
 * or is missing and not in the backup. A key that was there before is kept beside it.
 */
export function planSecret(env: Env, dataFolder: string, { secret }: BackupHeader): SecretChange {
  const isIt = (text: string): boolean => fingerprintOf(text) === secret.fingerprint;
  const nothing = { apply: () => {}, undo: () => {} };
  const given = env['TRIBUTARY_SECRET'];
  if (given && isIt(given)) return nothing;
  if (given) {
    const otherwise = secret.value === null ? '' : ', or leave it out, since the backup holds it';
    throw new StartProblem(
      `TRIBUTARY_SECRET is not what this backup was sealed with: set it as it was there${otherwise}.`,
    );
  }
  const file = join(dataFolder, 'secret.key');
  const present = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (present !== null && isIt(present)) return nothing;
  if (secret.value === null)
    throw new StartProblem('The backup was sealed with a secret from outside: set TRIBUTARY_SECRET as it was there.');
  return exchange(dataFolder, file, secret.value, present);
}

function exchange(dataFolder: string, file: string, value: string, present: string | null): SecretChange {
  const kept = present === null ? null : `${file}.before-restore-${fingerprintOf(present).slice(0, 8)}`;
  return {
    apply() {
      try {
        mkdirSync(dataFolder, { recursive: true });
        if (kept) renameSync(file, kept);
        writeFileSync(file, value, { mode: 0o600, flag: 'wx', flush: true });
      } catch (error) {
        throw folderProblem(dataFolder, error);
      }
    },
    undo() {
      rmSync(file, { force: true });
      if (kept && existsSync(kept)) renameSync(kept, file);
    },
  };
}
