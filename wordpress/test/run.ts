/** Runs the plugin's tests: `node wordpress/test/run.ts [part of a name ...]`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.ts') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => join(import.meta.dirname, name));
if (files.length === 0) {
  process.stderr.write('No test file matches.\n');
  process.exit(1);
}
const tests = run({ files, concurrency: 2, timeout: 900_000 });
tests.on('test:fail', () => {
  process.exitCode = 1;
});
tests.compose(new spec()).pipe(process.stdout);
