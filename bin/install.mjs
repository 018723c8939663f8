import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdInstallLock } from './install-lock.mjs';
import { runNpm } from './npm.mjs';
import { Problem } from './problem.mjs';

/**
 * Makes node_modules match package-lock.json, and does nothing where it does already. A full install also serves who
 * needs no developers' packages.
 */
export async function ensureInstalled(root, dev) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (isInstalled(root, hash, dev)) return;
  const lock = await holdInstallLock(root);
  try {
    if (isInstalled(root, hash, dev)) return;
    process.stderr.write('Installing what is missing (once) ...\n');
    await install(root, hash, dev);
    writeStamp(root, { lock: hash, dev });
  } finally {
    lock.release();
  }
}

async function install(root, hash, dev) {
  const common = ['--include=optional', dev ? '--include=dev' : '--omit=dev', '--engine-strict=false'];
  // Only the developers' packages are missing: added to what is there, because `npm ci` would first take everything away,
  // from under a server that may be running out of this folder.
  const add = ['install', '--no-save', ...common];
  const adds = readStamp(root)?.lock === hash;
  const first = await runNpm(root, adds ? add : ['ci', ...common]);
  if (first.ok) return;
  // `npm ci` refuses a lock file that lacks an optional package of some other platform; that is no reason not to start.
  const second = !adds && first.outOfStep ? await runNpm(root, add) : first;
  if (!second.ok) throw new Problem(`The packages could not be installed: ${second.reason}`);
}

function isInstalled(root, hash, dev) {
  const stamp = readStamp(root);
  if (stamp?.lock === hash && (stamp.dev || !dev)) return true;
  for (const level of [true, ...(dev ? [] : [false])]) {
    if (!holdsAll(root, level)) continue;
    writeStamp(root, { lock: hash, dev: level });
    return true;
  }
  return false;
}

const stampFile = (root) => join(root, 'node_modules', '.tributary-installed.json');

function readStamp(root) {
  return readJson(stampFile(root));
}

function writeStamp(root, stamp) {
  try {
    writeFileSync(stampFile(root), `${JSON.stringify(stamp)}\n`);
  } catch {
    // Somebody else's folder: then it is looked through again next time, which costs a few milliseconds.
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether npm's own record of node_modules has every package of the lock file that belongs on this platform. */
function holdsAll(root, dev) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !belongsHere(entry) || (!dev && (entry.dev || entry.devOptional))) return true;
    const there = present[path];
    return there?.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

function belongsHere(entry) {
  return matches(entry.os, process.platform) && matches(entry.cpu, process.arch) && matches(entry.libc, libc());
}

/** npm's rule for os, cpu and libc: a list of names, or of names with "!" before them that are ruled out. */
function matches(names, name) {
  const list = [names ?? []].flat();
  if (list.includes(`!${name}`)) return false;
  const allowed = list.filter((one) => !one.startsWith('!'));
  return allowed.length === 0 || allowed.includes(name);
}

let knownLibc;
function libc() {
  if (process.platform !== 'linux') return undefined;
  if (!knownLibc) {
    process.report.excludeNetwork = true;
    knownLibc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
  }
  return knownLibc;
}
