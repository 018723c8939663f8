import { escapeHtml } from '../../platform/http/html.ts';
import type { Block, Span } from './rules/parse-markup.ts';

/** How the account's messages look. */
export interface Look {
  readonly accountName: string;
  readonly language: string;
  /** Six hexadecimal digits after a #. */
  readonly accent: string;
  readonly logoUrl: string | null;
}

export interface Footer {
  readonly lines: readonly string[];
  readonly link: { readonly text: string; readonly url: string } | null;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const outer = 'width:100%;background:#f4f5f7;border-collapse:collapse';
const inner = 'width:100%;max-width:560px;margin:0 auto;background:#ffffff;border-radius:8px;border-collapse:collapse';

/**
 * The message as a small page that mail programs old and new can show: one column, tables and inline styles only, no scripts,
 * no outside styles, 560 pixels or the screen's width. Every text is escaped; the accent decides the buttons.
 */
export function writeHtml(subject: string, blocks: readonly Block[], look: Look, footer: Footer): string {
  const body = blocks.map((block) => blockHtml(block, look)).join('\n');
  const below = [
    ...footer.lines.map(escapeHtml),
    ...(footer.link
      ? [`<a href="${escapeHtml(footer.link.url)}" style="color:#5b6470">${escapeHtml(footer.link.text)}</a>`]
      : []),
  ].join('<br>');
  return `<!doctype html>
<html lang="${escapeHtml(look.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:0;background:#f4f5f7">
<table role="presentation" style="${outer}"><tr><td style="padding:24px 12px">
<table role="presentation" style="${inner}"><tr><td style="padding:28px 32px 8px">${headHtml(look)}</td></tr>
<tr><td style="padding:8px 32px 28px;${FONT};font-size:16px;line-height:1.5;color:#1f2630">
${body}
</td></tr></table>
<p style="${FONT};font-size:13px;line-height:1.5;color:#5b6470;text-align:center;margin:16px 12px">${below}</p>
</td></tr></table></body></html>
`;
}

function headHtml(look: Look): string {
  const name = escapeHtml(look.accountName);
  if (look.logoUrl === null) return `<strong style="${FONT};font-size:18px;color:${look.accent}">${name}</strong>`;
  return `<img src="${escapeHtml(look.logoUrl)}" alt="${name}" height="40" style="height:40px;max-width:100%;border:0">`;
}

function blockHtml(block: Block, look: Look): string {
  if (block.kind === 'button') {
    const style = `display:inline-block;background:${look.accent};color:${inkOn(look.accent)};text-decoration:none;padding:12px 22px;border-radius:6px;font-weight:600`;
    return `<p style="margin:20px 0"><a href="${escapeHtml(block.url)}" style="${style}">${escapeHtml(block.text)}</a></p>`;
  }
  if (block.kind === 'list') {
    const items = block.items.map((item) => `<li style="margin:4px 0">${spansHtml(item, look)}</li>`).join('');
    return `<ul style="margin:14px 0;padding-left:22px">${items}</ul>`;
  }
  return `<p style="margin:14px 0">${block.lines.map((line) => spansHtml(line, look)).join('<br>')}</p>`;
}

function spansHtml(spans: readonly Span[], look: Look): string {
  return spans
    .map((span) => {
      if (span.kind === 'strong') return `<strong>${escapeHtml(span.text)}</strong>`;
      if (span.kind === 'text') return escapeHtml(span.text);
      return `<a href="${escapeHtml(span.url)}" style="color:${look.accent}">${escapeHtml(span.text)}</a>`;
    })
    .join('');
}

/** Black or white, whichever is read more easily on a colour (WCAG's relative luminance). */
export function inkOn(colour: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? '#000000' : '#ffffff';
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
