import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithoutTerms, resolveTerms } from './resolve-terms.ts';
import type { Terms, TermsVersion, TierRate } from './terms.ts';
import { termsInForce } from './terms-in-force.ts';

const pct = (tier1_bps: number, tier2_bps?: number | null, more: object = {}): Terms =>
  ({ kind: 'percent', tier1_bps, tier2_bps, ...more }) as Terms;
const flat = (per: string, tier1_amount: number, tier2_amount?: number | null, more: object = {}): Terms =>
  ({ kind: 'flat', per, tier1_amount, tier2_amount, ...more }) as Terms;
const version = (id: string, terms: Terms | null) => (terms ? { id, terms } : null);

const spell = (rate: TierRate) => (rate.kind === 'percent' ? `${rate.bps} bps` : `${rate.amount} per ${rate.per}`);
function resolved(own: Terms | null, product: Terms | null, fallback: Terms | null, payment = 1): string {
  const found = resolveTerms(
    { own: version('own', own), product: version('product', product), program_default: version('default', fallback) },
    payment,
  );
  if (isWithoutTerms(found)) return found.none;
  const tier2 = found.tier2 ? `${spell(found.tier2.rate)} (${found.tier2.terms_id})` : '-';
  return `${spell(found.tier1.rate)} (${found.tier1.terms_id}), ${tier2}`;
}

// name, own, product, default, what tier 1 and tier 2 are and whose terms say so
const precedence: [string, Terms | null, Terms | null, Terms | null, string][] = [
  ['nothing at all', null, null, null, 'product_not_in_program'],
  ['own terms alone pay nothing', pct(5000, 100), null, null, 'product_not_in_program'],
  ['the default', null, null, pct(1000, 200), '1000 bps (default), 200 bps (default)'],
  ['the product before the default', null, pct(2000, 500), pct(1000, 200), '2000 bps (product), 500 bps (product)'],
  ['a product without tier 2 has none', null, pct(2000), pct(1000, 200), '2000 bps (product), -'],
  ['own before the product', pct(5000, 700), pct(2000, 500), null, '5000 bps (own), 700 bps (own)'],
  ['own over the default', pct(5000, 700), null, pct(1000, 200), '5000 bps (own), 700 bps (own)'],
  [
    'own without tier 2 leaves the program’s',
    pct(5000),
    pct(2000, 500),
    pct(1, 2),
    '5000 bps (own), 500 bps (product)',
  ],
  ['own with null leaves it too', pct(5000, null), null, pct(1000, 200), '5000 bps (own), 200 bps (default)'],
  ['own with 0 takes it away', pct(5000, 0), pct(2000, 500), null, '5000 bps (own), 0 bps (own)'],
  ['own percent, tier 2 flat', pct(5000), flat('order', 900, 90), null, '5000 bps (own), 90 per order (product)'],
  ['own flat, tier 2 percent', flat('unit', 300), pct(2000, 500), null, '300 per unit (own), 500 bps (product)'],
];

for (const [name, own, product, fallback, expected] of precedence) {
  test(`precedence: ${name}`, () => assert.equal(resolved(own, product, fallback), expected));
}

const later = (tier1_bps: number, tier2_bps?: number | null) => ({ later_payments: { tier1_bps, tier2_bps } });
// name, own, product, then what payments 1, 2 and 3 earn
const payments: [string, Terms | null, Terms, string, string, string][] = [
  ['all alike', null, pct(2500), '2500 bps (product), -', '2500 bps (product), -', '2500 bps (product), -'],
  [
    'the first two',
    null,
    pct(2500, null, { max_payments: 2 }),
    '2500 bps (product), -',
    '2500 bps (product), -',
    'payments_used_up',
  ],
  [
    'other terms later',
    null,
    pct(5000, 500, later(1000, 100)),
    '5000 bps (product), 500 bps (product)',
    '1000 bps (product), 100 bps (product)',
    '1000 bps (product), 100 bps (product)',
  ],
  [
    'later terms that say nothing of tier 2 leave it',
    null,
    pct(5000, 500, later(1000)),
    '5000 bps (product), 500 bps (product)',
    '1000 bps (product), 500 bps (product)',
    '1000 bps (product), 500 bps (product)',
  ],
  [
    'later terms of 0 for tier 2 end it',
    null,
    pct(5000, 500, later(1000, 0)),
    '5000 bps (product), 500 bps (product)',
    '1000 bps (product), 0 bps (product)',
    '1000 bps (product), 0 bps (product)',
  ],
  [
    'flat, with other amounts later',
    null,
    flat('line', 900, 90, { later_payments: { tier1_amount: 300 }, max_payments: 2 }),
    '900 per line (product), 90 per line (product)',
    '300 per line (product), 90 per line (product)',
    'payments_used_up',
  ],
  [
    'own limit, program’s later tier 2',
    pct(6000, null, { max_payments: 2 }),
    pct(5000, 500, { ...later(1000, 100), max_payments: 1 }),
    '6000 bps (own), 500 bps (product)',
    '6000 bps (own), 100 bps (product)',
    'payments_used_up',
  ],
  [
    'own terms without a limit, over a program with one',
    pct(6000),
    pct(5000, 500, { max_payments: 1 }),
    '6000 bps (own), 500 bps (product)',
    '6000 bps (own), 500 bps (product)',
    '6000 bps (own), 500 bps (product)',
  ],
];

for (const [name, own, product, ...expected] of payments) {
  test(`payments: ${name}`, () => {
    assert.deepEqual(
      [1, 2, 3].map((n) => resolved(own, product, null, n)),
      expected,
    );
  });
}

test('a free trial before the first payment is not counted, and uses the first terms', () => {
  assert.equal(resolved(null, pct(5000, null, { max_payments: 1, ...later(1) }), null, 0), '5000 bps (product), -');
});

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const row = (id: string, n: number, terms: Terms | null): TermsVersion => ({ id, from_at: day(n), terms });
const history = [row('a', 5, pct(1000)), row('b', 10, pct(2000)), row('ended', 20, null), row('c', 25, pct(3000))];

// day of the order, when the program began, version
const instants: [number, number | null, string | null][] = [
  [5, 1, 'a'],
  [9, 1, 'a'],
  [10, 1, 'b'],
  [19, 1, 'b'],
  [20, 1, null],
  [25, 1, 'c'],
  [400, 1, 'c'],
  [3, 1, null],
  [3, 4, 'a'],
  [4, 4, null],
  [3, null, null],
];

for (const [at, began, expected] of instants) {
  test(`in force on day ${at} of a program that began on day ${began ?? 'unknown'}: ${expected ?? 'none'}`, () => {
    assert.equal(termsInForce(history, day(at), began === null ? null : day(began))?.id ?? null, expected);
  });
}

test('of two versions made in the same millisecond the later one counts', () => {
  assert.equal(termsInForce([row('a', 5, pct(1)), row('b', 5, pct(2))], day(5))?.id, 'b');
});

test('an order older than the program passes over a version that says there are no terms', () => {
  assert.equal(termsInForce([row('none', 5, null), row('a', 6, pct(1))], day(1), day(5))?.id, 'a');
  assert.equal(termsInForce([row('none', 5, null)], day(1), day(5)), null);
});
