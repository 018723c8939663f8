import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const OPERATOR = 'the-operator-token-of-the-fault-tests-0123456789';

/** The app as `npm start` starts it, in a process of its own, so that it can be killed. */
export interface SpawnedApp {
  readonly base: string;
  /** What it wrote to standard error so far. */
  said(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Resolves when it says that it is ready; rejects with what it said where it ends before. */
export async function spawnApp(env: Record<string, string>): Promise<SpawnedApp> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, '../../server/main.ts')], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      TRIBUTARY_OPERATOR_TOKEN: OPERATOR,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr!.on('data', (bytes) => {
    said += bytes;
  });
  const base = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout!.on('data', (bytes) => {
      out += bytes;
      const ready = /Tributary is ready at (\S+)/.exec(out)?.[1];
      if (ready) resolve(ready);
    });
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}: ${said.slice(0, 2000)}`)));
  });
  return {
    base,
    said: () => said,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
