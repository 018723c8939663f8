import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepers, scriptTag } from './script-tag.ts';

const plain = { host: 'https://go.example', key: 'trb_pk_1', consent: false, domain: '', stripe: false, keep: '' };
const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide-tracking.md'), 'utf8');

test('the tag is that of the guide', () => {
  assert.ok(guide.includes(scriptTag({ ...plain, key: 'trb_pk_...' })));
});

test('each choice is an attribute, and none can end it', () => {
  const tag = scriptTag({ ...plain, consent: true, domain: ' shop.example"><b> ', stripe: true, keep: '/keep' });
  assert.match(tag, / data-consent="wait" data-domain="shop\.example&quot;><b>" data-stripe data-keep="\/keep" async>/);
});

test('what sets the cookie is what the guide says', () => {
  for (const [name, text] of Object.entries(keepers)) assert.ok(guide.includes(text), name);
});
