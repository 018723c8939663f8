import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, mix, readable } from './look.ts';

test('any accent can be read on its own pale ground, by day and by night', () => {
  for (const accent of ['#ffd400', '#a61e4d', '#00ff00', '#000000', '#ffffff', '#176b7d']) {
    const pale = mix(accent, '#ffffff', 0.13);
    assert.ok(contrast(readable(accent, pale, '#000000'), pale) >= 4.5, `${accent} on ${pale}`);
    const dusk = mix(accent, '#1b1f25', 0.13);
    assert.ok(contrast(readable(accent, dusk, '#ffffff'), dusk) >= 4.5, `${accent} on ${dusk}`);
  }
});

test('a colour that can be read stays as it is', () => {
  assert.equal(readable('#0c424e', '#ffffff', '#000000'), '#0c424e');
  assert.equal(mix('#000000', '#ffffff', 0.5), '#808080');
});
