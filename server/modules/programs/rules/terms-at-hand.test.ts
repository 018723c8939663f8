import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Terms } from './terms.ts';
import { termsAtHand } from './terms-at-hand.ts';

const began = new Date('2026-01-01T00:00:00Z');
const terms = (tier1_bps: number): Terms => ({ kind: 'percent', tier1_bps });
const of = (
  id: string,
  owner: { sku?: string; partnerId?: string; programId?: string },
  day: string,
  given: Terms | null,
) => ({
  id,
  scope: owner.partnerId ? ('partner' as const) : owner.sku ? ('product' as const) : ('default' as const),
  programId: owner.partnerId ? null : (owner.programId ?? 'p'),
  sku: owner.sku ?? null,
  partnerId: owner.partnerId ?? null,
  fromAt: new Date(`${day}T00:00:00Z`),
  terms: given,
});
const versions = [
  of('default 1', {}, '2026-01-01', terms(100)),
  of('mug 1', { sku: 'mug' }, '2026-01-01', terms(200)),
  of('hat 1', { sku: 'hat' }, '2026-01-01', terms(300)),
  of('other 1', { sku: 'mug', programId: 'q' }, '2026-01-01', terms(400)),
  of('maria 1', { partnerId: 'maria' }, '2026-03-01', terms(500)),
  of('mug 2', { sku: 'mug' }, '2026-02-01', null),
];
const hand = (sku: string, partnerId: string, day: string) => {
  const found = termsAtHand(
    versions,
    { programId: 'p', sku, partnerId, programBegan: began },
    new Date(`${day}T12:00:00Z`),
  );
  return [found.own?.id, found.product?.id, found.program_default?.id];
};

test('each owner has their own versions', () => {
  assert.deepEqual(hand('mug', 'maria', '2026-01-05'), [undefined, 'mug 1', 'default 1']);
  assert.deepEqual(hand('hat', 'maria', '2026-03-05'), ['maria 1', 'hat 1', 'default 1']);
  assert.deepEqual(hand('hat', 'bo', '2026-03-05'), [undefined, 'hat 1', 'default 1']);
});
test('ended terms are none', () =>
  assert.deepEqual(hand('mug', 'bo', '2026-02-05'), [undefined, undefined, 'default 1']));
test('an order older than the program takes its first terms, and no partner’s own', () =>
  assert.deepEqual(hand('mug', 'maria', '2020-01-01'), [undefined, 'mug 1', 'default 1']));
