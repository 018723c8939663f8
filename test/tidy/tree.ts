import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseSources, type Source } from './source.ts';

/** One thing that a check found. Line 0 stands for the file or folder as a whole. */
export interface Complaint {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export type Check = (tree: Tree) => Complaint[];

/** The project's files as text, by path from its root with "/" between; and what the compiler reads in the code. */
export interface Tree {
  readonly files: ReadonlyMap<string, string>;
  /** TypeScript and JavaScript, parsed. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** Trees from texts by path. The compiler is started once for all of them. */
export function treesOf(trees: readonly Record<string, string>[]): Tree[] {
  const all = trees.flatMap((files, i) => Object.entries(files).map(([path, text]) => [`${i}/${path}`, text] as const));
  const sources = [...parseSources(Object.fromEntries(all))];
  return trees.map((files, i) => ({
    files: new Map(Object.entries(files)),
    sources: new Map(
      sources
        .filter(([path]) => path.startsWith(`${i}/`))
        .map(([path, source]) => [path.slice(`${i}/`.length), source]),
    ),
  }));
}

const binary = /\.(png|jpg|jpeg|gif|ico|webp|woff2?|zip|gz|pdf)$/;

/** Reads every file that version control would take, by the plain lines of .gitignore ("name/" and "*.ending"). */
export function readTree(root: string): Tree {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean);
  const folders = new Set([
    '.git',
    ...lines.filter((line) => line.endsWith('/')).map((line) => line.replaceAll('/', '')),
  ]);
  const endings = lines.filter((line) => line.startsWith('*')).map((line) => line.slice(1));
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      if (stat?.isDirectory() && !folders.has(name)) visit(path);
      // In a further working tree .git is a file.
      if (!stat?.isFile() || name === '.git' || endings.some((ending) => name.endsWith(ending))) continue;
      files[path] = binary.test(name) ? '' : readFileSync(join(root, path), 'utf8');
    }
  };
  visit('');
  return treesOf([files])[0]!;
}

export function complain(path: string, line: number, message: string): Complaint {
  return { path, line, message };
}

/** A test, or something that only tests use. */
export function isTest(path: string): boolean {
  return path.startsWith('test/') || path.startsWith('wordpress/test/') || /\.test\.(ts|tsx|mjs)$/.test(path);
}

/** The number of the line on which a character stands, from 1. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Every match of a pattern in the text of a file, with its line. */
export function* matchesIn(text: string, pattern: RegExp): Generator<{ match: RegExpMatchArray; line: number }> {
  for (const match of text.matchAll(pattern)) yield { match, line: lineAt(text, match.index) };
}

/** Comments become blanks, so that lines keep their numbers. */
export function withoutSqlComments(sql: string): string {
  return sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}
