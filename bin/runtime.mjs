import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem } from './problem.mjs';

const NEEDED = 24;

/**
 * The Node.js that runs the program: the one pinned in the lock file, or, where there is no such package or it does not
 * run here (musl, say), the present one if it is new enough.
 */
export function findRuntime(root) {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  throw new Problem(
    `No Node.js ${NEEDED} comes with Tributary for ${process.platform} ${process.arch}, and this is ${process.version}: ` +
      `install Node.js ${NEEDED} or later and run this again.`,
  );
}

/**
 * npm gives its signals to the shell between us; where the shell does not hand them on, or npm is killed outright, we
 * notice only that our parent is gone. Then the program ends too, rather than hold its port and its data unseen.
 */
function whenOrphaned(then) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) then();
  }, 1000);
}

/**
 * Runs the program with our own input and output, hands on the signals that ask it to end, and resolves to its exit code.
 * A signal is handed on once: Ctrl-C reaches us from the terminal and again from npm, and a program may well take the
 * second for impatience.
 */
export function runToEnd(runtime, args, root) {
  const env = {
    ...process.env,
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(runtime, args, { cwd: root, env, stdio: 'inherit' });
    const lastSent = new Map();
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
      process.on(signal, () => {
        if (performance.now() - (lastSent.get(signal) ?? -Infinity) < 1000) return;
        lastSent.set(signal, performance.now());
        child.kill(signal);
      });
    }
    const watch = whenOrphaned(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
