import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { instantOfId, isId } from '../values/id.ts';
import { newId, suffixOf } from './ids.ts';

test('a suffix is what the reference writes for the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      assert.equal(`clk_${suffixOf(bytes)}`, TypeID.fromUUIDBytes('clk', bytes).toString());
    }),
  );
});

test('an id holds its instant to the millisecond, and its kind', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('9000-01-01'), noInvalidDate: true }), (at) => {
      const id = newId('click', at);
      assert.ok(isId('click', id), id);
      assert.deepEqual(instantOfId(id), at);
    }),
  );
});

test('ids of one millisecond differ, and sort as they were asked for', () => {
  const at = new Date('2026-01-05T10:00:00.123Z');
  const ids = Array.from({ length: 20_000 }, () => newId('click', at));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids.toSorted(), ids);
});

test('ids sort by their instants', () => {
  const ids = Array.from({ length: 100 }, (_, i) => newId('order', new Date(1_700_000_000_000 + i)));
  assert.deepEqual(ids.toSorted(), ids);
});
