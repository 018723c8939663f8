import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { folderProblem, noSpace, StartProblem, saysNoSpace } from '../start-problem.ts';
import { throwAway } from './leftovers.ts';
import type { Programs } from './programs.ts';
import { mayReach, type RunUser } from './run-user.ts';

export const OWNER = 'tributary';
export const DATABASE = 'tributary';
const MAJOR = '18';
const PASSWORD = 'tributary-password';

/** Where one database lies, and who runs it. */
export interface Cluster {
  readonly dataFolder: string;
  /** `<data folder>/postgres/cluster`: PostgreSQL's own data directory. */
  readonly folder: string;
  readonly user: RunUser;
}

/** The folder of PostgreSQL's files within a data folder. */
export const clusterFolder = (dataFolder: string): string => join(dataFolder, 'postgres', 'cluster');

export function readPassword(folder: string): string {
  return readFileSync(join(folder, PASSWORD), 'utf8').trim();
}

/** What every program of the server is run with: nothing of our own environment, which may speak of another server. */
export function spawnOptions(user: RunUser, cwd: string) {
  return { uid: user.uid, gid: user.gid, cwd, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
}

/**
 * The name by which the server's user finds the folder it is started in. Where that user may not pass through the folders
 * above (a closed home), the process's own link to its working folder leads there all the same.
 */
export function nameFor(user: RunUser, folder: string): string {
  if (mayReach(user, folder)) return folder;
  if (existsSync('/proc/self/cwd')) return '/proc/self/cwd';
  throw new StartProblem(
    `The database runs as user ${user.name}, who cannot reach ${folder}: set TRIBUTARY_DATA to another folder, or start as an ordinary user.`,
  );
}

/**
 * Makes the database's files if they are missing; what an earlier start left half made is thrown away. They are made
 * aside and moved in place when they are whole, so a start that was killed leaves nothing that looks like a database.
 */
export async function prepareCluster(cluster: Cluster, programs: Programs, durable: boolean): Promise<void> {
  const above = join(cluster.dataFolder, 'postgres');
  try {
    mkdirSync(above, { recursive: true, mode: 0o711 });
    for (const name of readdirSync(above)) {
      if (name.startsWith('half-made-')) throwAway(join(above, name), join(above, name, 'cluster'));
    }
    if (!existsSync(cluster.folder)) await makeCluster(cluster, programs, above, durable);
    checkVersion(cluster.folder);
  } catch (error) {
    throw folderProblem(cluster.dataFolder, error);
  }
}

async function makeCluster(cluster: Cluster, programs: Programs, above: string, durable: boolean): Promise<void> {
  const half = join(above, `half-made-${process.pid}`);
  const made = join(half, 'cluster');
  mkdirSync(made, { recursive: true, mode: 0o700 });
  const passwordFile = join(half, PASSWORD);
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  for (const path of [half, made, passwordFile]) giveTo(cluster.user, path);
  try {
    await runInitdb(cluster, programs, made, durable);
  } catch (error) {
    throwAway(half, made);
    throw error;
  }
  renameSync(passwordFile, join(made, PASSWORD));
  if (durable) sync(join(made, PASSWORD), made);
  renameSync(made, cluster.folder);
  if (durable) sync(above);
  rmSync(half, { recursive: true });
}

function runInitdb(cluster: Cluster, programs: Programs, folder: string, durable: boolean): Promise<void> {
  const args = [
    `--pgdata=${nameFor(cluster.user, folder)}`,
    `--username=${OWNER}`,
    `--pwfile=../${PASSWORD}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own order of characters: the system's may change with its next update, and spoil every index on text.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  return new Promise((resolve, reject) => {
    execFile(programs.initdb, args, spawnOptions(cluster.user, folder), (error, _, said) => {
      if (!error) return resolve();
      if (saysNoSpace(said)) return reject(noSpace(cluster.dataFolder));
      const line = said.split('\n').find((one) => /error|fatal/i.test(one)) ?? error.message.split('\n')[0];
      reject(new StartProblem(`The database could not be made in ${cluster.folder}: ${line}`));
    });
  });
}

function giveTo(user: RunUser, path: string): void {
  if (user.uid === undefined || user.gid === undefined) return;
  try {
    chownSync(path, user.uid, user.gid);
  } catch {
    throw new StartProblem(
      `As root the database runs as user ${user.name}, and files cannot be given to that user here: start as an ordinary user.`,
    );
  }
}

function sync(...paths: string[]): void {
  for (const path of paths) {
    const file = openSync(path, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

function checkVersion(folder: string): void {
  const file = join(folder, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (version === MAJOR) return;
  throw new StartProblem(
    version === null
      ? `The folder ${folder} holds no database: move it away and start again.`
      : `The database in ${folder} was made by PostgreSQL ${version} and this is ${MAJOR}: restore a backup into a new data folder.`,
  );
}

/** The data folder by its true name: processes know their working folder by no other. */
export function locateCluster(dataFolder: string, user: RunUser): Cluster {
  const real = realpathSync(dataFolder);
  return { dataFolder: real, folder: clusterFolder(real), user };
}
