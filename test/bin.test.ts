import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

/** In place of npm: notes how it was called, and does as FAKE_NPM says. */
const fakeNpm = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const { errors = '', once = false } = JSON.parse(process.env.FAKE_NPM ?? '{}');
const command = process.argv[2];
appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
await new Promise((resolve) => setTimeout(resolve, 150));
if (errors && (!once || command === 'ci')) { process.stderr.write(errors); process.exit(1); }
mkdirSync('node_modules', { recursive: true });
writeFileSync('node_modules/.package-lock.json', '{"packages":{}}');
`;

const program = `
const waits = process.argv[2] === 'wait';
if (waits) {
  setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { console.log('asked to end'); process.exit(0); });
} else process.exitCode = 3;
console.log(JSON.stringify(process.argv.slice(2)));
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tributary-bin-'));
  cpSync(join(import.meta.dirname, '../bin'), join(root, 'bin'), { recursive: true });
  for (const folder of ['server', 'test']) mkdirSync(join(root, folder));
  for (const file of ['server/cli.ts', 'test/run.ts']) writeFileSync(join(root, file), program);
  writeFileSync(join(root, 'npm-cli.js'), fakeNpm);
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  lockPackage('1.0.0');
});

afterEach(() => rmSync(root, { recursive: true }));

function lockPackage(version: string): void {
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/thing': { version } } }),
  );
}

const calls = (): string[] => {
  const file = join(root, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

function spawnBin(args: string[], fake: object = {}) {
  const env = { ...process.env, npm_execpath: join(root, 'npm-cli.js'), FAKE_NPM: JSON.stringify(fake) };
  return spawn(process.execPath, [join(root, 'bin/run.mjs'), ...args], { env, cwd: root });
}

async function run(args: string[], fake: object = {}): Promise<{ code: number; out: string; err: string }> {
  const child = spawnBin(args, fake);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

test('installs once, without the developers’ packages, and hands over arguments and exit code', async () => {
  const first = await run(['tributary', 'doctor', '--json']);
  assert.deepEqual(first, { code: 3, out: '["doctor","--json"]\n', err: 'Installing what is missing (once) ...\n' });
  const second = await run(['tributary', 'doctor']);
  assert.deepEqual(second, { code: 3, out: '["doctor"]\n', err: '' });
  assert.equal(calls().length, 1);
  assert.match(calls()[0]!, /^ci .*--omit=dev/);
});

test('adds the developers’ packages to what is there, and they serve the other commands too', async () => {
  await run(['tributary']);
  await run(['check', 'some']);
  await run(['tributary']);
  assert.equal(calls().length, 2);
  assert.match(calls()[1]!, /^install --no-save .*--include=dev/);
});

test('installs anew when the lock file has changed', async () => {
  await run(['tributary']);
  lockPackage('2.0.0');
  await run(['tributary']);
  assert.equal(calls().filter((call) => call.startsWith('ci ')).length, 2);
});

test('believes an install that somebody made by hand', async () => {
  mkdirSync(join(root, 'node_modules/thing'), { recursive: true });
  writeFileSync(join(root, 'node_modules/thing/package.json'), '{}');
  const present = (version: string): void =>
    writeFileSync(
      join(root, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/thing': { version } } }),
    );
  present('1.0.0');
  assert.equal((await run(['check'])).err, '');
  assert.deepEqual(calls(), []);
  rmSync(join(root, 'node_modules/.tributary-installed.json'));
  present('0.9.0');
  await run(['check']);
  assert.equal(calls().length, 1);
});

test('installs once where two are started at the same moment', async () => {
  const both = await Promise.all([run(['tributary', 'one']), run(['tributary', 'two'])]);
  assert.deepEqual(
    both.map(({ code }) => code),
    [3, 3],
  );
  assert.equal(calls().length, 1);
});

test('takes over from an install that was killed', async () => {
  mkdirSync(join(root, '.tmp'));
  writeFileSync(join(root, '.tmp/install-lock'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
  assert.equal((await run(['tributary'])).code, 3);
});

test('says in one line why it cannot install', async () => {
  const offline = await run(['tributary'], { errors: 'npm error code ENOTFOUND\nnpm error network request failed\n' });
  assert.equal(offline.code, 1);
  assert.equal(offline.out, '');
  assert.match(offline.err.split('\n')[1]!, /registry cannot be reached/);
  assert.equal(offline.err.trim().split('\n').length, 2);
  assert.equal((await run(['tributary'])).code, 3, 'and the next try is a new one');
});

test('installs from a lock file that lacks some other platform’s package', async () => {
  const errors = 'npm error code EUSAGE\nnpm error Missing: thing-for-others@ from lock file\n';
  assert.equal((await run(['tributary'], { errors, once: true })).code, 3);
  assert.match(calls()[1]!, /^install --no-save /);
});

test('hands on the signal that asks it to end', async () => {
  await run(['tributary']);
  const child = spawnBin(['tributary', 'wait']);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [said] = await once(child.stdout, 'data');
  assert.equal(String(said), 'asked to end\n');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('knows no other command', async () => {
  const { code, err } = await run(['constructor']);
  assert.equal(code, 1);
  assert.match(err, /^Say what to run: start, .*\n$/);
});

test('the lock file has an entry for each optional package, or a clean install would be refused', () => {
  const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const named = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  const missing = named.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
  assert.ok(named.length > 10);
  assert.deepEqual(missing, []);
});
