#!/usr/bin/env node
// What npm's scripts call: makes sure that the packages are there, then hands over to the runtime that came with them.
// Runs on plain Node 20 with nothing installed, so it imports nothing but Node and its siblings.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { Problem } from './problem.mjs';
import { findRuntime, runToEnd } from './runtime.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Each command: the program it runs, the arguments that come first, and whether it needs the developers' packages. */
const commands = {
  // Memory is given back early: a larger nursery, and waiting for half as much again before old objects are looked at, held
  // twice as much under load and served no more.
  start: {
    program: ['server/main.ts'],
    flags: ['--max-semi-space-size=8', '--heap-growing-percent=20'],
    dev: false,
    pages: true,
  },
  demo: { program: ['server/demo.ts'], dev: false },
  tributary: { program: ['server/cli.ts'], dev: false },
  test: { program: ['test/run.ts', 'all'], dev: true },
  // Its packages weigh 900 MB, and nobody else needs them.
  wordpress: { program: ['wordpress/test/run.ts'], dev: true, pages: true, also: 'wordpress/test' },
  check: { program: ['test/run.ts', 'quick'], dev: true },
  bench: { program: ['bench/run.ts'], dev: true },
  simulate: { program: ['test/simulation/run.ts'], dev: true },
  generate: { program: ['server/generate.ts'], dev: true },
};

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (!command) throw new Problem(`Say what to run: ${Object.keys(commands).join(', ')}.`);
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Problem(`Tributary needs Node.js 20 or later, and this is ${process.version}: install a newer one.`);
  }
  await ensureInstalled(root, command.dev);
  if (command.also) await ensureInstalled(join(root, command.also), command.dev);
  const [program, ...first] = command.program;
  const runtime = findRuntime(root);
  // Does nothing where the pages are built already; where they cannot be built, it says so and the server starts.
  const built = command.pages ? await runToEnd(runtime, [join(root, 'web/build.ts')], root) : 0;
  if (built > 128) return built;
  return runToEnd(runtime, [...(command.flags ?? []), join(root, program), ...first, ...args], root);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
