import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayRates } from './say-rates.ts';

const usual = { others: null, products: [], currency: 'USD', tiers: 2, tier2Base: 'sale' } as const;

test('rates are said as a stranger reads them', () => {
  const mug = { sku: 'mug', terms: { kind: 'flat', per: 'unit', tier1_amount: 500, tier2_amount: 100 } } as const;
  const others = { kind: 'percent', tier1_bps: 1250, tier2_bps: 505, max_payments: 3 } as const;
  assert.deepEqual(sayRates({ ...usual, products: [mug], others }), [
    { what: 'mug', says: '$5.00 for each piece; $1.00 for sales of partners whom you bring' },
    {
      what: 'Every other product',
      says: '12.5 % of each sale; 5.05 % of sales of partners whom you bring; for up to 3 payments of a subscription',
    },
  ]);
});

test('a second tier is said only where the program has one, and later payments where they differ', () => {
  const others = { kind: 'percent', tier1_bps: 2000, tier2_bps: 500, later_payments: { tier1_bps: 1 } } as const;
  assert.deepEqual(sayRates({ ...usual, tiers: 1, others }), [
    { what: 'Every product', says: '20 % of each sale; 0.01 % of later payments of a subscription' },
  ]);
  assert.deepEqual(sayRates(usual), []);
});
