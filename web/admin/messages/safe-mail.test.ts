import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeHtml } from '../../../server/modules/messaging/write-html.ts';
import { safeMail } from './safe-mail.ts';

const origin = 'https://go.example';
const look = { accountName: 'A & "B" style="x"', language: 'en', accent: '#2457d6' };
const blocks = [
  { kind: 'paragraph' as const, lines: [[{ kind: 'text' as const, text: '<i style="color:red">' }]] },
  { kind: 'button' as const, text: 'Go', url: 'https://shop.example/?a="b"' },
];
const write = (logoUrl: string | null): string =>
  safeMail(writeHtml('Subject', blocks, { ...look, logoUrl }, { lines: ['Bye'], link: null }), { nonce: 'N', origin });

test('no style stays in an attribute, and what looks like one in a text stays text', () => {
  const html = write(null);
  assert.doesNotMatch(html, /<[^>]* style="/);
  assert.match(html, /<style nonce="N">\.s0\{margin:0;padding:0;background:#f4f5f7\}/);
  assert.match(html, /font-family:-apple-system,'Segoe UI'/);
  assert.match(html, /A &amp; &quot;B&quot; style=&quot;x&quot;/);
  assert.match(html, /&lt;i style=&quot;color:red&quot;&gt;/);
});

test('no link leads anywhere', () => {
  assert.doesNotMatch(write(null), /href=/);
  assert.match(write(null), /<a title="https:\/\/shop\.example\/\?a=&quot;b&quot;"/);
});

test('pictures come from here or not at all', () => {
  assert.match(write(`${origin}/assets/logo.png`), /<img src="https:\/\/go\.example\/assets\/logo\.png"/);
  assert.doesNotMatch(write('https://go.example.evil.example/logo.png'), /<img/);
  assert.doesNotMatch(write('https://elsewhere.example/logo.png'), /<img/);
});
