/**
 * Runs the tests: `node test/run.ts all|quick [part of a path ...]`.
 * quick: types, format, and all tests but the slow ones, on an embedded server. all: every test, and then those that use a
 * database once more on a server such as DATABASE_URL may name, as a user who is no superuser.
 */
import { spawn } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { findTestFiles, usesDatabase } from './support/test-files.ts';
import { makeTemplate, type ServerKind, startTestServer } from './support/test-server.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What pages do, and messages by the thousand, are the same on whatever server: shown once, so that the whole takes less than twenty minutes. */
const once = /^test\/browser\/|\/messaging\/killed\.slow\./;

interface Outcome {
  passed: number;
  failed: number;
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());

process.exitCode = await main(process.argv.slice(2));
if (stopped.signal.aborted) process.exit();

async function main([which, ...patterns]: string[]): Promise<number> {
  if (which !== 'all' && which !== 'quick') {
    process.stderr.write('Say which tests to run: all or quick.\n');
    return 1;
  }
  const files = findTestFiles(root, which === 'quick', patterns);
  const outcomes = patterns.length > 0 ? [] : await checkSource();
  if (files.length > 0) outcomes.push(await runOn('own', files));
  const again = which === 'all' ? files.filter((file) => usesDatabase(root, file) && !once.test(file)) : [];
  if (again.length > 0 && !process.env.TEST_DATABASE_URL) outcomes.push(await runOn('given', again));
  const [passed, failed] = (['passed', 'failed'] as const).map((key) =>
    outcomes.reduce((sum, one) => sum + one[key], 0),
  );
  process.stdout.write(`${files.length > 0 ? '' : 'No test file matches.\n'}${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed! > 0 && files.length > 0 && !stopped.signal.aborted ? 0 : 1;
}

/** Types, format and lint, each counted as one test. */
function checkSource(): Promise<Outcome[]> {
  return Promise.all([
    check('types', 'tsc', '-p', '.'),
    check('types of the pages', 'tsc', '-p', 'web'),
    check('format and lint', 'biome', 'check', '--diagnostic-level=warn', '.'),
  ]);
}

function check(name: string, program: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(join(root, 'node_modules', '.bin', program), args, { cwd: root, signal: stopped.signal });
  const said: Buffer[] = [];
  child.stdout.on('data', (data) => said.push(data));
  child.stderr.on('data', (data) => said.push(data));
  return new Promise((resolve) => {
    const finish = (ok: boolean): void => {
      process.stdout.write(ok ? `✔ ${name}\n` : `✖ ${name}\n${Buffer.concat(said).toString('utf8')}\n`);
      resolve({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
    };
    child.once('error', () => finish(false));
    child.once('close', (code) => finish(code === 0));
  });
}

async function runOn(kind: ServerKind, files: string[]): Promise<Outcome> {
  if (stopped.signal.aborted) return { passed: 0, failed: 0 };
  if (kind === 'given') process.stdout.write('\nOnce more, on a server as DATABASE_URL names it\n\n');
  const given = process.env.TEST_DATABASE_URL;
  const server = given
    ? { url: given, template: await makeTemplate(given), stop: async () => {} }
    : await startTestServer(kind);
  process.env.TRIBUTARY_TEST_SERVER = server.url;
  process.env.TRIBUTARY_TEST_TEMPLATE = server.template;
  process.env.TRIBUTARY_TEST_KIND = kind;
  try {
    return await runFiles(files);
  } finally {
    await server.stop();
  }
}

/**
 * Two files at a time; then those with a failure once more, each by itself: on a busy machine what waits for a moment may
 * miss it. What fails twice has failed; what passes then is named, so that nobody takes it for steady.
 */
async function runFiles(files: string[]): Promise<Outcome> {
  const first = await runOnce(files, 2);
  if (first.failing.length === 0 || stopped.signal.aborted) return first;
  process.stdout.write(`\nOnce more, by itself: ${first.failing.join(', ')}\n\n`);
  const second = await runOnce(first.failing, 1);
  const steady = first.failing.filter((file) => second.failing.includes(file));
  for (const file of first.failing.filter((name) => !steady.includes(name)))
    process.stdout.write(`Passed only when run by itself: ${file}\n`);
  return { passed: first.passed + Math.max(0, first.failed - second.failed), failed: second.failed };
}

/** A test that hangs fails after ten minutes. */
function runOnce(files: string[], concurrency: number): Promise<Outcome & { readonly failing: string[] }> {
  const tests = run({
    files: files.map((file) => join(root, file)),
    cwd: root,
    concurrency,
    timeout: 600_000,
    signal: stopped.signal,
  });
  const outcome = { passed: 0, failed: 0, failing: [] as string[] };
  tests.on('test:summary', ({ file, counts, success }) => {
    if (file !== undefined) {
      if (!success) outcome.failing.push(relative(root, file));
      return;
    }
    outcome.passed = counts.passed;
    outcome.failed = counts.tests - counts.passed - counts.skipped - counts.todo;
  });
  tests.compose(new spec()).pipe(process.stdout, { end: false });
  return new Promise((resolve, reject) => {
    tests.once('error', (error) => (stopped.signal.aborted ? undefined : reject(error)));
    tests.once('end', () => resolve(outcome));
    // A run that is broken off never comes to its end.
    stopped.signal.addEventListener('abort', () => resolve({ ...outcome, failed: outcome.failed + 1 }), { once: true });
  });
}
