import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { sample } from '../../server/gift-shop.ts';
import { freshDatabase } from '../support/database.ts';
import { openTestShop, type TestShop } from '../support/gift-shop.ts';
import { collect } from './collect.ts';
import type { Recorded } from './facts.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let shop: TestShop;
let recorded: Recorded;

before(async () => {
  database = await freshDatabase();
  shop = await openTestShop(database.ownerUrl);
  await shop.import(sample.file);
  recorded = await collect((path) => shop.call('GET', path));
});
after(async () => {
  await shop?.stop();
  await database?.drop();
});

/** Runs the proof as a program of its own, on the sample unless another file is named. */
function prove(facts: Recorded, orders = sample.file): { status: number | null; says: string } {
  const put = join(shop.folder, 'recorded.json');
  writeFileSync(put, JSON.stringify(facts));
  const given = {
    orders,
    mapping: sample.mapping,
    referrals: join(shop.folder, 'referrals.csv'),
    terms: join(shop.folder, 'terms.json'),
    recorded: put,
  };
  const args = Object.entries(given).flatMap(([name, file]) => [`--${name}`, file]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
  });
  return { status, says: stdout + stderr };
}

test('what the server recorded of real orders is what the terms say, to the cent', () => {
  const { status, says } = prove(recorded);
  assert.equal(status, 0, says);
  assert.match(says, /^\d{3} orders, \d{3,} commissions and reversals, [1-9]\d+ in all: 0 differences$/m);
  const rows = recorded.orders.flatMap((order) => order.commissions);
  for (const wanted of [{ tier: 2 }, { kind: 'reversal' }]) {
    const [[key, value]] = Object.entries(wanted) as [[keyof (typeof rows)[number], unknown]];
    assert.ok(
      rows.some((row) => row[key] === value),
      `the sample has no ${key} ${value}, so nothing of it is proven`,
    );
  }
});

test('a cent more on one commission is found', () => {
  const changed = structuredClone(recorded) as { orders: { commissions: { amount: number }[] }[] } & Recorded;
  const order = changed.orders.find((one) => one.commissions.length > 0)!;
  order.commissions[0]!.amount += 1;
  const { status, says } = prove(changed);
  assert.equal(status, 1);
  assert.match(says, /: 1 differences$/m);
});

test('a balance that is a cent off, a commission or an order too many are found', () => {
  const [code] = Object.entries(recorded.balances).find(([, amount]) => amount > 0)!;
  const order = recorded.orders.find((one) => one.commissions.length > 0)!;
  const others: Recorded[] = [
    { ...recorded, balances: { ...recorded.balances, [code]: recorded.balances[code]! - 1 } },
    {
      ...recorded,
      orders: recorded.orders.map((one) =>
        one === order ? { ...one, commissions: [...one.commissions, one.commissions[0]!] } : one,
      ),
    },
    { ...recorded, orders: recorded.orders.slice(1) },
    { ...recorded, orders: [...recorded.orders, { ...order, order_id: '1' }] },
    { ...recorded, orders: recorded.orders.map((one) => (one === order ? { ...one, partner: null } : one)) },
  ];
  for (const facts of others) assert.equal(prove(facts).status, 1);
});

test('a changed order line makes it fail', () => {
  const lines = gunzipSync(readFileSync(sample.file)).toString('utf8').split('\n');
  const number = recorded.orders.find((one) => one.commissions.length > 0)!.order_id;
  const index = lines.findIndex((line) => line.startsWith(`${number},`));
  const cells = lines[index]!.split(',');
  cells[cells.length - 3] = (Number(cells.at(-3)) + 0.01).toFixed(2);
  lines[index] = cells.join(',');
  const changed = join(shop.folder, 'changed.csv');
  writeFileSync(changed, lines.join('\n'));
  assert.equal(prove(recorded, changed).status, 1);
});

test('the proof shares no code with the server', () => {
  for (const file of readdirSync(import.meta.dirname)) {
    if (file.endsWith('.test.ts') || file === 'whole.ts') continue;
    const imports = [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/from '([^']+)'/g)].map(
      (found) => found[1]!,
    );
    for (const path of imports) assert.match(path, /^(\.\/|node:)/, `${file} imports ${path}`);
  }
});
