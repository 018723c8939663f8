import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import own from './words/en.json' with { type: 'json' };

/** A word by its key, with values in its places: `t('list.count', { count: 3 })`. */
export type Words = (key: string, values?: Readonly<Record<string, unknown>>) => string;

type Load = (language: string, area: string) => Promise<Record<string, unknown>>;

/** Starts the words of one application. Areas are loaded with their screens; the kit's own words are always there. */
export async function startWords(
  languages: readonly string[],
  load: Load,
  wanted: readonly string[] = navigator.languages,
): Promise<void> {
  await i18next
    .use({
      type: 'backend',
      read: (language: string, area: string, done: (error: unknown, words: Record<string, unknown> | null) => void) => {
        load(language, area).then(
          (words) => done(null, words),
          (error) => done(error, null),
        );
      },
    } as const)
    .use(initReactI18next)
    .init({
      lng: chooseLanguage(languages, wanted),
      fallbackLng: 'en',
      ns: ['ui'],
      defaultNS: 'ui',
      resources: { en: { ui: own } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
}

/** The reader's first language that there are words in. */
function chooseLanguage(languages: readonly string[], tags: readonly string[]): string {
  return tags.map((tag) => tag.split('-')[0] ?? 'en').find((language) => languages.includes(language)) ?? 'en';
}

/** Resolves once the words of an area can be used. */
export async function loadWords(...areas: string[]): Promise<void> {
  await i18next.loadNamespaces(areas);
}

/** The words of an area, in a component. The test of words reads these calls: name the area as plain text. */
export function useWords(area: string): Words {
  const { t } = useTranslation(area);
  return t as unknown as Words;
}

/** The words of an area, outside of components. */
export function wordsOf(area: string): Words {
  return i18next.getFixedT(null, area) as unknown as Words;
}
