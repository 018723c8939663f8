import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromLocalText, toLocalText } from './local-time.ts';

describe('the time of a field is that of the account', () => {
  const cases: [string, string, string][] = [
    ['2026-01-31T09:30', 'Europe/Berlin', '2026-01-31T08:30:00.000Z'],
    ['2026-07-31T09:30', 'Europe/Berlin', '2026-07-31T07:30:00.000Z'],
    ['2026-07-31T00:00', 'America/New_York', '2026-07-31T04:00:00.000Z'],
    ['2026-07-31T09:30', 'Asia/Kolkata', '2026-07-31T04:00:00.000Z'],
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    ['2026-01-01T00:00', 'UTC', '2026-01-01T00:00:00.000Z'],
  ];
  for (const [text, timeZone, at] of cases)
    test(`${text} in ${timeZone} is ${at}, there and back`, () => {
      assert.equal(fromLocalText(text, timeZone), at);
      assert.equal(toLocalText(at, timeZone), text);
    });
  test('an hour that is left out is read as the one after it', () => {
    assert.equal(fromLocalText('2026-03-29T02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z');
  });
  test('what is no time is none', () => {
    for (const text of ['', '2026-01-31', 'soon']) assert.equal(fromLocalText(text, 'UTC'), null);
    assert.equal(toLocalText(null, 'UTC'), '');
  });
});
