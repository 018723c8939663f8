import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const folders = ['server', 'test', 'web', 'tracker', 'bench'];
const slow = /^test\/(browser|faults|simulation|proof)\/|\.slow\.test\.ts$/;

/** The test files of the project, by their paths in it; `quick` leaves out those that take long. */
export function findTestFiles(root: string, quick: boolean, patterns: readonly string[]): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter((path) => path.endsWith('.test.ts') && !(quick && slow.test(path)))
    .filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)))
    .sort();
}

const door = 'test/support/database.ts';
const relativeImport = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

/** Whether a test file gets databases, by itself or by what it imports: whether another server can make a difference. */
export function usesDatabase(root: string, path: string): boolean {
  const seen = new Set<string>();
  const reaches = (file: string): boolean => {
    if (seen.has(file) || !existsSync(file)) return false;
    seen.add(file);
    if (relative(root, file) === door) return true;
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(relativeImport)].some((match) => reaches(join(dirname(file), match[1]!)));
  };
  return reaches(join(root, path));
}
