import { posix } from 'node:path';
import { type Complaint, complain, isTest, matchesIn, type Tree } from './tree.ts';

const SCRIPTS = 12;

/** One package, few scripts, versions that do not drift. */
export function checkPackage(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const path of tree.files.keys()) {
    if (path.endsWith('/package.json') && !path.startsWith('wordpress/')) {
      complaints.push(complain(path, 0, 'there is one package.json, at the top'));
    }
  }
  const own = JSON.parse(tree.files.get('package.json') ?? '{}');
  const scripts = Object.keys(own.scripts ?? {}).length;
  if (scripts > SCRIPTS) complaints.push(complain('package.json', 0, `has ${scripts} scripts; ${SCRIPTS} is the most`));
  const wanted: Record<string, string> = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
  for (const [name, version] of Object.entries(wanted)) {
    if (!/^\d/.test(version)) complaints.push(complain('package.json', 0, `${name} has no exact version: ${version}`));
  }
  return complaints;
}

/** Every module says what it owns, and has one door; one that has nothing but rules is still to be written. */
export function checkModules(tree: Tree): Complaint[] {
  const names = new Set<string>();
  for (const path of tree.files.keys()) {
    const name = /^server\/modules\/([^/]+)\/(?!rules\/)/.exec(path)?.[1];
    if (name) names.add(name);
  }
  return [...names].flatMap((name) =>
    ['README.md', 'index.ts']
      .filter((file) => !tree.files.has(`server/modules/${name}/${file}`))
      .map((file) => complain(`server/modules/${name}`, 0, `has no ${file}`)),
  );
}

/** Migrations are numbered without a gap, and each begins with its reason. */
export function checkMigrations(tree: Tree): Complaint[] {
  const paths = [...tree.files.keys()].filter((path) => /^server\/migrations\/.*\.sql$/.test(path)).sort();
  return paths.flatMap((path, index) => {
    const complaints: Complaint[] = [];
    const number = String(index + 1).padStart(4, '0');
    if (!posix.basename(path).startsWith(`${number}_`))
      complaints.push(complain(path, 0, `should be number ${number}`));
    if (!/^(--.*\w+.*\w+|\/\*)/.test(tree.files.get(path)!))
      complaints.push(complain(path, 1, 'does not begin with a comment that gives its reason'));
    return complaints;
  });
}

const silencers = /@ts-(ignore|nocheck|expect-error)\b|\b(biome|eslint)-(ignore-all|disable)\b/g;

/** The type checker is not argued with, and no test is left out. */
export function checkEscapes(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    for (const line of source.castsToAny) complaints.push(complain(path, line, 'casts to any'));
    for (const { match, line } of matchesIn(tree.files.get(path)!, silencers)) {
      complaints.push(complain(path, line, `silences a check: ${match[0]}`));
    }
    if (!isTest(path)) continue;
    for (const { text, line } of source.calls) {
      if (/^(test|it|describe|suite)\.(only|skip|todo)$/.test(text))
        complaints.push(complain(path, line, `${text} leaves tests out`));
    }
  }
  return complaints;
}

/** Homes and drives of one machine, and where one machine takes its packages from. */
const machines = [
  /(?<![\w.])\/(home|Users|root|work)\/[A-Za-z0-9._-]+/g,
  /\b[A-Z]:\\\w+/g,
  /\/\/(registry|npm|verdaccio|nexus|artifactory)\.[a-z0-9.-]+/gi,
  /\bhttps?:\/\/[\w.-]+:4873\b/gi,
  /\b_auth(Token)?\s*=/g,
];

/** The project works on any machine, so it names none. */
export function checkMachines(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, text] of tree.files) {
    for (const pattern of machines) {
      for (const { match, line } of matchesIn(text, pattern))
        complaints.push(complain(path, line, `names a machine: ${match[0]}`));
    }
  }
  return complaints;
}

const markdownLink = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g;

/** A link between documents leads somewhere. */
export function checkLinks(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, text] of tree.files) {
    if (!path.endsWith('.md')) continue;
    for (const { match, line } of matchesIn(text, markdownLink)) {
      const target = posix.join(posix.dirname(path), match[1]!).replace(/\/$/, '');
      const isThere = tree.files.has(target) || [...tree.files.keys()].some((file) => file.startsWith(`${target}/`));
      if (!isThere) complaints.push(complain(path, line, `links to ${match[1]}, which is not there`));
    }
  }
  return complaints;
}
