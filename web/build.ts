/**
 * Builds the pages where that is needed: `node web/build.ts`. What they are made from is hashed, and the hash is kept
 * beside the result, so a second start finds them built. A build that fails says so in one line and is no reason not to
 * serve: the rest of Tributary does without pages.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'web/dist');
const stamp = join(dist, 'built-from.txt');

/** Everything that the pages are made from: this folder, what they take from the server, and the packages. */
export function hashOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const values = filesIn('server/values');
  const contracts = filesIn('server/modules').filter((path) => path.endsWith('/contract.ts'));
  const web = filesIn('web').filter((path) => !path.startsWith('web/dist/') && !path.includes('.test.'));
  for (const path of [...web, ...values, ...contracts].sort())
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
}

export function isBuilt(hash: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === hash;
}

/** Throws what stands in the way. */
export async function buildPages(hash: string): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'error' });
  await compressAll(join(dist, 'assets'));
  writeFileSync(stamp, `${hash}\n`);
}

/** Once here instead of with each answer. */
async function compressAll(folder: string): Promise<void> {
  const names = readdirSync(folder).filter((name) => /\.(js|css|svg|json)$/.test(name));
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    const brotli = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    };
    writeFileSync(join(folder, `${name}.br`), await promisify(brotliCompress)(bytes, brotli));
    writeFileSync(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
  }
}

/** False where it failed, which has been said. */
export async function ensurePages(say: (line: string) => void): Promise<boolean> {
  const hash = hashOfSources();
  if (isBuilt(hash)) return true;
  say('Building the pages (once) ...');
  try {
    await buildPages(hash);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EACCES' || code === 'EROFS' ? 'the folder web/dist cannot be written' : message;
    say(`The pages could not be built, and are missing or old: ${reason}`);
    return false;
  }
}

if (import.meta.main) {
  const done = await ensurePages((line) => process.stderr.write(`${line}\n`));
  // Only who asks for it wants to fail: a server starts without pages too.
  if (!done && process.argv.includes('--strict')) process.exitCode = 1;
}
