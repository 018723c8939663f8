import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explanationsText, openApiText, problemsText } from './commands/generated.ts';
import { screensText } from './commands/screens-table.ts';
import { webTypesOf } from './commands/web-types.ts';

/** `npm run generate`: writes what is made from the code; a test holds the files against it. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'docs/openapi.json': openApiText,
  'docs/explanations.md': explanationsText,
  'docs/problems.md': problemsText,
  'docs/screens.md': screensText,
  'web/api/schema.ts': () => webTypesOf(openApiText()),
};

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  for (const [file, text] of Object.entries(generatedFiles)) {
    writeFileSync(join(root, file), text());
    console.log(`wrote ${file}`);
  }
}
