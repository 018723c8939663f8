import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkSponsorRing } from './sponsor-ring.ts';

/** The line upward from a sponsor. */
function chainOf(sponsors: ReadonlyMap<string, string>, sponsor: string): string[] {
  const chain: string[] = [];
  for (let next: string | undefined = sponsor; next !== undefined; next = sponsors.get(next)) chain.push(next);
  return chain;
}

test('a partner is refused as their own sponsor, near or far', () => {
  assert.equal(checkSponsorRing('part_a', ['part_a'])?.refused, 'sponsor_ring');
  assert.equal(checkSponsorRing('part_a', ['part_b', 'part_a'])?.refused, 'sponsor_ring');
  assert.equal(checkSponsorRing('part_a', ['part_b', 'part_c', 'part_d', 'part_a'])?.refused, 'sponsor_ring');
});

test('any other sponsor is not', () => {
  assert.equal(checkSponsorRing('part_a', ['part_b']), null);
  assert.equal(checkSponsorRing('part_a', ['part_b', 'part_c']), null);
});

test('whatever sponsors are asked for one after the other, no line upward comes back to its start', () => {
  const partner = fc.constantFrom('part_a', 'part_b', 'part_c', 'part_d', 'part_e');
  fc.assert(
    fc.property(fc.array(fc.tuple(partner, partner), { maxLength: 30 }), (wishes) => {
      const sponsors = new Map<string, string>();
      for (const [who, sponsor] of wishes) {
        if (checkSponsorRing(who, chainOf(sponsors, sponsor)) === null) sponsors.set(who, sponsor);
      }
      for (const [who, sponsor] of sponsors) assert.ok(!chainOf(sponsors, sponsor).includes(who));
    }),
  );
});
