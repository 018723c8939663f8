import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NumberCell, toCsv } from './csv.ts';

test('what a spreadsheet would run is shown as text, and numbers stay numbers', () => {
  const dangerous = ['=1+1', '+49', '-2', '@sum', '\tx', '\rx'];
  for (const text of dangerous) assert.equal(toCsv([[text]]).replaceAll('"', ''), `'${text}\r\n`);
  assert.equal(toCsv([[new NumberCell('-5.00'), -5, null, 'a=b']]), '-5.00,-5,,a=b\r\n');
  assert.throws(() => new NumberCell('=1'), RangeError);
});

test('commas, quotes and line breaks are kept', () => {
  assert.equal(toCsv([['Bo, "the" one', 'two\nlines']]), '"Bo, ""the"" one","two\nlines"\r\n');
});
