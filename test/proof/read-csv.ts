import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A CSV file as rows by column name, with the number of each row's first line. Plain RFC 4180, letter by letter. */
export function readCsv(file: string, delimiter = ','): { line: number; row: Record<string, string> }[] {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  const [head, ...rows] = splitRows(text, delimiter);
  if (!head) throw new Error(`${file} is empty`);
  return rows.map(({ line, cells }) => ({
    line,
    row: Object.fromEntries(head.cells.map((name, index) => [name, cells[index] ?? ''])),
  }));
}

function splitRows(text: string, delimiter: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let [cells, cell, quoted, line, began]: [string[], string, boolean, number, number] = [[], '', false, 1, 1];
  const endRow = () => {
    cells.push(cell);
    rows.push({ line: began, cells });
    [cells, cell, began] = [[], '', line + 1];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (letter === '\n') endRow();
    else if (letter !== '\r') cell += letter;
    if (letter === '\n') line += 1;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
