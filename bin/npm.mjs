import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The reasons that people can do something about, in words; npm's own line serves for the rest. */
const reasons = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH/,
    'the package registry cannot be reached; check the network and run this again.',
  ],
  [/ENOSPC/, 'there is no space left on the disk.'],
  [/EACCES|EPERM|EROFS/, 'this user may not write to the project folder (node_modules); run this as its owner.'],
];

/** Runs npm quietly; resolves to what became of it, with the reason in one line. */
export function runNpm(root, args) {
  const npm = process.env.npm_execpath;
  const viaNode = npm && /^npm-cli\.c?js$/.test(basename(npm)) && existsSync(npm);
  const [program, first] = viaNode ? [process.execPath, [npm]] : ['npm', []];
  const env = { ...process.env, ...cacheThatCanBeWritten() };
  // Its start scripts belong to the outer run; an outer --dry-run, --global or --prefix must not reach this one either.
  for (const name of [
    'npm_config_dry_run',
    'npm_config_global',
    'npm_config_location',
    'npm_config_omit',
    'npm_config_include',
    'npm_config_production',
    'npm_config_loglevel',
  ])
    delete env[name];
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args, '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += data;
    });
    const stops = ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => {
      const stop = () => child.kill(signal);
      process.on(signal, stop);
      return () => process.off(signal, stop);
    });
    const finish = (result) => {
      for (const off of stops) off();
      resolve(result);
    };
    child.on('error', () =>
      finish({ ok: false, outOfStep: false, reason: 'npm was not found; install it beside Node.js.' }),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return finish({ ok: true });
      finish({
        ok: false,
        outOfStep: /npm error code EUSAGE/.test(errors),
        reason: signal ? 'it was interrupted.' : inOneLine(errors),
      });
    });
  });
}

function inOneLine(errors) {
  const known = reasons.find(([pattern]) => pattern.test(errors));
  if (known) return known[1];
  const lines = errors.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  return lines.find((line) => line && !/^code |^errno |^syscall /.test(line)) ?? 'npm failed without a word.';
}

/** A user without a home (nobody, many containers) has no place for npm's cache: then it goes to the temporary folder. */
function cacheThatCanBeWritten() {
  let folder = process.env.npm_config_cache ?? join(homedir(), '.npm');
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: join(tmpdir(), `tributary-npm-cache-${process.getuid?.() ?? 0}`) };
  }
}
