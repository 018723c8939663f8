import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindFacts, misfits, promoToolKinds } from './kinds.ts';

test('a kind says what it lacks and what it has no place for', () => {
  assert.deepEqual(misfits('banner', { text: 'Buy', url: 'https://shop.example/' }), {
    missing: ['upload_id'],
    strange: ['text'],
  });
  assert.deepEqual(misfits('email', { subject: 'Hello', body: 'World', alt: null }), { missing: [], strange: [] });
});

test('no kind needs what it may not have, and one with an upload says which', () => {
  for (const kind of promoToolKinds) {
    const { needs, may, upload } = kindFacts[kind];
    assert.equal(needs.filter((field) => may.includes(field)).length, 0, kind);
    assert.equal([...needs, ...may].includes('upload_id'), upload !== null, kind);
  }
});
