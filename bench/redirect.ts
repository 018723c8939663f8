import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { newId } from '../server/platform/ids.ts';
import type { Load, LoadResult } from './load-redirects.ts';
import { type Measured, measured, median } from './measured.ts';
import { call, OPERATOR, type OwnServer, startOwnServer } from './own-server.ts';
import { waitUntilFolded } from './report-shop.ts';

const LINKS = 10_000;
/** Browsers that have a connection open at a time; both servers get the same. */
const CONNECTIONS = 256;
const ROUNDS = 5;
const SECONDS = 4;
/** What a busy site sees: the requests of a second, sent evenly. */
const CALM = 3000;

/**
 * Redirects with the click committed before the answer and everything switched on, against a bare constant 302 of
 * `node:http`: in turn, with the same requests from the same sender, so that both see the same machine.
 */
export async function benchRedirect(): Promise<Measured[]> {
  const server = await startOwnServer();
  const bare = await startBare();
  try {
    const { slug, id } = await openShop(server);
    const settle = () => waitUntilFolded(server.databaseUrl, id);
    const ours = { port: Number(new URL(server.base).port), connections: CONNECTIONS, seconds: SECONDS, rate: 0 };
    const loads: Record<string, Load> = {
      bare: { ...ours, port: bare.port, path: '/r/bench/link0', links: 1 },
      one: { ...ours, path: `/r/${slug}/link0`, links: 1 },
      many: { ...ours, path: `/r/${slug}/link#`, links: LINKS },
    };
    const results = await rounds(loads, ROUNDS, settle);
    const calm = await rounds(
      { bare: { ...loads.bare!, rate: CALM }, many: { ...loads.many!, rate: CALM } },
      3,
      settle,
    );
    const perSecond = (name: string): number => median(results[name]!.map((result) => result.perSecond));
    const p99 = (of: Record<string, LoadResult[]>, name: string): number =>
      median(of[name]!.map((result) => result.p99));
    return [
      measured('redirect_one_link', perSecond('one'), 'clicks/s', perSecond('bare')),
      measured('redirect_10000_links', perSecond('many'), 'clicks/s', perSecond('bare')),
      measured('redirect_p99_full', p99(results, 'many'), 'ms', p99(results, 'bare')),
      measured('redirect_p99_3000', p99(calm, 'many'), 'ms', p99(calm, 'bare')),
      measured('redirect_memory', memoryOf(server.pid), 'MB'),
      measured('redirect_lost', await lost(server, results, calm), 'clicks'),
    ];
  } finally {
    bare.child.kill('SIGTERM');
    await server.stop();
  }
}

async function rounds(
  loads: Record<string, Load>,
  count: number,
  settle: () => Promise<void>,
): Promise<Record<string, LoadResult[]>> {
  const results: Record<string, LoadResult[]> = Object.fromEntries(Object.keys(loads).map((name) => [name, []]));
  // The first of each warms up.
  for (let round = 0; round <= count; round += 1) {
    for (const [name, load] of Object.entries(loads)) {
      // What our clicks left to be done must not make the yardstick slower.
      if (name === 'bare') await settle();
      const result = await send(round === 0 ? { ...load, seconds: 2 } : load);
      if (result.failed > 0) throw new Error(`${name}: ${result.failed} answers were no redirects`);
      if (round > 0) results[name]!.push(result);
    }
  }
  return results;
}

async function send(load: Load): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'load-redirects.ts'),
    JSON.stringify(load),
  ]);
  return JSON.parse(stdout) as LoadResult;
}

async function startBare(): Promise<{ port: number; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-redirect.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout!, 'data');
  return { port: Number(port), child };
}

/** An account with ten thousand links of a hundred partners; the links are put in by SQL, to save time. */
async function openShop({ base, databaseUrl }: OwnServer): Promise<{ slug: string; id: string }> {
  const account = await call<{ id: string; slug: string; secret_key: string }>(base, OPERATOR, 'POST', '/v1/accounts', {
    name: 'Bench',
    owner_email: 'owner@bench.example',
  });
  const key = account.secret_key;
  const program = await call<{ id: string }>(base, key, 'POST', '/v1/programs', {
    name: 'Bench',
    default_url: 'https://shop.example/',
    approval: 'automatic',
  });
  const partners: string[] = [];
  for (let i = 0; i < 100; i += 1) {
    const partner = { email: `p${i}@bench.example`, name: `Partner ${i}`, program_id: program.id };
    partners.push((await call<{ id: string }>(base, key, 'POST', '/v1/partners', partner)).id);
  }
  const numbers = Array.from({ length: LINKS }, (_, i) => i);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const now = new Date();
  await client.query(
    `insert into tenant.links (account_id, id, partner_id, code, code_key, url, created_at)
     select $1, id, partner, code, code, url, $2 from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as t (id, partner, code, url)`,
    [
      account.id,
      now,
      numbers.map(() => newId('link', now)),
      numbers.map((i) => partners[i % partners.length]),
      numbers.map((i) => `link${i}`),
      numbers.map((i) => `https://shop.example/p/${i}?colour=red#top`),
    ],
  );
  await client.query('update directory.accounts set links_version = links_version + 1 where id = $1', [account.id]);
  await client.query('analyze');
  await client.end();
  return { slug: account.slug, id: account.id };
}

/** What the process holds, from the system. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;
  } catch {
    return Number.NaN;
  }
}

/** How many of the answered clicks of the measured rounds are not in the database; never below zero, since warming up clicks too. */
async function lost({ databaseUrl }: OwnServer, ...results: Record<string, LoadResult[]>[]): Promise<number> {
  const answered = results
    .flatMap(({ bare: _, ...ours }) => Object.values(ours).flat())
    .reduce((sum, result) => sum + result.answered, 0);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query('select count(*)::int as count from tenant.clicks');
  await client.end();
  return Math.max(0, answered - rows[0].count);
}

if (import.meta.main) for (const figure of await benchRedirect()) console.log(JSON.stringify(figure));
