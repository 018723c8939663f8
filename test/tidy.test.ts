import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { examples } from './tidy/examples.ts';
import { checkDoors, checkLayers, checkPackages, checkPlaces } from './tidy/layers.ts';
import { checkLicences } from './tidy/licences.ts';
import { checkPathNames, checkWords } from './tidy/names.ts';
import { checkPageHtml, checkPageWords } from './tidy/pages.ts';
import {
  checkEscapes,
  checkLinks,
  checkMachines,
  checkMigrations,
  checkModules,
  checkPackage,
} from './tidy/project.ts';
import { checkClock, checkPurity, checkSqlClock } from './tidy/purity.ts';
import { checkFileSizes, checkFunctionSizes } from './tidy/sizes.ts';
import { checkTableNames, checkTables, checkTablesOwned } from './tidy/tables.ts';
import { type Check, type Complaint, readTree, treesOf } from './tidy/tree.ts';

/** The house rules of docs/STYLE.md that a program can judge. */
const checks: Record<string, Check> = {
  layers: checkLayers,
  doors: checkDoors,
  packages: checkPackages,
  places: checkPlaces,
  purity: checkPurity,
  clock: checkClock,
  'sql clock': checkSqlClock,
  tables: checkTables,
  'table names': checkTableNames,
  'tables owned': checkTablesOwned,
  'file sizes': checkFileSizes,
  'function sizes': checkFunctionSizes,
  'path names': checkPathNames,
  words: checkWords,
  'page words': checkPageWords,
  'page html': checkPageHtml,
  package: checkPackage,
  modules: checkModules,
  migrations: checkMigrations,
  escapes: checkEscapes,
  machines: checkMachines,
  links: checkLinks,
  licences: checkLicences,
};

const written = ({ path, line, message }: Complaint): string => `${path}:${line} ${message}`;

describe('the project keeps its house rules', () => {
  const tree = readTree(dirname(dirname(fileURLToPath(import.meta.url))));

  test('it is the project that is read', () => {
    assert.ok(tree.sources.has('test/tidy.test.ts') && tree.files.has('package.json') && tree.files.size > 20);
  });
  for (const [name, check] of Object.entries(checks)) {
    test(name, () => assert.deepEqual(check(tree).map(written), []));
  }
});

describe('each check finds what it looks for', () => {
  const trees = treesOf(examples.map(({ files }) => files));
  for (const [index, { check, says, complaints }] of examples.entries()) {
    test(`${check}: ${says}`, () => {
      const found = checks[check]!(trees[index]!).map(written);
      const matches = found.filter(
        (text, i) => complaints[i] && text.startsWith(`${complaints[i][0]} `) && text.includes(complaints[i][1]),
      );
      assert.equal(matches.length, complaints.length, found.join('\n') || 'no complaint');
      assert.equal(found.length, complaints.length, found.join('\n'));
    });
  }
  test('no check is without an example that it refuses', () => {
    const refused = new Set(examples.filter(({ complaints }) => complaints.length > 0).map(({ check }) => check));
    assert.deepEqual(
      Object.keys(checks).filter((name) => !refused.has(name)),
      [],
    );
  });
});
