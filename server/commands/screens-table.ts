import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { allRoutes } from './generated.ts';

const root = join(import.meta.dirname, '../..');

/** Routes that change something and that no screen calls, each with its reason. */
export const calledElsewhere: Readonly<Record<string, string>> = {
  'POST /v1/accounts': 'the operator makes accounts',
  'POST /v1/refunds': 'called by the shop, which knows its own numbers; the office refunds on the page of the order',
  'POST /v1/partners/{id}/center_token': "called by the owner's server, for pages that hold pieces of the center",
  'POST /v1/commissions/{id}/approve': 'the office approves one or many by the same route',
  'POST /v1/commissions/{id}/cancel': 'the office cancels one or many by the same route',
};

/** Whole families of routes that are for somebody else than the owner. */
const families: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^OPTIONS /, 'asked by browsers before pages of other hosts call'],
  [/ \/v1\/track\//, 'called by the tracker script on pages of the shop'],
  [/ \/v1\/center\//, 'called by the partner center'],
  [/ \/v1\/join\//, 'called by sign-up forms'],
];

/** Why no screen of the office calls a route; undefined where one should. */
export function reasonWithout(route: string): string | undefined {
  return calledElsewhere[route] ?? families.find(([pattern]) => pattern.test(route))?.[1];
}

/** One application of the pages: which of its files stands for which screen. */
interface Application {
  readonly folder: string;
  /** The files of screens, by the address of the screen. */
  readonly screens: ReadonlyMap<string, string>;
}

/** Each route that changes something, and the screens whose files call it, directly or through others that they import. */
export function screensByRoute(): Map<string, string[]> {
  const callers = new Map<string, Set<string>>();
  for (const { folder, screens } of applications()) {
    const noted = new Set<string>();
    const note = (screen: string, file: string): void => {
      for (const route of callsIn(file)) {
        noted.add(file);
        callers.set(route, (callers.get(route) ?? new Set()).add(screen));
      }
    };
    for (const [path, file] of screens) for (const one of reachedFrom(file)) note(path, one);
    for (const file of filesIn(folder)) if (!noted.has(file)) note(`the frame of ${folder}`, file);
  }
  const changing = allRoutes().filter(
    ({ method, path }) => path.startsWith('/v1') && !['GET', 'HEAD'].includes(method),
  );
  return new Map(
    changing
      .map(({ method, path }) => `${method} ${path}`)
      .sort((a, b) => (a.slice(a.indexOf('/')) < b.slice(b.indexOf('/')) ? -1 : 1))
      .map((route) => [route, [...(callers.get(route) ?? [])].sort()]),
  );
}

/** docs/screens.md */
export function screensText(): string {
  const rows = [...screensByRoute()].map(([route, screens]) => {
    const where = screens.map((screen) => (screen.startsWith('/') ? `\`${screen}\`` : screen)).join(', ');
    return `| \`${route}\` | ${where || (reasonWithout(route) ?? '**no screen**')} |`;
  });
  return [
    '# What can be done where',
    '',
    'Each route that changes something, and the screens that call it: what the API can do, a person can do. This page is generated',
    '(`npm run generate`), and a test fails where a route has no screen.',
    '',
    '| route | screens |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function applications(): Application[] {
  return ['web/admin', 'web/portal']
    .filter((folder) => existsSync(join(root, folder, 'screens.ts')))
    .map((folder) => {
      const entries = textOf(`${folder}/screens.ts`).matchAll(/path: '([^']+)',\s*file: '([^']+)'/g);
      return {
        folder,
        screens: new Map([...entries].map(([, path, file]) => [path!, `${folder}/${file}.screen.tsx`])),
      };
    });
}

/** `api.POST('/v1/...'`, over several lines too. */
function callsIn(file: string): string[] {
  const calls = textOf(file).matchAll(/\.(POST|PUT|PATCH|DELETE)\(\s*'(\/v1\/[^']+)'/g);
  return [...calls].map(([, method, path]) => `${method} ${path}`);
}

/** A file and all of the pages' own files that it imports, however far. Those of the frame count for the frame. */
function reachedFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(join(root, file)) || /^web\/\w+\/frame\//.test(file)) return seen;
  seen.add(file);
  for (const [, target] of textOf(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g))
    reachedFrom(posix.normalize(posix.join(dirname(file), target!)), seen);
  return seen;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));
}

const texts = new Map<string, string>();
function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
  texts.set(file, text);
  return text;
}
