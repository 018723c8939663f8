import { type Complaint, complain, matchesIn, type Tree, withoutSqlComments } from './tree.ts';

const bannedFolders = new Set(['lib', 'utils', 'common', 'shared', 'helpers', 'misc', 'core']);

/** Words for which docs/GLOSSARY.md has another. Text that people or other systems wrote may hold them; names may not. */
const bannedWord = /affiliate/gi;

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
const migration = /^\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.sql$/;
const spokenInCapitals = /^([A-Z]+\.md|LICENSE|NOTICE)$/;

/** Files are named kebab-case, folders too, and none after a drawer for odds and ends. */
export function checkPathNames(tree: Tree): Complaint[] {
  const complaints = new Map<string, Complaint>();
  for (const path of tree.files.keys()) {
    const folders = path.split('/');
    const name = folders.pop()!;
    for (const [index, folder] of folders.entries()) {
      const whole = folders.slice(0, index + 1).join('/');
      if (bannedFolders.has(folder)) complaints.set(whole, complain(whole, 0, `no folder is called ${folder}`));
      else if (!folder.startsWith('.') && !kebab.test(folder))
        complaints.set(whole, complain(whole, 0, 'is not kebab-case'));
    }
    if (path.match(bannedWord)) complaints.set(path, complain(path, 0, 'holds a word that is not ours'));
    // PHP's and WordPress's names follow their own custom.
    if (name.startsWith('.') || spokenInCapitals.test(name) || path.startsWith('wordpress/')) continue;
    const form = path.startsWith('server/migrations/') && name.endsWith('.sql') ? migration : kebab;
    if (!form.test(name))
      complaints.set(
        path,
        complain(path, 0, `is not named like ${form === kebab ? 'this-one.ts' : '0001_like_this.sql'}`),
      );
  }
  return [...complaints.values()];
}

/** One word for one idea, in code and in the database. */
export function checkWords(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    for (const { text, line } of source.identifiers) {
      if (text.match(bannedWord)) complaints.push(complain(path, line, `${text} holds a word that is not ours`));
    }
  }
  for (const [path, text] of tree.files) {
    if (!path.startsWith('server/migrations/') || !path.endsWith('.sql')) continue;
    for (const { match, line } of matchesIn(withoutSqlComments(text), bannedWord)) {
      complaints.push(complain(path, line, `${match[0]} is a word that is not ours`));
    }
  }
  return complaints;
}
