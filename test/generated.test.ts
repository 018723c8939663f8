import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generatedFiles } from '../server/generate.ts';

const root = join(import.meta.dirname, '..');

for (const [file, text] of Object.entries(generatedFiles))
  test(`${file} is what the code makes of it (npm run generate)`, () => {
    assert.equal(readFileSync(join(root, file), 'utf8'), text());
  });
