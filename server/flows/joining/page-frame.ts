import type { FastifyReply } from 'fastify';
import { Html, html } from '../../platform/http/html.ts';
import type { Look } from './read-look.ts';
import { words } from './words.ts';

const base = `
:root { color-scheme: light dark; --ink: #1d2733; --paper: #f7f7f5; --card: #fff; --line: #76808c; --wrong: #a4161a; --accent: var(--light); --on: var(--on-light); }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --paper: #14181d; --card: #1d2329; --line: #8a94a0; --wrong: #ff9b9b; --accent: var(--dark); --on: var(--on-dark); } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 38rem; margin: 0 auto; padding: 1.25rem; }
header { padding-bottom: 0; font-weight: 600; }
header img { display: block; max-height: 3rem; max-width: 100%; }
main { padding-bottom: 3rem; }
footer { font-size: .9rem; padding-top: 0; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); }
.picture { display: block; width: 100%; height: auto; border-radius: .75rem; margin: 1rem 0; }
.card { background: var(--card); border: 1px solid color-mix(in srgb, var(--line) 40%, transparent); border-radius: .75rem; padding: 1.25rem; margin-top: 1.25rem; }
.field { margin-top: 1.1rem; }
label, .label { display: block; font-weight: 600; }
.tick label { display: flex; gap: .6rem; align-items: flex-start; font-weight: 400; }
.help { display: block; font-size: .92rem; font-weight: 400; opacity: .9; }
input, select, textarea { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .7rem; margin-top: .3rem; min-height: 2.75rem; }
input[type=checkbox] { width: 1.4rem; height: 1.4rem; min-height: 0; margin: .1rem 0 0; flex: none; accent-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button { font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 1px solid transparent; border-radius: .5rem; padding: .7rem 1.3rem; margin-top: 1.5rem; min-height: 2.75rem; cursor: pointer; }
button.quiet { color: var(--ink); background: transparent; border-color: var(--line); }
.wrong { display: block; color: var(--wrong); font-weight: 600; font-size: .95rem; }
.terms { max-height: 14rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; padding: 0 .9rem; background: var(--paper); }
.away { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden; }
dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: .35rem .5rem .35rem 0; vertical-align: top; font-weight: 400; } th { font-weight: 600; }
`;

/** A page in the owner's looks. It says nothing of ours. */
export function framePage(look: Look, title: string, body: Html): string {
  const { palette } = look;
  const colours = `:root { --light: ${palette.accent}; --on-light: ${palette.on_accent}; --dark: ${palette.accent_dark}; --on-dark: ${palette.on_accent_dark}; }`;
  const head = look.logo ? html`<img src="${look.logo}" alt="${look.name}">` : html`${look.name}`;
  const foot = look.footer ? html`<footer>${look.footer}</footer>` : html``;
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${look.name}</title><style>${new Html(colours + base)}</style></head>
<body><header>${head}</header><main>${body}</main>${foot}</body></html>`.text;
}

/** A page that only says something. */
export function sayPage(look: Look, said: { readonly title: string; readonly text: string }): string {
  return framePage(look, said.title, html`<h1>${said.title}</h1><p>${said.text}</p>`);
}

/**
 * Sends a page: our own script and pictures, forms to ourselves, nothing else. It may stand in a frame on the hosts that the
 * owner named, and nowhere else. Addresses of these pages may hold tokens, so they are told to nobody.
 */
export function sendPage(
  reply: FastifyReply,
  status: number,
  page: string,
  hosts: readonly string[] = [],
): FastifyReply {
  const ancestors = hosts.length > 0 ? hosts.join(' ') : "'none'";
  return reply
    .code(status)
    .headers({
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(page);
}
