import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolState } from './tool-state.ts';

const [first, second, third] = ['2026-01-01', '2026-02-01', '2026-03-01'].map((day) => new Date(day)) as [
  Date,
  Date,
  Date,
];
const published = { published: true, starts_at: second, ends_at: third, archived_at: null };

test('a published tool is shown from its start until its end', () => {
  const just = (at: Date) => new Date(at.getTime() - 1);
  assert.deepEqual(
    [first, just(second), second, just(third), third].map((at) => toolState(published, at)),
    ['scheduled', 'scheduled', 'shown', 'shown', 'ended'],
  );
});

test('without dates it is shown at once, and a draft never', () => {
  assert.equal(toolState({ ...published, starts_at: null, ends_at: null }, first), 'shown');
  assert.equal(toolState({ ...published, published: false }, second), 'draft');
});

test('what is archived is nothing else', () => {
  assert.equal(toolState({ ...published, archived_at: first }, second), 'archived');
  assert.equal(toolState({ ...published, published: false, archived_at: first }, second), 'archived');
});
