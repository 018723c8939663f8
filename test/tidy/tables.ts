import { type Complaint, complain, isTest, matchesIn, type Tree, withoutSqlComments } from './tree.ts';

const schemas = 'tenant|directory|machinery';
const wholeName = new RegExp(`^(${schemas})\\.[a-z][a-z0-9_]*$`);
const nameInText = new RegExp(`\\b(${schemas})\\."?([a-z][a-z0-9_]*)`, 'g');
const creation = new RegExp(
  `create\\s+(unlogged\\s+)?(table|view)\\s+(if\\s+not\\s+exists\\s+)?(${schemas})\\.([a-z0-9_]+)`,
  'gi',
);
const functionCreation = new RegExp(`create\\s+(or\\s+replace\\s+)?function\\s+(${schemas})\\.([a-z0-9_]+)`, 'gi');

/** Each table is declared in one tables.ts, and named only by the queries of the folder that this file lies in. */
export function checkTables(tree: Tree): Complaint[] {
  const owners = ownersOf(tree);
  const functions = createdBy(tree, functionCreation);
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    if (!path.startsWith('server/') || isTest(path) || path.startsWith('server/platform/backup')) continue;
    const seen = new Set<string>();
    for (const { text, line } of source.texts) {
      for (const { match } of matchesIn(text, nameInText)) {
        // "tenant.click_${month}" is a partition of tenant.click.
        const table = match[0].replaceAll('"', '').replace(/_$/, '');
        if (functions.has(table) || seen.has(`${line} ${table}`)) continue;
        seen.add(`${line} ${table}`);
        const wrong = wrongPlace(path, owners.get(table));
        if (wrong) complaints.push(complain(path, line, `names ${table}, ${wrong}`));
      }
    }
  }
  return complaints;
}

const verb = /\b(select|insert|delete)\b|^\s*update\b/i;

/** SQL names a table with its schema, so that its owner can be told: the search path would find it without. */
export function checkTableNames(tree: Tree): Complaint[] {
  const names = [...ownersOf(tree).keys()].map((table) => table.split('.')[1]);
  if (names.length === 0) return [];
  const bare = new RegExp(`(\\b(?:from|join|into)|^\\s*update)\\s+"?(${names.join('|')})\\b(?!\\.)`, 'gi');
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    if (!path.startsWith('server/') || isTest(path)) continue;
    for (const { text, line } of source.texts) {
      if (!verb.test(text)) continue;
      for (const { match } of matchesIn(text, bare))
        complaints.push(complain(path, line, `names ${match[2]} without its schema`));
    }
  }
  return complaints;
}

/**
 * A table that a migration makes and no tables.ts declares belongs to nobody; unless its module is still to be written, and
 * nothing of the migration is declared. Tables of the machinery belong to several modules.
 */
export function checkTablesOwned(tree: Tree): Complaint[] {
  const owners = ownersOf(tree);
  const made = [...createdBy(tree, creation)];
  const inUse = new Set(made.filter(([table]) => owners.has(table)).map(([, path]) => path));
  return made
    .filter(([table, path]) => inUse.has(path) && !owners.has(table) && !table.startsWith('machinery.'))
    .map(([table, path]) => complain(path, 0, `makes ${table}, which no tables.ts declares`));
}

function wrongPlace(path: string, owner: string | undefined): string | null {
  if (owner === undefined) return 'which no tables.ts declares';
  const folder = owner.slice(0, -'tables.ts'.length);
  if (!path.startsWith(folder)) return `which belongs to ${owner}`;
  const inside = path.slice(folder.length);
  const isQueries = inside === 'tables.ts' || /^queries[^/]*(\/|\.ts$)/.test(inside);
  return isQueries || !folder.startsWith('server/modules/') ? null : 'but SQL stands in queries*.ts';
}

/** By table, the tables.ts that declares it: as a key or string that is the whole name. A second one has no say. */
function ownersOf(tree: Tree): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [path, source] of tree.sources) {
    if (!/^server\/(modules|platform)\/.*\btables\.ts$/.test(path)) continue;
    const names = new Set(source.texts.filter(({ text }) => wholeName.test(text)).map(({ text }) => text));
    for (const table of names) if (!owners.has(table)) owners.set(table, path);
  }
  return owners;
}

function createdBy(tree: Tree, pattern: RegExp): Map<string, string> {
  const made = new Map<string, string>();
  for (const [path, text] of tree.files) {
    if (!/^server\/migrations\/.*\.sql$/.test(path)) continue;
    const sql = withoutSqlComments(text);
    for (const { match } of matchesIn(sql, pattern)) {
      const name = match.at(-1)!;
      const isPartition = /^\s*partition\s+of\b/i.test(sql.slice(match.index! + match[0].length));
      if (!isPartition) made.set(`${match.at(-2)}.${name}`, path);
    }
  }
  return made;
}
