import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgePassword } from './judge-password.ts';

const about = { email: 'maria.lopez@owners.example', name: 'Maria Lopez Fernandez' };
const isWeak = (password: string): boolean => judgePassword(password, about) !== null;

test('what is short is refused, whatever it is made of', () => {
  assert.ok(isWeak('X7!kd0-Lq2$'));
  assert.ok(!isWeak('X7!kd0-Lq2$w'));
  assert.ok(isWeak('🙂🙂🙂🙂🙂🙂🙂'), 'characters count, not units of the machine');
});

test('what anybody would try first is refused', () => {
  for (const password of [
    ...['password1234', 'Password!2026', 'qwertyuiop123', 'PASSWORDPASSWORD', 'iloveyou2024!', 'administrator1'],
    ...[
      'aaaaaaaaaaaa',
      '123123123123',
      'abcabcabcabc',
      '123456789012',
      '987654321098',
      'abcdefghijklm',
      'letmein-2026',
    ],
  ])
    assert.ok(isWeak(password), password);
});

test('the own name or address is refused, and words that only hold it are not', () => {
  assert.ok(isWeak('maria.lopez@owners.example'));
  assert.ok(isWeak('Maria Lopez Fernandez'));
  assert.ok(isWeak('maria.lopez2026'));
  assert.ok(!isWeak('maria.lopez walks to the sea'));
});

test('several words are good, in any language', () => {
  for (const password of ['three mugs on a shelf', 'горы и море вечером', 'kaffee-tasse-am-morgen'])
    assert.ok(!isWeak(password), password);
});
