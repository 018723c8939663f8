import { type Block, parseMarkup, type Span } from '../../modules/messaging/index.ts';
import { type Html, html } from '../../platform/http/html.ts';

/** The owner's text as HTML: paragraphs, lists, strong words and links to http and https addresses; all else is text. */
export function markupHtml(text: string): Html {
  return html`${parseMarkup(text).map(blockHtml)}`;
}

function blockHtml(block: Block): Html {
  if (block.kind === 'button') return html`<p>${linkHtml(block.text, block.url)}</p>`;
  if (block.kind === 'list') return html`<ul>${block.items.map((item) => html`<li>${item.map(spanHtml)}</li>`)}</ul>`;
  const lines = block.lines.map((line, at) => html`${at > 0 ? html`<br>` : html``}${line.map(spanHtml)}`);
  return html`<p>${lines}</p>`;
}

function spanHtml(span: Span): Html {
  if (span.kind === 'strong') return html`<strong>${span.text}</strong>`;
  return span.kind === 'link' ? linkHtml(span.text, span.url) : html`${span.text}`;
}

const linkHtml = (text: string, url: string): Html =>
  html`<a href="${url}" target="_blank" rel="noopener noreferrer">${text}</a>`;
