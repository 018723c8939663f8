import { posix } from 'node:path';
import type { Import } from './source.ts';
import { type Complaint, complain, isTest, type Tree } from './tree.ts';

/** Each module may call those before it. */
export const moduleOrder = [
  'accounts',
  'ledger',
  'programs',
  'partners',
  'joining',
  'promo',
  'tracking',
  'orders',
  'attribution',
  'commissions',
  'payouts',
  'messaging',
  'reporting',
  'center',
];

/** Each layer may import itself and those before it. What lies directly in server/ wires them together. */
const layers = ['values', 'platform', 'modules', 'flows', 'integrations', 'wiring'];

/** The server's files import downwards only; the pages, the tracker and the starter see what they need and no more. */
export function checkLayers(tree: Tree): Complaint[] {
  return eachImport(tree, (path, target, { line, specifier }) => {
    if (isTest(target)) return complain(path, line, `imports a test's file, ${specifier}`);
    const [from, to] = [areaOf(path), areaOf(target)];
    if (from === 'tracker') return complain(path, line, `the tracker imports nothing, but ${specifier}`);
    if (from === 'web' && to !== 'web' && to !== 'values' && !target.endsWith('/contract.ts')) {
      return complain(path, line, `web may import values and contract.ts only, not ${specifier}`);
    }
    if (from === 'bin' && to !== 'bin') {
      return complain(path, line, `bin runs before anything is installed and may not import ${specifier}`);
    }
    if (!layers.includes(from)) return null;
    if (!layers.includes(to)) return complain(path, line, `the server may not import ${specifier}`);
    if (layers.indexOf(to) > layers.indexOf(from))
      return complain(path, line, `${from} may not import ${to}: ${specifier}`);
    return null;
  });
}

/** A module is entered by its index.ts, and by its contract.ts from flows and above; never by a module before it. */
export function checkDoors(tree: Tree): Complaint[] {
  return eachImport(tree, (path, target, { line, specifier }) => {
    const [from, to] = [moduleOf(path), moduleOf(target)];
    if (to === null || from === to || !path.startsWith('server/')) return null;
    const door = target.slice(`server/modules/${to}/`.length);
    if (from === null) {
      if (door === 'index.ts' || door === 'contract.ts') return null;
      return complain(path, line, `enters the module ${to} by ${door}, not by index.ts or contract.ts`);
    }
    if (moduleOrder.indexOf(to) > moduleOrder.indexOf(from)) {
      return complain(path, line, `${from} may not import the later module ${to}: ${specifier}`);
    }
    return door === 'index.ts' ? null : complain(path, line, `enters the module ${to} by ${door}, not by index.ts`);
  });
}

/** Packages that a layer must do without. */
export function checkPackages(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    if (isTest(path)) continue;
    for (const { specifier, line } of source.imports) {
      if (specifier.startsWith('.')) continue;
      const area = areaOf(path);
      if (area === 'tracker') complaints.push(complain(path, line, `the tracker imports nothing, but ${specifier}`));
      if (area === 'bin' && !specifier.startsWith('node:')) {
        complaints.push(complain(path, line, `bin runs before anything is installed and may not import ${specifier}`));
      }
    }
  }
  return complaints;
}

/** The module that a path lies in, or null. */
export function moduleOf(path: string): string | null {
  return /^server\/modules\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** A relative import as a path from the root of the tree; a package as it stands. */
export function resolveImport(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), specifier)) : specifier;
}

function areaOf(path: string): string {
  const [top = '', second = '', third] = path.split('/');
  if (top !== 'server') return top;
  return third === undefined || second === 'commands' ? 'wiring' : second;
}

/** Folders under server/ that are no layer, and modules that have no place in the order. */
export function checkPlaces(tree: Tree): Complaint[] {
  const known = new Set([...layers, 'migrations']);
  const strange = new Map<string, Complaint>();
  for (const path of tree.files.keys()) {
    const area = areaOf(path);
    const name = moduleOf(path);
    if (path.startsWith('server/') && !known.has(area)) {
      strange.set(area, complain(`server/${area}`, 0, `no layer: ${layers.join(', ')}`));
    }
    if (name !== null && !moduleOrder.includes(name)) {
      strange.set(name, complain(`server/modules/${name}`, 0, 'has no place in the order of modules'));
    }
  }
  return [...strange.values()];
}

function eachImport(tree: Tree, check: (path: string, target: string, found: Import) => Complaint | null): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    if (isTest(path)) continue;
    for (const found of source.imports) {
      if (!found.specifier.startsWith('.')) continue;
      const complaint = check(path, resolveImport(path, found.specifier), found);
      if (complaint) complaints.push(complaint);
    }
  }
  return complaints;
}
