import { loadWords, startWords } from '../ui/words.ts';

const files = import.meta.glob<{ default: Record<string, unknown> }>('./words/*/*.json');
const languages = [...new Set(Object.keys(files).map((path) => path.split('/')[2] ?? 'en'))];

/** The words of the center: a file for each area and language, fetched with the first screen that needs it. */
export async function startCenterWords(wanted?: readonly string[]): Promise<void> {
  await startWords(
    languages,
    async (language, area) => {
      const file = files[`./words/${language}/${area}.json`] ?? files[`./words/en/${area}.json`];
      if (!file) throw new Error(`there are no words for ${area}`);
      return (await file()).default;
    },
    wanted,
  );
  await loadWords('frame');
}
