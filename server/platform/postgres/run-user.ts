import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { StartProblem } from '../start-problem.ts';

/** The user that the database server runs as; without numbers it is our own. */
export interface RunUser {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root. So as root it runs as the user who owns the database that is there already, else as
 * `postgres` or `nobody`; no user is made. As anybody else it runs as ourselves.
 */
export function chooseRunUser(cluster: string): RunUser {
  if (process.getuid?.() !== 0) return { name: userInfo().username };
  const owner = existsSync(cluster) ? statSync(cluster) : null;
  if (owner && owner.uid !== 0) return { name: `number ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== null && gid !== null) return { name, uid, gid };
  }
  throw new StartProblem(
    'The database does not run as root, and this machine has neither a user postgres nor nobody: start as another user.',
  );
}

/** Whether a user may pass through a folder and all above it, by owner, group and mode. */
export function mayReach(user: RunUser, folder: string): boolean {
  if (user.uid === undefined) return true;
  for (let here = folder; ; here = dirname(here)) {
    const { uid, gid, mode } = statSync(here);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(here) === here) return true;
  }
}

/** Asks the system for a user's number, by whatever means it keeps its users. */
function idOf(option: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return null;
  }
}
