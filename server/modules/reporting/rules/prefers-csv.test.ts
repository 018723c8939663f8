import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prefersCsv } from './prefers-csv.ts';

test('CSV is sent to those who ask for it, JSON to all others', () => {
  const csv = [
    'text/csv',
    'TEXT/CSV; header=present',
    'text/csv, application/json',
    'text/*',
    'application/json;q=0.5, text/csv',
  ];
  const json = [
    undefined,
    '',
    '*/*',
    'application/json',
    'application/json, text/csv',
    'text/csv;q=0',
    'text/html, */*',
    'text/csv;q=x',
  ];
  for (const accept of csv) assert.equal(prefersCsv(accept), true, accept);
  for (const accept of json) assert.equal(prefersCsv(accept), false, accept);
});
