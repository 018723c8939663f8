import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CsvRecord, createRecordSplitter } from './split-records.ts';

/** Splits a text with three columns; a record is written "line: cells", a corrupt one "line: corrupt". */
function split(text: string, columns: number | null = 3): string[] {
  const splitter = createRecordSplitter(',', () => columns);
  const records: CsvRecord[] = [];
  for (const [index, line] of text.split('\n').entries())
    records.push(...splitter.push({ number: index + 1, text: line }));
  records.push(...splitter.end());
  return records.map(({ line, cells }) => `${line}: ${cells ? cells.join('|') : 'corrupt'}`);
}

const table: [string, string, string[]][] = [
  ['plain lines', 'a,b,c\nd,,f', ['1: a|b|c', '2: d||f']],
  ['quoted values', '"a,1","b ""x""",c', ['1: a,1|b "x"|c']],
  ['a quote inside a value that is not quoted', 'a,7" FRAME,c\nd,e,f', ['1: a|7" FRAME|c', '2: d|e|f']],
  ['a value over two lines', 'a,"b\nb2",c\nd,e,f', ['1: a|b\nb2|c', '3: d|e|f']],
  ['too few and too many values', 'a,b\nd,e,f,g\nh,i,j', ['1: corrupt', '2: corrupt', '3: h|i|j']],
  ['an empty line', 'a,b,c\n\nd,e,f', ['1: a|b|c', '2: corrupt', '3: d|e|f']],
  ['a quote that nobody closes', 'a,"b,c\nd,e,f\ng,h,i', ['1: corrupt', '2: d|e|f', '3: g|h|i']],
  ['two of them', 'a,"b,c\nd,e,f\ng,"h,i\nj,k,l', ['1: corrupt', '2: d|e|f', '3: corrupt', '4: j|k|l']],
  ['one that a later value seems to close', 'a,"b,c\nd,"e, E",f\ng,h,i', ['1: corrupt', '2: d|e, E|f', '3: g|h|i']],
  ['junk behind a closing quote', '"a"x,b,c\nd,e,f', ['1: "a"x|b|c', '2: d|e|f']],
];
for (const [name, text, records] of table) test(`records: ${name}`, () => assert.deepEqual(split(text), records));

test('a quote that nobody closes costs its own line only, however long the file', () => {
  const lines = Array.from({ length: 500 }, (_, index) => (index === 100 ? 'x,"y,z' : `${index},b,c`));
  const found = split(lines.join('\n'));
  assert.equal(found.length, 500);
  assert.deepEqual(
    found.filter((one) => one.endsWith('corrupt')),
    ['101: corrupt'],
  );
});

test('whatever is written by the rules of CSV is read back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', 'é'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const written = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','));
      assert.deepEqual(
        split(written.join('\n')).map((one) => one.slice(one.indexOf(' ') + 1)),
        rows.map((row) => row.join('|')),
      );
    }),
  );
});
