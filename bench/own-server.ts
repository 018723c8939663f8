import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findRunning } from '../server/platform/postgres/embedded.ts';

export const OPERATOR = 'the-operator-token-of-the-benches-0123456789';

/** The server as `npm start` runs it, durable, on a folder of its own that is removed afterwards. */
export interface OwnServer {
  readonly base: string;
  readonly pid: number;
  /** The owner's URL of its embedded database, for yardsticks on the same database. */
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

export async function startOwnServer(env: Record<string, string> = {}): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', '--heap-growing-percent=20', join(import.meta.dirname, '..', 'server', 'main.ts')],
    {
      env: {
        ...process.env,
        PORT: '0',
        LOG_LEVEL: 'error',
        TRIBUTARY_DATA: folder,
        TRIBUTARY_OPERATOR_TOKEN: OPERATOR,
        TRIBUTARY_KEY_LIMIT: '1000000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const base = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /ready at (http:\S+)/.exec(line);
      if (ready?.[1]) resolve(ready[1]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    base,
    pid: child.pid!,
    databaseUrl: findRunning(folder)!,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One JSON request; throws on anything but a 2xx. */
export async function call<T>(base: string, key: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
