import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastOf, inkOn, judgeColor, lightenForDark } from './colors.ts';

test('contrast is WCAG’s: black on white 21, grey #777777 on white just below 4.5', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21);
  assert.equal(contrastOf('#ffffff', '#000000'), 21);
  assert.deepEqual(judgeColor('#777777', 'light'), { ratio: 4.47, ok: false });
  assert.deepEqual(judgeColor('#767676', 'light'), { ratio: 4.54, ok: true });
  assert.equal(judgeColor('#ffff00', 'light').ok, false);
  assert.equal(judgeColor('#000080', 'dark').ok, false);
});

test('every colour has an ink that can be read on it, and a form that can be read on dark pages', () => {
  for (let value = 0; value < 0x1000000; value += 0x10f13) {
    const color = `#${value.toString(16).padStart(6, '0')}`;
    assert.ok(contrastOf(color, inkOn(color)) >= 4.5, color);
    assert.ok(judgeColor(lightenForDark(color), 'dark').ok, color);
  }
  assert.equal(lightenForDark('#ffffff'), '#ffffff');
});
