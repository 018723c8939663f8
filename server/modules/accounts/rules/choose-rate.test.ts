import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert } from '../../../values/rate.ts';
import { chooseRate, type KnownRate } from './choose-rate.ts';

const rate = (from_currency: string, to_currency: string, rate: string): KnownRate => ({
  from_currency,
  to_currency,
  day: '2026-01-05',
  rate,
  source: 'test',
});

const cases: [string, KnownRate[], string, string, string, bigint | null, string | null][] = [
  ['99.99 EUR at 1.0837 is 108.36 USD', [rate('EUR', 'USD', '1.0837')], 'EUR', 'USD', 'USD', 10836n, 'direct'],
  [
    'the inverse serves where there is no direct rate',
    [rate('USD', 'EUR', '0.5')],
    'EUR',
    'USD',
    'USD',
    19998n,
    'inverse',
  ],
  [
    'the direct rate beats the inverse',
    [rate('USD', 'EUR', '0.5'), rate('EUR', 'USD', '1.0')],
    'EUR',
    'USD',
    'USD',
    9999n,
    'direct',
  ],
  [
    'crossed through the account',
    [rate('EUR', 'USD', '1.1'), rate('USD', 'GBP', '0.8')],
    'EUR',
    'GBP',
    'USD',
    8799n,
    'crossed',
  ],
  [
    'crossed, both ways inverse',
    [rate('USD', 'EUR', '0.8'), rate('GBP', 'USD', '1.25')],
    'EUR',
    'GBP',
    'USD',
    9999n,
    'crossed',
  ],
  ['no way', [rate('EUR', 'USD', '1.1')], 'EUR', 'GBP', 'USD', null, null],
  ['half a way is no way', [rate('EUR', 'CHF', '1.1'), rate('CHF', 'GBP', '0.8')], 'EUR', 'GBP', 'USD', null, null],
];

for (const [name, known, from, to, through, expected, way] of cases)
  test(name, () => {
    const chosen = chooseRate(known, from, to, through);
    assert.equal(chosen?.way ?? null, way);
    assert.equal(chosen ? convert(9999n, chosen.ratio, 2, 2) : null, expected);
  });
