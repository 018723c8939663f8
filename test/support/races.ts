import assert from 'node:assert/strict';
import { startApp, type TestApp } from './app.ts';
import { assertBooks } from './books.ts';
import type { Answer, Json, World } from './world.ts';

/** A server with many connections, to which a test sends what must not get in each other's way. */
export interface Arena {
  readonly app: TestApp;
  /** A fresh account. */
  open(): Promise<World>;
  /** The books of the account hold, and the server met nothing that it did not expect. */
  settled(world: World): Promise<void>;
  close(): Promise<void>;
}

export async function openArena(options: Parameters<typeof startApp>[0] = {}): Promise<Arena> {
  const app = await startApp({ connections: 24, ...options });
  return {
    app,
    open: () => app.world(),
    async settled(world) {
      await assertBooks(app.database, world.account.id);
      assert.deepEqual(app.errors.splice(0), []);
    },
    close: () => app.close(),
  };
}

/** All of these at once; none may end in a failure of the server. */
export async function atOnce(works: readonly (() => Promise<Answer>)[]): Promise<Answer[]> {
  const answers = await Promise.all(works.map((work) => work()));
  for (const answer of answers) assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
  return answers;
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** How many answers had each status: "201 200x49". */
export function statuses(answers: readonly Answer[]): string {
  const counts = Map.groupBy(answers, ({ status, body }) => (status < 400 ? `${status}` : `${status} ${body?.code}`));
  return [...counts]
    .map(([status, all]) => (all.length === 1 ? status : `${status} x${all.length}`))
    .sort()
    .join(', ');
}

/** The status of each commission of an order: "sale payable 2000". */
export const states = (rows: readonly Json[]): string[] =>
  rows.map(({ kind, status, amount }) => `${kind} ${status} ${amount}`).sort();
