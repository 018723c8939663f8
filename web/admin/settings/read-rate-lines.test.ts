import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRateLines } from './read-rate-lines.ts';

test('lines of rates, however they are parted', () => {
  const { rates, wrong } = readRateLines(
    'day,from,to,rate\n2026-01-02,EUR,USD,1.0837\n\n2026-01-03\tgbp\tusd\t1.25\r\n',
  );
  assert.deepEqual(rates, [
    { day: '2026-01-02', from: 'EUR', to: 'USD', rate: '1.0837' },
    { day: '2026-01-03', from: 'GBP', to: 'USD', rate: '1.25' },
  ]);
  assert.deepEqual(wrong, []);
});

test('each line that does not hold is named', () => {
  const lines = [
    '2026-01-02 EUR USD',
    '2026-01-02 EU USD 1',
    '2026-02-30 EUR USD 1',
    '2026-01-02 EUR USD -1',
    '2026-01-02 EUR USD 0',
  ];
  const { rates, wrong } = readRateLines(lines.join('\n'));
  assert.deepEqual(rates, []);
  assert.deepEqual(
    wrong.map(({ line, fault }) => `${line} ${fault}`),
    ['1 parts', '2 currency', '3 day', '4 rate', '5 rate'],
  );
});
