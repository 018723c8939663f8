import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embedBanner, embedTextLink } from './embed-code.ts';

test('nothing in a text or an address leaves its place', () => {
  const code = embedTextLink('https://go.example/r/a"b', '"><script>alert(1)</script>');
  assert.equal(code, '<a href="https://go.example/r/a&quot;b">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</a>');
});

test('a banner has the size of its picture, and none where it is not known', () => {
  const banner = { linkUrl: 'https://go.example/r/a', imageUrl: 'https://go.example/b/a.png', alt: "Maria's mugs" };
  assert.equal(
    embedBanner({ ...banner, width: 728, height: 90 }),
    '<a href="https://go.example/r/a"><img src="https://go.example/b/a.png" width="728" height="90" alt="Maria&#39;s mugs"></a>',
  );
  assert.ok(!embedBanner({ ...banner, width: null, height: null }).includes('width'));
});
