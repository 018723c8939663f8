import type { Block, Span } from './parse-markup.ts';

/** The plain text twin of a message: every address is written out. */
export function writeText(blocks: readonly Block[], footer: readonly string[]): string {
  const parts = blocks.map((block) => {
    if (block.kind === 'button') return `${block.text}:\n${block.url}`;
    if (block.kind === 'list') return block.items.map((item) => `- ${spansText(item)}`).join('\n');
    return block.lines.map(spansText).join('\n');
  });
  const below = footer.filter((line) => line !== '');
  return [...parts, ...(below.length > 0 ? [`--\n${below.join('\n')}`] : [])].join('\n\n');
}

function spansText(spans: readonly Span[]): string {
  return spans
    .map((span) => (span.kind === 'link' && span.text !== span.url ? `${span.text} (${span.url})` : span.text))
    .join('');
}

/** Every address that the message leads to, once. */
export function linksOf(blocks: readonly Block[]): string[] {
  const links = blocks.flatMap((block) => {
    if (block.kind === 'button') return [block.url];
    const lines = block.kind === 'list' ? block.items : block.lines;
    return lines.flat().flatMap((span) => (span.kind === 'link' ? [span.url] : []));
  });
  return [...new Set(links)];
}
