import { en, type Words } from './en.ts';

const languages: Readonly<Record<string, Words>> = { en };

/** The words of a language, or English where there are none of it. */
export function wordsOf(language = 'en'): Words {
  return languages[language] ?? en;
}
export type { Words };
