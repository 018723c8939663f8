import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { calledElsewhere, reasonWithout, screensByRoute } from '../server/commands/screens-table.ts';
import { screens } from '../web/admin/screens.ts';

const table = screensByRoute();

test('what the API can do, a person can do on some screen', () => {
  const gaps = [...table].filter(([route, callers]) => callers.length === 0 && reasonWithout(route) === undefined);
  assert.deepEqual(
    gaps.map(([route]) => route),
    [],
  );
});

test('what is said to be called elsewhere is a route', () => {
  assert.deepEqual(
    Object.keys(calledElsewhere).filter((route) => !table.has(route)),
    [],
  );
});

test('every screen has its file, and no address is there twice', () => {
  const missing = screens.filter(
    ({ file }) => !existsSync(join(import.meta.dirname, `../web/admin/${file}.screen.tsx`)),
  );
  assert.deepEqual(missing, []);
  assert.equal(new Set(screens.map(({ path }) => path)).size, screens.length);
});
