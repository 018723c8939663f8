import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exportAccount } from '../../server/flows/export-account/index.ts';
import { findAccount } from '../../server/modules/accounts/index.ts';
import { quiet } from '../../server/platform/backup/index.ts';
import { startInProcess } from '../simulation/server.ts';
import { simulate } from '../simulation/simulate.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { enrichAccount } from '../support/rich-account.ts';
import type { Json, World } from '../support/world.ts';
import { readAccount } from './account-facts.ts';
import { compareBooks } from './compare-books.ts';
import { expectBooks } from './expect-books.ts';

let app: TestApp;
let folder: string;
let lines: string[];
let count = 0;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-proof-'));
  app = await startApp();
  const world = await app.world();
  await enrichAccount(world);
  lines = readFileSync(await exported(app, world), 'utf8')
    .trimEnd()
    .split('\n');
});
after(async () => {
  await app?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function exported(
  { database, app: { parts } }: Pick<TestApp, 'database' | 'app'>,
  world: World,
): Promise<string> {
  count += 1;
  const file = join(folder, `${count}.jsonl`);
  const account = await database.inDirectory((tx) => findAccount(tx, world.account.id));
  await exportAccount({ ...parts, database }, account!, file, quiet);
  return file;
}

/** Runs the proof as a program of its own. */
function prove(file: string): { status: number | null; says: string } {
  const program = join(import.meta.dirname, 'prove-export.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, file], { encoding: 'utf8' });
  return { status, says: stdout + stderr };
}

function written(changed: readonly string[]): string {
  count += 1;
  const file = join(folder, `${count}.jsonl`);
  writeFileSync(file, `${changed.join('\n')}\n`);
  return file;
}

describe('the books that follow from the facts alone', () => {
  test('are those that were kept, for an account that went through every rule of money', () => {
    const { status, says } = prove(written(lines));
    assert.equal(status, 0, says);
    assert.match(
      says,
      /^\d{2} orders, \d{2,} commissions \([1-9]\d+ of tier 2\), \d{2,} reversals, [4-9] balances: 0 differences/m,
    );
    const rows: Json[] = lines
      .filter((line) => line.startsWith('{"fact":"commission",'))
      .map((line) => JSON.parse(line));
    const has = (test: (row: Json) => boolean) => rows.some(test);
    for (const status of ['pending', 'payable', 'in_flight', 'paid', 'cancelled'])
      assert.ok(
        has((row) => row.status === status),
        `nothing is ${status}, so nothing of it is proven`,
      );
    for (const kind of ['sale', 'reversal', 'adjustment', 'return'])
      assert.ok(
        has((row) => row.kind === kind),
        kind,
      );
    for (const per of ['unit', 'line', 'order'])
      assert.ok(
        has((row) => row.flat?.per === per),
        per,
      );
    for (const cause of ['refund', 'refund_undone', 'carried_over', 'reassigned'])
      assert.ok(
        has((row) => row.cause === cause),
        cause,
      );
    for (const reason of ['self_referral', 'awaiting_approval', 'partner_suspended'])
      assert.ok(
        has((row) => row.held_reason === reason),
        reason,
      );
  });

  test('are those that were kept, after random months', async () => {
    const server = await startInProcess();
    try {
      await simulate(server, { seed: 20_260_105, months: 1, partners: 8, steps: 120, crashes: 0 }, () => {});
      const { status, says } = prove(await exported({ database: server.database(), app: app.app }, server.world));
      assert.equal(status, 0, says);
    } finally {
      await server.close();
    }
  });
});

describe('a change by one is found', () => {
  const placeOf = (fact: string, fits: (row: Json) => boolean): number => {
    const at = lines.findIndex((line) => line.startsWith(`{"fact":"${fact}",`) && fits(JSON.parse(line)));
    assert.ok(at > 0, `there is no such ${fact}`);
    return at;
  };
  const any = (): boolean => true;
  /** The first fact of a kind that fits, changed. */
  const put = (fact: string, change: (row: Json) => Json, fits: (row: Json) => boolean = any): string[] => {
    const at = placeOf(fact, fits);
    const row = JSON.parse(lines[at]!);
    return lines.with(at, JSON.stringify({ ...row, ...change(row) }));
  };
  const more =
    (name: string, by = 1) =>
    (row: Json): Json => ({ [name]: row[name] + by });
  const without = (fact: string, fits: (row: Json) => boolean = any): string[] =>
    lines.toSpliced(placeOf(fact, fits), 1);
  const twice = (fact: string, fits: (row: Json) => boolean, change: Json): string[] => [
    ...lines,
    JSON.stringify({ ...JSON.parse(lines[placeOf(fact, fits)]!), ...change }),
  ];

  const isSale = (row: Json): boolean => row.kind === 'sale' && row.status !== 'cancelled';
  const ofTier =
    (tier: number) =>
    (row: Json): boolean =>
      isSale(row) && row.tier === tier;
  const isReversal = (row: Json): boolean => row.kind === 'reversal' && row.status !== 'cancelled';
  const isPending = (row: Json): boolean => row.kind === 'sale' && row.status === 'pending';
  const ofSku =
    (sku: string) =>
    (row: Json): boolean =>
      row.sku === sku;
  const moreTerms =
    (name: string) =>
    ({ terms }: Json): Json => ({ terms: { ...terms, [name]: terms[name] + 1 } });
  const moreSpread = ({ parts }: Json): Json => ({ parts: { ...parts, spread: parts.spread + 100 } });

  const cases: Record<string, () => string[]> = {
    'a unit price': () => put('order_line', more('unit_amount')),
    'a quantity': () => put('order_line', more('quantity')),
    'a discount': () => put('order', more('discount_amount')),
    'a commission of tier 1': () => put('commission', more('amount'), ofTier(1)),
    'a commission of tier 2': () => put('commission', more('amount', -1), ofTier(2)),
    'a base': () => put('commission', more('base_amount'), isSale),
    'the end of a hold': () => put('commission', () => ({ payable_on: '2020-01-01T00:00:00+00:00' }), isSale),
    'a reversal': () => put('commission', more('amount', -1), isReversal),
    'an adjustment': () => put('commission', more('amount'), ({ kind }) => kind === 'adjustment'),
    'whose commission it is': () => put('commission', () => ({ partner_id: 'part_other' }), isSale),
    'a status': () => put('commission', () => ({ status: 'payable' }), isPending),
    'a commission that is missing': () => without('commission', isSale),
    'a commission that is one too many': () => twice('commission', isSale, { id: 'com_other', line_id: 'line_other' }),
    'a transfer': () => put('transfer', more('amount')),
    'a balance': () => put('balance', more('payable')),
    'a payout': () => put('payout', more('amount'), ({ status }) => status === 'paid'),
    'a rate of terms': () => put('terms', moreTerms('tier1_bps'), ofSku('mug')),
    'a flat amount': () => put('terms', moreTerms('tier1_amount'), ofSku('lamp')),
    'a rate of exchange': () =>
      put(
        'exchange_rate',
        () => ({ rate: '1.0847' }),
        ({ rate }) => rate === '1.0837',
      ),
    'what a program includes': () =>
      put(
        'program_version',
        () => ({ include_shipping: false }),
        ({ include_shipping }) => include_shipping,
      ),
    'a sponsor': () =>
      put(
        'partner_history',
        () => ({ sponsor_id: null }),
        ({ sponsor_id }) => sponsor_id !== null,
      ),
    'a credit': () =>
      put(
        'credit',
        () => ({ partner_id: null }),
        ({ partner_id }) => partner_id !== null,
      ),
    'a refund': () => put('refund', moreSpread, ({ parts }) => parts.spread > 0),
    'a refund that is missing': () => without('refund', ({ reversed_at }) => reversed_at === null),
    'a refund that did not stand': () =>
      put(
        'refund',
        () => ({ reversed_at: null }),
        ({ reversed_at }) => reversed_at !== null,
      ),
    'an approval that nobody gave': () => without('audit', ({ act }) => act === 'commission_approved'),
  };
  for (const [name, change] of Object.entries(cases))
    test(name, () => {
      const account = readAccount(written(change()));
      assert.notDeepEqual(compareBooks(account, expectBooks(account)), []);
    });

  test('and the program ends with 1', () => {
    for (const name of ['a unit price', 'a commission of tier 1', 'a balance']) {
      const { status, says } = prove(written(cases[name]!()));
      assert.equal(status, 1, name);
      assert.match(says, /: [1-9]\d* differences/);
    }
  });
});
