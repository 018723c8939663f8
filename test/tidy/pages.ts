import { type Complaint, complain, isTest, type Tree } from './tree.ts';

/** Attributes that people read or hear. */
const spoken = new Set([
  'label',
  'title',
  'description',
  'placeholder',
  'alt',
  'text',
  'aria-label',
  'aria-description',
]);
/** An address says the same in every language. */
const address = /https?:\/\/[^\s]*/g;
const word = /\p{L}{2,}/u;

/** Words of pages stand in message files: whoever reads another language gets them in that. */
export function checkPageWords(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, { markup }] of tree.sources) {
    if (!path.startsWith('web/') || !path.endsWith('.tsx') || isTest(path)) continue;
    for (const { text, line, attribute } of markup) {
      if (!word.test(text.replace(address, '')) || (attribute !== null && !spoken.has(attribute))) continue;
      complaints.push(complain(path, line, `"${text.slice(0, 40)}" belongs into a message file`));
    }
  }
  return complaints;
}

/** What partners and customers wrote is shown as text: nothing in the pages writes HTML. */
export function checkPageHtml(tree: Tree): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [path, { identifiers }] of tree.sources) {
    if (!path.startsWith('web/') || isTest(path)) continue;
    for (const { text, line } of identifiers)
      if (writers.has(text)) complaints.push(complain(path, line, `${text} writes HTML`));
  }
  return complaints;
}

const writers = new Set(['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML']);
