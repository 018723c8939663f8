import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { listAll } from '../../server/flows/demo/call-api.ts';
import { type ImportReport, importOrders, parseMapping, quiet } from '../../server/flows/import-orders/index.ts';
import { sample } from '../../server/gift-shop.ts';
import { freshDatabase } from '../support/database.ts';
import { openTestShop, type TestShop } from '../support/gift-shop.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let shop: TestShop;

before(async () => {
  database = await freshDatabase();
  shop = await openTestShop(database.ownerUrl);
});
after(async () => {
  await shop?.stop();
  await database?.drop();
});

const mapping = parseMapping(
  {
    version: 1,
    columns: { order: 'no', sku: 'sku', quantity: 'units', unit_price: 'price', time: 'at', customer: 'who' },
    currency: 'GBP',
    time_zone: 'Europe/London',
    cancellation: { order_prefix: 'C' },
    not_goods: { skus: ['POST'] },
  },
  'test',
);

/** Imports lines of words, "order sku units price month-day customer"; what was imported before stays. */
async function take(lines: readonly string[], referrals: readonly string[] | null = null): Promise<ImportReport> {
  const orders = join(shop.folder, 'lines.csv');
  const rows = lines.map((line) => {
    const [no, sku, units, price, day, who] = line.split(' ');
    return day === undefined ? line : [no, sku, units, price, `2011-${day} 10:00:00`, who].join(',');
  });
  writeFileSync(orders, ['no,sku,units,price,at,who', ...rows].join('\n'));
  const tied = referrals && join(shop.folder, 'tied.csv');
  if (tied) writeFileSync(tied, ['customer,partner_code,since', ...referrals].join('\n'));
  const report = await importOrders(shop.run, { file: orders, mapping, referrals: tied }, quiet);
  const { read, order_lines, refund_lines, refused } = report.lines;
  assert.equal(read, order_lines + refund_lines + refused, 'a line was lost or counted twice');
  return report;
}
const reasonsOf = (list: ImportReport['refused']) =>
  Object.fromEntries(list.map(({ reason, lines }) => [reason, lines]));
const refunded = async (number: string): Promise<number> =>
  (await shop.call('GET', `/v1/orders?order_id=${number}`)).data[0].refunded_amount;

test('a corrupt line is reported with its number and costs no other line', async () => {
  const report = await take([
    'd1 mug 1 2.00 02-01 1',
    'd1,cup',
    'd1 "cup 1 2.00 02-01 1',
    'd1 jug 1 2.00 02-01 1',
    'd2 mug 1 x 02-01 1',
    'd2 POST 1 3 02-01 1',
    'd2 cup 1 2.00 02-01 1',
  ]);
  assert.deepEqual(report.lines, { read: 7, order_lines: 3, refund_lines: 0, refused: 4 });
  assert.deepEqual(reasonsOf(report.refused), { corrupt_line: 2, bad_price: 1, not_goods: 1 });
  assert.deepEqual(
    report.refused[0]?.examples.map((one) => one.line),
    [3, 4],
  );
  assert.deepEqual(report.orders, { recorded: 2, known: 0, refused: 0 });
});

test('a cancellation spills over the latest earlier purchases, and what is left over is told', async () => {
  const bought = [
    's1 mug 5 1.00 01-01 7',
    's2 mug 2 1.10 01-03 7',
    's3 mug 9 1.20 01-09 7',
    's2 mug 1 1.30 01-03 7',
    's4 mug 3 1.00 01-02 8',
  ];
  const report = await take([
    'Cs1 mug -6 9.99 01-05 7',
    'Cs2 mug -10 1.00 01-06 7',
    'Cs3 cup -1 1.00 01-06 7',
    'Cs4 mug -1 1.00 01-06 9',
    'Cs5 mug -1 1.00 01-06 ',
    ...bought,
  ]);
  assert.deepEqual(
    [await refunded('s2'), await refunded('s1'), await refunded('s3'), await refunded('s4')],
    [350, 500, 0, 0],
  );
  assert.deepEqual(report.refunds, { recorded: 3, known: 0 });
  assert.deepEqual(reasonsOf(report.in_part), { more_than_bought: 1 });
  assert.deepEqual(reasonsOf(report.refused), {
    nothing_to_cancel: 1,
    unknown_customer: 1,
    cancellation_without_customer: 1,
  });
});

test('an order with other content is refused, line by line, and the rest of its batch stands', async () => {
  await take(['o1 mug 1 1.00 01-01 7', 'o1 cup 1 1.00 01-01 7']);
  const report = await take([
    'o0 mug 1 1.00 01-01 7',
    'o1 mug 2 1.00 01-01 7',
    'o1 cup 1 1.00 01-01 7',
    'o2 mug 1 1.00 01-01 7',
  ]);
  assert.deepEqual(reasonsOf(report.refused), { order_differs: 2 });
  assert.deepEqual(report.orders, { recorded: 2, known: 0, refused: 1 });
});

test('an order number that comes again after its window is refused, each time', async () => {
  const far = Array.from({ length: 5001 }, () => 'x POST 1 1.00 01-01 7');
  const lines = ['w1 mug 1 1.00 01-01 7', ...far, 'w2 mug 1 1.00 01-01 7', 'w1 cup 1 1.00 01-01 7'];
  for (const known of [0, 2]) {
    const report = await take(lines);
    assert.deepEqual(report.orders, { recorded: 2 - known, known, refused: 1 });
    assert.equal(reasonsOf(report.refused).order_differs, 1);
  }
});

test('a cancellation that only has the number of another is refused', async () => {
  await take(['n1 mug 5 1.00 01-01 7', 'Cn1 mug -2 1.00 01-05 7']);
  const report = await take(['Cn1 mug -2 1.00 01-06 7']);
  assert.deepEqual(reasonsOf(report.refused), { refund_differs: 1 });
});

test('referrals tie customers to partners from their day on', async () => {
  const report = await take(
    ['r1 mug 1 10.00 02-28 31', 'r2 mug 1 10.00 03-01 31', 'r3 mug 1 10.00 03-01 32'],
    ['31,Amal,2011-03-01', '32,nobody,2011-03-01', '33,amal,2011-02-30', ',amal,2011-03-01', '34,"amal'],
  );
  assert.deepEqual([report.credited_orders, report.commission], [1, [{ currency: 'GBP', amount: 100 }]]);
  const { refused, ...counts } = report.referrals!;
  assert.deepEqual(counts, { read: 5, recorded: 1, known: 0 });
  assert.deepEqual(reasonsOf(refused), { unknown_partner: 1, bad_time: 1, value_missing: 1, corrupt_line: 1 });
  const again = await take([], ['31,amal,2011-03-01', '31,beatriz,2011-03-01']);
  assert.deepEqual([again.referrals?.known, again.referrals?.recorded], [1, 1]);
});

/** `tributary import orders` as a process of its own. */
function tributary(args: readonly string[]) {
  const env = { ...process.env, DATABASE_URL: database.ownerUrl, TRIBUTARY_DATA: join(shop.folder, 'data') };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'server', 'cli.ts'), 'import', 'orders', ...args],
    { env },
  );
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    said.out += data;
  });
  child.stderr.on('data', (data) => {
    said.err += data;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...said })),
  );
  return { child, ended };
}

test('an import that is killed goes on where it was, and once more adds nothing', async () => {
  const before = await countOrders();
  const args = [sample.file, '--mapping', sample.mapping, '--account', shop.slug, '--json'];
  const first = tributary(args);
  while (first.child.exitCode === null && (await countOrders()) === before)
    await new Promise((resolve) => setTimeout(resolve, 20));
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await tributary(args).ended;
  assert.deepEqual([second.code, second.err], [0, '']);
  const report: ImportReport = JSON.parse(second.out);
  assert.deepEqual(report.lines, { read: 4870, order_lines: 4726, refund_lines: 81, refused: 63 });
  assert.equal(report.orders.recorded + report.orders.known, 179);
  assert.ok(report.orders.known >= 50, 'the first run had recorded a batch');
  const refunds = report.refunds.recorded + report.refunds.known;
  const third: ImportReport = JSON.parse((await tributary(args).ended).out);
  assert.deepEqual(
    [third.orders, third.refunds],
    [
      { recorded: 0, known: 179, refused: 0 },
      { recorded: 0, known: refunds },
    ],
  );
  assert.deepEqual([third.lines, third.refused, third.in_part], [report.lines, report.refused, report.in_part]);
  assert.equal(await countOrders(), before + 179);
});

const countOrders = async (): Promise<number> => (await listAll(shop.call, '/v1/orders')).length;

test('what cannot be read is one line and exit 1', async () => {
  const table: [string[], RegExp][] = [
    [['none.csv', '--mapping', sample.mapping], /^There is no file \S*none\.csv\.\n$/],
    [[sample.file, '--mapping', 'none.json'], /^The mapping \S*none\.json cannot be read: .*\n$/],
    [[sample.mapping, '--mapping', sample.mapping], /has no column "InvoiceNo".*\n$/],
    [[sample.file], /^--mapping is missing\.\n$/],
  ];
  for (const [args, words] of table) {
    const { code, err } = await tributary([...args, '--account', shop.slug, '--json']).ended;
    assert.equal(code, 1);
    assert.match(err, words);
  }
});
