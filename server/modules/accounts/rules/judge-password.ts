import { type Refusal, refuse } from '../../../values/refusal.ts';

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1000;

/** Of the lists of what people choose most, those of twelve characters and more, and stems that are made long by digits. */
const commonest = new Set([
  ...[
    'password',
    'passwort',
    'motdepasse',
    'contrasena',
    'qwerty',
    'qwertz',
    'azerty',
    'letmein',
    'iloveyou',
    'welcome',
  ],
  ...[
    'admin',
    'administrator',
    'changeme',
    'monkey',
    'dragon',
    'football',
    'baseball',
    'sunshine',
    'princess',
    'secret',
  ],
  ...[
    'qwertyuiop',
    'qwertyuiopasdfghjkl',
    'asdfghjkl',
    'zxcvbnm',
    'abc',
    'abcdef',
    'abcdefghijkl',
    'abcdefghijklmnopqrstuvwxyz',
  ],
  ...['passwordpassword', 'thisisapassword', 'mypassword', 'trustno', 'superman', 'batman', 'master', 'login', 'test'],
  ...['correcthorsebatterystaple', 'unknown', 'tributary', 'partner', 'affiliate', 'qazwsxedcrfv', 'qazwsxedc'],
]);

/** Refuses `weak_password` for what is short, or among the first that anybody would try. Length counts, not kinds of letters. */
export function judgePassword(
  password: string,
  about: { readonly email: string; readonly name?: string },
): Refusal | null {
  if ([...password].length < SHORTEST_PASSWORD)
    return refuse('weak_password', `Use ${SHORTEST_PASSWORD} characters or more; several words do well.`);
  const plain = password.normalize('NFKC').toLowerCase();
  const letters = plain.replace(/[^\p{L}]/gu, '');
  const own = [about.email, about.email.split('@')[0] ?? '', about.name ?? ''].map((text) => text.toLowerCase());
  const stem = plain.replace(/[\d\W_]+$/u, '');
  if (own.some((text) => text.length >= 3 && (plain === text || stem === text)))
    return refuse('weak_password', 'Do not use your name or address as the password.');
  if (commonest.has(stem) || commonest.has(letters) || isRepeated(plain) || isRow(plain))
    return refuse('weak_password', 'This is among the first that anybody would try. Use several words.');
  return null;
}

/** One short piece over and over: aaaaaaaaaaaa, 123123123123. */
const isRepeated = (text: string): boolean => /^(.{1,4})\1+.{0,3}$/u.test(text);

/** Letters or digits that follow one another, up or down: 123456789012, 987654321098. */
function isRow(text: string): boolean {
  const steps = [...text].slice(1).map((letter, at) => letter.codePointAt(0)! - text.codePointAt(at)!);
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1 || step === 9);
}
