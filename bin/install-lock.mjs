import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './problem.mjs';

/**
 * Only one install at a time in one folder: two would take each other's files away. Waits for another that is under way.
 * The lock names its holder by pid and time of start, so one that died, or whose number was given to another process,
 * holds nothing.
 */
export async function holdInstallLock(root) {
  const folder = join(root, '.tmp');
  const file = join(folder, 'install-lock');
  const mine = join(folder, `install-lock-${process.pid}`);
  const me = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(mine, me);
  } catch (error) {
    throw new Problem(
      `The packages cannot be installed: ${root} cannot be written to (${error.code}); run this as its owner.`,
    );
  }
  try {
    for (let waited = false; !take(mine, file); waited = true) {
      const text = read(file);
      if (text === undefined) continue;
      if (!isAlive(text)) putAside(file, text);
      else {
        if (!waited) process.stderr.write('Waiting for another install in this folder ...\n');
        await sleep(300);
      }
    }
  } finally {
    unlinkSync(mine);
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** A link appears whole or not at all, holder and all. */
function take(mine, file) {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    return takeWithoutLinks(mine, file);
  }
}

/** Some file systems have no links (shared folders of virtual machines). */
function takeWithoutLinks(mine, file) {
  try {
    writeFileSync(file, readFileSync(mine), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(text) {
  try {
    const { pid, started } = JSON.parse(text);
    return started !== undefined && startOf(pid) === started;
  } catch {
    return false;
  }
}

/** Takes a dead holder's lock away; if another was quicker and this is a living one's by now, it is put back. */
function putAside(file, text) {
  const aside = `${file}-aside-${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== text) take(aside, file);
    unlinkSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** When a process started, as text that no later process of the same number shares; undefined if there is none. */
function startOf(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${stat.slice(stat.lastIndexOf(')')).split(' ')[20]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
