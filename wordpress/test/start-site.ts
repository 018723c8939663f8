import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const here = import.meta.dirname;
const packages = join(here, 'node_modules');
const builds = join(packages, '@wp-playground/wordpress-builds/src/wordpress');

/** biome-ignore lint/suspicious/noExplicitAny: whatever PHP answers */
type Json = any;

/** A running WordPress with the plugin in its folder, switched off. Its administrator is admin, admin-password. */
export interface Site {
  /** http://127.0.0.1:PORT */
  readonly base: string;
  readonly host: string;
  /** False: this build of WordPress comes without its scripts and styles. */
  readonly hasAssets: boolean;
  /** Does what stands in test-plugin.php as tributary_test_NAME. */
  tell(name: string, said?: Json): Promise<Json>;
  /** Mail that WordPress wanted to send to an address, newest last. */
  mailsTo(address: string): { readonly subject: string; readonly message: string }[];
  /** Lets WordPress's scheduler do what is due, as a system's cron would. */
  runScheduler(): Promise<void>;
  /** The same, as if the minute were over already. */
  runMinute(): Promise<void>;
  /** How many seconds the last page waited for Tributary. */
  waited(): number;
  /** What PHP complained of in the plugin's files. */
  complaints(): string[];
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly php: string;
  /** A version of which the packages hold a build. */
  readonly wp: string;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/**
 * Starts WordPress: on PHP in WebAssembly, from packages; or, where WORDPRESS_FOLDER names one that is installed, whose
 * wp-config.php takes the port from the environment, on the machine's own PHP.
 */
export async function startSite(port: number, options: SiteOptions): Promise<Site> {
  const base = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-wordpress-'));
  for (const name of ['files', 'must']) mkdirSync(join(folder, name));
  cpSync(join(here, 'test-plugin.php'), join(folder, 'must/test-plugin.php'));
  cpSync(join(here, '../tributary'), join(folder, 'plugin'), { recursive: true });
  const given = process.env.WORDPRESS_FOLDER;
  const running = given ? startPhp(given, folder, port) : await startPlayground(folder, port, options);
  try {
    await answersAt(base, running.child, () => running.said);
  } catch (error) {
    await running.stop();
    throw error;
  }
  const site: Site = {
    base,
    host: `127.0.0.1:${port}`,
    hasAssets: given !== undefined,
    async tell(name, said = {}) {
      const response = await fetch(`${base}/?tributary_test=${name}`, { method: 'POST', body: JSON.stringify(said) });
      const text = await response.text();
      if (!response.ok || !text.startsWith('{')) throw new Error(`${name}: ${response.status} ${text.slice(0, 1000)}`);
      return JSON.parse(text).answer;
    },
    mailsTo: (address) =>
      linesOf(join(folder, 'files/mails.jsonl'))
        .map((line) => JSON.parse(line))
        .filter((mail) => [mail.to].flat().includes(address)),
    async runScheduler() {
      await (await fetch(`${base}/wp-cron.php`)).text();
    },
    async runMinute() {
      await site.tell('due');
      await site.runScheduler();
    },
    waited: () => Number(readFileSync(join(folder, 'files/waited.txt'), 'utf8')),
    complaints: () => linesOf(join(folder, 'files/debug.log')).filter((line) => /plugins\/tributary|Fatal/.test(line)),
    async close() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return site;
}

const linesOf = (file: string): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

interface Running {
  readonly child: ChildProcess;
  readonly said: string;
  stop(): Promise<void>;
}

function watch(child: ChildProcess, after: () => void = () => {}): Running {
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (bytes) => {
      said = (said + bytes).slice(-4000);
    });
  return {
    child,
    get said() {
      return said;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        end(child, 'SIGTERM');
        const timer = setTimeout(() => end(child, 'SIGKILL'), 5000);
        await ended;
        clearTimeout(timer);
      }
      after();
    },
  };
}

/** The whole group: PHP's own server leaves its workers behind. */
function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid!, signal);
  } catch {
    // They have ended already.
  }
}

async function startPlayground(folder: string, port: number, { php, wp }: SiteOptions): Promise<Running> {
  const builder = await serveFile(join(builds, `wp-${wp}.zip`));
  const content = '/wordpress/wp-content';
  const args = [
    ...[join(packages, '@wp-playground/cli/wp-playground.js'), 'server', `--port=${port}`, `--php=${php}`],
    ...[`--wp=${builder.url}`, '--workers=4', '--verbosity=quiet'],
    ...['--mount-dir', join(folder, 'must'), `${content}/mu-plugins`],
    ...['--mount-dir', join(folder, 'files'), `${content}/test-files`],
    ...['--mount-dir', join(folder, 'plugin'), `${content}/plugins/tributary`],
    ...['--define-bool', 'WP_DEBUG', 'true', '--define-bool', 'WP_DEBUG_DISPLAY', 'false'],
    ...['--define', 'WP_DEBUG_LOG', `${content}/test-files/debug.log`],
  ];
  const child = spawn(process.execPath, args, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  return watch(child, () => builder.close());
}

function startPhp(wordpress: string, folder: string, port: number): Running {
  const content = join(wordpress, 'wp-content');
  for (const [from, to] of [
    ['must', 'mu-plugins'],
    ['files', 'test-files'],
    ['plugin', 'plugins/tributary'],
  ] as const) {
    rmSync(join(content, to), { recursive: true, force: true });
    cpSync(join(folder, from), join(content, to), { recursive: true });
  }
  // Both sides see the same folder.
  rmSync(join(folder, 'files'), { recursive: true });
  symlinkSync(join(content, 'test-files'), join(folder, 'files'));
  const env = { ...process.env, WORDPRESS_PORT: String(port), PHP_CLI_SERVER_WORKERS: '4' };
  const child = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', wordpress], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child);
}

/** The build as an address: the command line takes no file. */
async function serveFile(file: string): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/zip' });
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/${basename(file)}`, close: () => void server.close() };
}

async function answersAt(base: string, child: ChildProcess, said: () => string): Promise<void> {
  const end = performance.now() + 120_000;
  for (;;) {
    const answer = await fetch(`${base}/?tributary_test=versions`, { method: 'POST', body: '{}' })
      .then((response) => response.text())
      .catch(() => '');
    if (answer.startsWith('{')) return;
    if (child.exitCode !== null || performance.now() > end) throw new Error(`WordPress did not start: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What holds of an installation before the plugin: readable addresses, and an administrator whose password is known. */
export async function prepare(site: Site): Promise<void> {
  await site.tell('options', { permalink_structure: '/%postname%/', users_can_register: 1, blogname: 'Mugs' });
  await site.tell('change_user', { ID: 1, user_pass: 'admin-password', user_email: 'admin@shop.example' });
}
