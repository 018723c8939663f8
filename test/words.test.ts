import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseSources } from './tidy/source.ts';

/** The message files of the pages: every key that is used exists, and every key that exists is used. */
const root = join(import.meta.dirname, '..');
const apps = ['web/admin', 'web/portal'].filter((folder) => existsSync(join(root, folder)));

type Messages = Map<string, string>;

/** Keys with dots, and their words. */
function flatten(value: unknown, path = '', found: Messages = new Map()): Messages {
  if (typeof value === 'string') found.set(path, value);
  else
    for (const [key, inner] of Object.entries(value as object))
      flatten(inner, path === '' ? key : `${path}.${key}`, found);
  return found;
}

const readMessages = (file: string): Messages => flatten(JSON.parse(readFileSync(join(root, file), 'utf8')));

/** The areas of words that a file of an application may use. */
function areasOf(app: string): Map<string, Messages> {
  const own = app === 'web/ui' ? [] : readdirSync(join(root, app, 'words/en')).map((name) => name.replace('.json', ''));
  return new Map([
    ['ui', readMessages('web/ui/words/en.json')],
    ...own.map((area) => [area, readMessages(`${app}/words/en/${area}.json`)] as const),
  ]);
}

function sourcesOf(folder: string): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const code = names.filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));
  return Object.fromEntries(code.map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]));
}

/** What stands for an expression in a template. */
const HOLE = ['$', '{}'].join('');

interface Use {
  readonly where: string;
  readonly area: string;
  /** With `${}` for what is only known when it runs. */
  readonly key: string;
}

/** Words that a file takes by `useWords('area')`, or is handed as `t: Words`: then they are those of its folder. */
function usesIn(
  path: string,
  text: string,
  keyed: readonly { text: string; line: number; keys: readonly string[] | null }[],
) {
  const areas = new Map([...text.matchAll(/(\w+): Words\b/g)].map(([, name]) => [name!, areaOfFolder(path)]));
  for (const [, name, area] of text.matchAll(/const (\w+) = (?:useWords|wordsOf)\('([\w-]+)'\)/g))
    areas.set(name!, area!);
  const uses: Use[] = [];
  const unclear: string[] = [];
  for (const { text: name, line, keys } of keyed) {
    const area = areas.get(name);
    if (area === undefined) continue;
    if (keys === null) unclear.push(`${path}:${line} hands ${name} something that is no text`);
    for (const key of keys ?? []) uses.push({ where: `${path}:${line}`, area, key });
  }
  return { uses, unclear };
}

const areaOfFolder = (path: string): string => path.split('/').at(-2) ?? '';

/** Whether a key of a message file is meant by one that is used: as it stands, or as a form of its plural. */
function matcher(key: string): (known: string) => boolean {
  const parts = key.split(HOLE).map((part) => part.replaceAll(/[.*+?^()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.+')}(_(zero|one|two|few|many|other))?$`);
  return (known) => pattern.test(known);
}

const kit = sourcesOf('web/ui');
const all = { ...kit, ...Object.assign({}, ...apps.map(sourcesOf)) };
const parsed = parseSources(all);

for (const app of ['web/ui', ...apps])
  describe(`words of ${app}`, () => {
    const areas = areasOf(app);
    const found = Object.keys(all)
      .filter((path) => path.startsWith(`${app}/`))
      .map((path) => usesIn(path, all[path]!, parsed.get(path)?.keyed ?? []));
    const uses = found.flatMap((one) => one.uses);

    test('keys are written so that they can be read here', () => {
      assert.deepEqual(
        found.flatMap(({ unclear }) => unclear),
        [],
      );
    });
    test('every key that is used exists', () => {
      assert.ok(uses.length > 0);
      const missing = uses.filter(({ area, key }) => ![...(areas.get(area)?.keys() ?? [])].some(matcher(key)));
      assert.deepEqual(
        missing.map(({ where, area, key }) => `${where} ${area}: ${key}`),
        [],
      );
    });
    test('every key is used', () => {
      const unused = [...areas].flatMap(([area, messages]) => {
        // The kit's own words may be used by each application.
        if (area === 'ui' && app !== 'web/ui') return [];
        const matchers = uses.filter((use) => use.area === area).map(({ key }) => matcher(key));
        return [...messages.keys()]
          .filter((key) => !matchers.some((fits) => fits(key)))
          .map((key) => `${area}: ${key}`);
      });
      assert.deepEqual(unused, []);
    });
    test('no message is empty', () => {
      for (const [area, messages] of areas)
        for (const [key, words] of messages) assert.notEqual(words.trim(), '', `${area}: ${key}`);
    });
  });
