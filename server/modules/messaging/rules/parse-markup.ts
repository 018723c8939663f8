import { parseWebAddress } from '../../../values/web-address.ts';
import { restoreValue } from './escape-value.ts';

export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Span[])[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'button'; readonly text: string; readonly url: string };

const marks = /\[([^[\]]{1,300})\]\(([^()\s]{0,4000})\)|\*\*([^*]{1,1000})\*\*/g;

/**
 * Reads the markup of a written-out template: blank lines between paragraphs, "- " before the items of a list, **strong**,
 * [words](address). A link alone in its paragraph is a button. An address that is no http or https one stays text.
 */
export function parseMarkup(text: string): Block[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraph) => paragraph.split('\n').map((line) => line.trim()))
    .flatMap((lines) => blocksOf(lines.filter((line) => line !== '')));
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  while (from < lines.length) {
    const isList = isItem(lines[from]!);
    let to = from;
    while (to < lines.length && isItem(lines[to]!) === isList) to += 1;
    const run = lines.slice(from, to);
    if (isList) blocks.push({ kind: 'list', items: run.map((line) => spansOf(line.slice(2))) });
    else blocks.push(paragraphOf(run.map(spansOf)));
    from = to;
  }
  return blocks;
}

const isItem = (line: string): boolean => line.startsWith('- ');

function paragraphOf(lines: readonly Span[][]): Block {
  const only = lines.length === 1 && lines[0]!.length === 1 ? lines[0]![0]! : null;
  return only?.kind === 'link' ? { kind: 'button', text: only.text, url: only.url } : { kind: 'paragraph', lines };
}

function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of line.matchAll(marks)) {
    push(spans, line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[3] !== undefined) spans.push({ kind: 'strong', text: restoreValue(match[3]) });
    else pushLink(spans, match[1]!, match[2]!);
  }
  push(spans, line.slice(from));
  return spans;
}

function push(spans: Span[], text: string): void {
  if (text !== '') spans.push({ kind: 'text', text: restoreValue(text) });
}

function pushLink(spans: Span[], words: string, address: string): void {
  const url = parseWebAddress(restoreValue(address));
  if (url) spans.push({ kind: 'link', text: restoreValue(words), url: url.href });
  else push(spans, words);
}
