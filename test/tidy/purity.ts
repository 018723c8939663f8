import { moduleOf, resolveImport } from './layers.ts';
import type { Source } from './source.ts';
import { type Complaint, complain, isTest, matchesIn, type Tree, withoutSqlComments } from './tree.ts';

const clockFile = 'server/platform/clock.ts';

/** Packages without I/O, clock or chance. */
const purePackages = new Set(['temporal-polyfill']);

const impureNames = new Set([
  'crypto',
  'process',
  'performance',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'console',
]);

/** Rules and values take everything as arguments, the time included, and do nothing but answer. */
export function checkPurity(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    if (isTest(path) || !isPure(path)) continue;
    const no = (line: number, what: string): void => void complaints.push(complain(path, line, `is not pure: ${what}`));
    for (const { specifier, line } of source.imports) {
      if (!mayImport(path, specifier)) no(line, `imports ${specifier}`);
    }
    for (const line of source.waits) no(line, 'waits for something');
    for (const { text, line } of source.identifiers) if (impureNames.has(text)) no(line, `uses ${text}`);
    for (const { text, line } of source.members) if (text === 'Math.random') no(line, 'uses Math.random');
    for (const { text, line } of askings(source)) no(line, `asks the time by ${text}`);
  }
  return complaints;
}

function isPure(path: string): boolean {
  return path.startsWith('server/values/') || /^server\/modules\/[^/]+\/rules\//.test(path);
}

function mayImport(path: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return purePackages.has(specifier);
  const target = resolveImport(path, specifier);
  if (target.startsWith('server/platform/')) return false;
  return moduleOf(target) === null || !/\/queries[^/]*(\/|\.ts$)/.test(target);
}

/** Only the clock asks the time, so that a sandbox's clock can be moved and a test's can stand still. */
export function checkClock(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    if (!path.startsWith('server/') || isTest(path) || path === clockFile || isPure(path)) continue;
    for (const { text, line } of askings(source)) {
      complaints.push(complain(path, line, `asks the time by ${text}; only platform/clock.ts does`));
    }
  }
  return complaints;
}

function askings(source: Source): { text: string; line: number }[] {
  const members = source.members.filter(({ text }) =>
    /^(globalThis\.)?(Date\.now|performance\.now|Temporal\.Now|process\.hrtime)$/.test(text),
  );
  const calls = source.calls.filter((call) => /^(new )?Date$/.test(call.text) && call.arguments === 0);
  return [...members, ...calls];
}

/** The database's clock is not the account's. */
const databaseClock =
  /\b(now\s*\(\s*\)|(clock|statement|transaction)_timestamp\s*\(|current_timestamp\b|current_date\b|localtimestamp\b)/gi;

/** No SQL asks the database for the time: instants come in as parameters. */
export function checkSqlClock(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, text] of tree.files) {
    if (!path.startsWith('server/') || !path.endsWith('.sql')) continue;
    for (const { match, line } of matchesIn(withoutSqlComments(text), databaseClock)) {
      complaints.push(complain(path, line, `SQL asks the time by ${match[0]}`));
    }
  }
  for (const [path, source] of tree.sources) {
    if (!path.startsWith('server/') || isTest(path)) continue;
    for (const { text, line } of source.texts) {
      const match = text.match(databaseClock);
      if (match) complaints.push(complain(path, line, `SQL asks the time by ${match[0]}`));
    }
  }
  return complaints;
}
