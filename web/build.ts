/**
 * Builds the pages where that is needed: `node web/build.ts`. What they are made from is hashed, and the hash is kept
 * beside the result, so a second start finds them built. A build that fails says so in one line and is no reason not to
 * serve: the rest of Tributary does without pages.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'web/dist');
/** Names the folder of the build that is served. Pages that were opened before it still find their files in the old one. */
const current = join(dist, 'current');
const KEPT = 3;

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
  return (
    existsSync(current) && readFileSync(current, 'utf8').trim() === nameOf(hash) && existsSync(join(dist, nameOf(hash)))
  );
}

const nameOf = (hash: string): string => hash.slice(0, 16);

/** Builds beside what is there, and changes over at once: two builds at the same time, or a running server, see whole ones. */
export async function buildPages(hash: string): Promise<void> {
  const { build } = await import('vite');
  const fresh = join(dist, `new-${process.pid}`);
  try {
    await build({
      configFile: join(root, 'web/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: fresh, emptyOutDir: true },
    });
    await build({
      configFile: join(root, 'web/embed.config.ts'),
      logLevel: 'error',
      build: { outDir: fresh, emptyOutDir: false },
    });
    await compressAll(join(fresh, 'assets'));
    rmSync(join(dist, nameOf(hash)), { recursive: true, force: true });
    renameSync(fresh, join(dist, nameOf(hash)));
    writeFileSync(`${current}-${process.pid}`, `${nameOf(hash)}\n`);
    renameSync(`${current}-${process.pid}`, current);
    forgetOld();
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function forgetOld(): void {
  const builds = readdirSync(dist, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
    .map(({ name }) => ({ name, at: statSync(join(dist, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of builds.slice(KEPT)) rmSync(join(dist, name), { recursive: true, force: true });
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
    const reason = code === 'EACCES' || code === 'EROFS' ? 'the folder web/dist cannot be written' : shortOf(message);
    say(`The pages could not be built, and are missing or old: ${reason}`);
    return false;
  }
}

/** The first complaint of a build, without its colours and pictures. */
function shortOf(message: string): string {
  const plain = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return plain.slice(0, 2).join(' ').slice(0, 300);
}

if (import.meta.main) {
  const done = await ensurePages((line) => process.stderr.write(`${line}\n`));
  // Only who asks for it wants to fail: a server starts without pages too.
  if (!done && process.argv.includes('--strict')) process.exitCode = 1;
}
