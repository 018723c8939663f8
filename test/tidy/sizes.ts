import { type Complaint, complain, isTest, type Tree } from './tree.ts';

const FILE = 300;
const TEST = 500;
const FUNCTION = 60;
/** A component is its markup, which the formatter gives a line for each part (docs/decisions/0017). */
const COMPONENT = 110;

/** Code that is written by hand; styles and migrations count too. */
const written = /\.(ts|tsx|mjs|js|css|sql|php)$/;

/** Written by programs, for programs. */
const generated = new Set(['docs/schema.sql', 'web/api/schema.ts']);

/** A file that has grown too long holds two ideas. */
export function checkFileSizes(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, text] of tree.files) {
    if (!written.test(path) || generated.has(path)) continue;
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    const most = isTest(path) ? TEST : FILE;
    if (lines > most) complaints.push(complain(path, 0, `has ${lines} lines; ${most} is the most`));
  }
  return complaints;
}

/** In tests, what is handed to `describe` and `suite` only groups others. */
export function checkFunctionSizes(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, source] of tree.sources) {
    const groups = new Set(
      source.calls.filter(({ text }) => text === 'describe' || text === 'suite').map(({ line }) => line),
    );
    const most = path.endsWith('.tsx') ? COMPONENT : FUNCTION;
    for (const { text, line, lines } of source.functions) {
      if (lines <= most || (isTest(path) && groups.has(line))) continue;
      complaints.push(complain(path, line, `${text} has ${lines} lines; ${most} is the most`));
    }
  }
  return complaints;
}
