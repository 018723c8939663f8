import { type Complaint, complain, type Tree } from './tree.ts';

/** Licences under which a dependency may be given away with this project. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Unlicense',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'PostgreSQL',
  'PSF-2.0',
  // Copyleft that ends at its own files or library: used as it is, not changed, and exchangeable.
  'MPL-2.0',
  'LGPL-3.0-or-later',
]);

interface LockFile {
  packages?: Record<string, { license?: string; resolved?: string }>;
}

/** Every package of the lock file has a licence that we may use, and names no place that it came from. */
export function checkLicences(tree: Tree): Complaint[] {
  const text = tree.files.get('package-lock.json');
  if (text === undefined) return [];
  const complaints: Complaint[] = [];
  for (const [name, found] of Object.entries((JSON.parse(text) as LockFile).packages ?? {})) {
    if (name === '') continue;
    const licence = found.license ?? 'none named';
    if (!mayUse(licence)) complaints.push(complain('package-lock.json', 0, `${name} has the licence ${licence}`));
    if (found.resolved !== undefined)
      complaints.push(complain('package-lock.json', 0, `${name} names where it came from`));
  }
  return complaints;
}

/** An SPDX expression of names, AND and OR without nesting: one of the ORs must be allowed in full. */
function mayUse(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((name) => allowed.has(name.trim())));
}
