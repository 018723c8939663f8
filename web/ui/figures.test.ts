import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readAmount, readPercent } from './read-figures.ts';
import { amountText, dayText, decimalMark, fieldText, instantText, percentText } from './write-figures.ts';

describe('amounts as people type them', () => {
  const cases: [string, string, string, number | string][] = [
    ['12', 'USD', '.', 1200],
    ['12.5', 'USD', '.', 1250],
    ['1,234.50', 'USD', '.', 123_450],
    ['1.234,50', 'EUR', ',', 123_450],
    ['1 234,5', 'EUR', ',', 123_450],
    ['−3.05', 'USD', '.', -305],
    ['-0.05', 'USD', '.', -5],
    ['150', 'JPY', '.', 150],
    ['1.234', 'KWD', '.', 1234],
    ['12.505', 'USD', '.', 'too_exact'],
    ['1.5', 'JPY', '.', 'too_exact'],
    ['1.5', 'EUR', ',', 'no_number'],
    ['1,5', 'USD', '.', 'no_number'],
    ['', 'USD', '.', 'no_number'],
    ['ten', 'USD', '.', 'no_number'],
    ['1.2.3', 'USD', '.', 'no_number'],
    ['90071992547409.92', 'USD', '.', 'too_large'],
    ['90071992547409.91', 'USD', '.', Number.MAX_SAFE_INTEGER],
  ];
  for (const [typed, currency, mark, expected] of cases)
    test(`"${typed}" ${currency} with "${mark}" is ${expected}`, () => {
      const reading = readAmount(typed, currency, mark);
      assert.equal('value' in reading ? reading.value : reading.wrong, expected);
    });
});

test('percentages are basis points', () => {
  assert.deepEqual(readPercent('20', '.'), { value: 2000 });
  assert.deepEqual(readPercent('12,5 %', ','), { value: 1250 });
  assert.deepEqual(readPercent('0.01', '.'), { value: 1 });
  assert.deepEqual(readPercent('0.001', '.'), { wrong: 'too_exact' });
  assert.deepEqual(readPercent('100.01', '.'), { wrong: 'too_large' });
});

test('amounts are written exactly, up to the largest', () => {
  assert.equal(amountText(9_007_199_254_740_991n, 'USD', 'en-US'), '$90,071,992,547,409.91');
  assert.equal(amountText(-5n, 'USD', 'en-US'), '−$0.05');
  assert.equal(amountText(600n, 'JPY', 'en-US'), '¥600');
  assert.equal(fieldText(-123_450n, 'EUR', 'de-DE'), '-1234,50');
  assert.equal(fieldText(600n, 'JPY', 'de-DE'), '600');
  assert.equal(decimalMark('de-DE'), ',');
});

test('rates, days and instants follow the locale and the time zone', () => {
  assert.equal(percentText(2050, 'en-US'), '20.5%');
  assert.equal(percentText(1, 'en-US'), '0.01%');
  assert.equal(dayText('2026-01-31', 'en-GB'), '31 Jan 2026');
  assert.equal(instantText('2026-01-31T23:30:00Z', 'day', 'en-GB', 'Asia/Tokyo'), '1 Feb 2026');
});
