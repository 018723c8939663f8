import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import { item, type Json, percent, type World } from '../../../test/support/world.ts';
import { signFor } from '../../flows/page-signature.ts';
import { foldAccount, recountDay } from './index.ts';
import { reports } from './reports.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';

let app: TestApp;
/** One shop with a week behind it: what happened there is asked for by every test. */
let shop: Shop;

interface Shop {
  readonly world: World;
  readonly maria: Json;
  readonly sam: Json;
  readonly first: string;
  readonly last: string;
  readonly orders: Readonly<Record<string, Json>>;
}

before(async () => {
  app = await startApp();
  shop = await openShop();
});
after(() => app.close());

/**
 * Sam is Maria's sponsor. Day one: clicks, a lead, an order by a click with two products and shipping. Two days later the
 * lead orders without a click, somebody unknown orders, and part of the first order is refunded.
 */
async function openShop(): Promise<Shop> {
  const world = await app.world({ time_zone: 'America/New_York' });
  const program = await world.program({ tiers: 2, default_terms: percent(1000, 500) });
  const sam = await world.partner(program, { name: 'Sam' });
  const maria = await world.partner(program, { name: '=HYPERLINK("http://evil")', sponsor_id: sam.id });
  const first = await today(world);
  await world.click(maria, { query: '?sub=blog' });
  await world.lead({ email: 'lead@customers.example', click_id: await world.click(maria) });
  const click_id = await world.click(maria, { agent: PHONE, query: '?sub=letter' });
  const items = [item('mug', 2, 3000), item('hat', 1, 4000)];
  const bought = await world.order({ email: 'bo@customers.example', click_id, items, shipping_amount: 500 });
  await world.clock(2);
  const led = await world.order({ email: 'lead@customers.example', items: [item('mug', 1, 3000)] });
  const again = await world.order({ email: 'bo@customers.example', items: [item('mug', 1, 3000)] });
  const stranger = await world.order({ items: [item('mug', 1, 7000)] });
  const lost = await world.order({ click_id: 'clk_01h0000000000000000000000a', items: [item('mug', 1, 900)] });
  await world.refund(bought, { items: [{ sku: 'hat' }] });
  const undone = await world.refund(led, { amount: 1000, reason: 'chargeback' });
  await world.ok('POST', `/v1/refunds/${undone.id}/reverse`, {});
  return { world, maria, sam, first, last: await today(world), orders: { bought, led, again, stranger, lost } };
}

async function today(world: World): Promise<string> {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' }).format(
    await world.now(),
  );
}

const ask = (name: string, query = ''): Promise<Json> =>
  shop.world.ok('GET', `/v1/reports/${name}?from=${shop.first}&to=2100-01-01${query}`);
const csv = async (name: string, query = ''): Promise<string> => {
  const headers = { accept: 'text/csv' };
  const path = `/v1/reports/${name}?from=${shop.first}&to=2100-01-01${query}`;
  return (await shop.world.call('GET', path, undefined, { headers })).text;
};
const short = (rows: Json[], ...names: string[]): string[] =>
  rows.map((row) => names.map((name) => row[name]).join(' ')).sort();

describe('reports count', () => {
  test('each partner’s clicks, leads, orders, revenue and commission, tier two in the sponsor’s row', async () => {
    const { data, totals } = await ask('partners');
    const rows = Object.fromEntries(data.map((row: Json) => [row.partner_id, row]));
    const figures = ({ clicks, unique_clicks, leads, orders, revenue, refunds, refunded, commission }: Json) => [
      clicks,
      unique_clicks,
      leads,
      orders,
      revenue,
      refunds,
      refunded,
      commission,
    ];
    // 10,500 and 3,000 twice, less 4,000; 10 % of 6,000 + 4,000 − 4,000, and of 3,000 twice.
    assert.deepEqual(figures(rows[shop.maria.id]), [3, 2, 1, 3, 12_500, 1, 4000, 1200]);
    assert.deepEqual(figures(rows[shop.sam.id]), [0, 0, 0, 0, 0, 0, 0, 600]);
    assert.deepEqual([rows[shop.maria.id].conversion_rate, rows[shop.maria.id].epc], [1.5, 600]);
    assert.deepEqual([rows[shop.sam.id].conversion_rate, rows[shop.sam.id].epc], [null, null]);
    assert.deepEqual(totals.map(figures), [[3, 2, 1, 3, 12_500, 1, 4000, 1800]]);
  });

  test('labels, devices and links, and the sponsor’s part under no link', async () => {
    assert.deepEqual(short((await ask('subs')).data, 'sub', 'clicks', 'orders', 'commission').slice(0), [
      ' 0 0 600',
      ' 1 2 600',
      'blog 1 0 0',
      'letter 1 1 600',
    ]);
    assert.deepEqual(short((await ask('devices')).data, 'device', 'clicks', 'orders'), [
      ' 0 2',
      'desktop 2 0',
      'phone 1 1',
    ]);
    const links = (await ask('links', `&partner_id=${shop.sam.id}`)).data;
    assert.deepEqual(short(links, 'link_id', 'commission'), [' 600']);
  });

  test('products, shipping and tax apart, so that they sum to the orders', async () => {
    const { data, totals } = await ask('products');
    assert.deepEqual(short(data, 'sku', 'orders', 'units', 'revenue', 'refunded', 'commission'), [
      ' 0 0 500 0 0',
      'hat 1 1 0 4000 0',
      'mug 3 4 12000 0 1800',
    ]);
    assert.deepEqual([totals[0].revenue, totals[0].commission], [12_500, 1800]);
  });

  test('days from click and from lead to order', async () => {
    assert.deepEqual(short((await ask('days_to_order')).data, 'days', 'orders'), ['0 1']);
    assert.deepEqual(short((await ask('days_to_order', '&since=lead')).data, 'days', 'orders'), ['2 1']);
  });

  test('new and returning customers, refunds by their reason, and orders of nobody by theirs', async () => {
    assert.deepEqual(short((await ask('customers')).data, 'customer', 'orders', 'revenue'), [
      'new 2 13500',
      'returning 1 3000',
    ]);
    assert.deepEqual(short((await ask('refunds')).data, 'reason', 'refunds', 'refunded'), ['refund 1 4000']);
    const nobody = (await ask('uncredited')).data;
    assert.deepEqual(short(nobody, 'reason', 'orders', 'revenue'), ['no_touch 1 7000', 'unknown_click 1 900']);
  });

  test('days of the account’s calendar, each interval with its figures, and the one before beside it', async () => {
    const { data } = await ask('timeseries');
    assert.deepEqual(
      data.map(({ clicks, orders, revenue }: Json) => [clicks, orders, revenue]),
      [
        [3, 1, 10_500],
        [0, 0, 0],
        [0, 2, 2000],
      ],
    );
    const compared = await shop.world.ok('GET', `/v1/reports/timeseries?from=${shop.last}&to=2100-01-01&compare=true`);
    assert.equal(compared.data[0].from, shop.last);
    const months = (await ask('timeseries', '&interval=month')).data;
    assert.equal(
      months.reduce((sum: number, row: Json) => sum + row.revenue, 0),
      12_500,
    );
  });

  test('the same before and after folding', async () => {
    const before = await Promise.all(reports.map(({ name }) => ask(name)));
    await folded();
    assert.deepEqual(await Promise.all(reports.map(({ name }) => ask(name))), before);
    const account = { id: shop.world.account.id, timeZone: 'America/New_York', now: await shop.world.now() };
    for (const day of [shop.first, shop.last])
      assert.deepEqual(await app.database.inAccount(account.id, (tx) => recountDay(tx, account, day)), []);
  });

  test('who moved most against the period before', async () => {
    const { data } = await shop.world.ok('GET', `/v1/reports/movers?from=${shop.last}&to=2100-01-01&by=commission`);
    assert.equal(data[0].change, Number(data[0].commission) - Number(data[0].before.commission));
    assert.deepEqual(new Set(data.map((row: Json) => row.partner_id)), new Set([shop.maria.id, shop.sam.id]));
  });
});

/** Folds all that is there. */
async function folded(world = shop.world): Promise<void> {
  const now = await world.now();
  const account = { id: world.account.id, timeZone: 'America/New_York', now };
  // Where the app itself folds at this moment, it is waited for.
  for (let done = false; !done; ) {
    const { claimed, more } = await app.database.inAccount(account.id, (tx) => foldAccount(tx, account, now));
    done = claimed && !more;
  }
}

describe('what may still change', () => {
  const row = async (world: World, partner: Json): Promise<number[]> => {
    const { data } = await world.ok('GET', '/v1/reports/partners');
    const found = data.find((one: Json) => one.partner_id === partner.id);
    return [found?.orders ?? 0, found?.revenue ?? 0, found?.commission ?? 0];
  };
  const open = async () => {
    const world = await app.world({ time_zone: 'America/New_York' });
    return { world, ...(await world.seller(1000)) };
  };

  test("a page's order counts once the owner's server has said the same, or a signature has", async () => {
    const { world, partner } = await open();
    const { signing_secret } = await world.ok('GET', '/v1/signing_secret');
    const asPage = (body: Json) =>
      world.ok('POST', '/v1/track/orders', body, { key: world.account.publishable_key, status: 202 });
    const [bare, signed] = [world.orderBody({ via: partner.code }), world.orderBody({ via: partner.code })];
    await asPage(bare);
    await folded(world);
    assert.deepEqual(await row(world, partner), [0, 0, 0]);
    const timestamp = Math.floor(Date.now() / 1000);
    await asPage({ ...signed, timestamp, signature: signFor(signing_secret, signed.order_id, timestamp) });
    assert.deepEqual(await row(world, partner), [1, 10_000, 1000]);
    await folded(world);
    for (const body of [bare, signed]) await world.ok('POST', '/v1/orders', body, { status: 200 });
    assert.deepEqual(await row(world, partner), [2, 20_000, 2000]);
    await folded(world);
    assert.deepEqual(await row(world, partner), [2, 20_000, 2000]);
  });

  test('commissions that are cancelled, restored, and reassigned while cancelled', async () => {
    const { world, program, partner } = await open();
    const other = await world.partner(program);
    const order = await world.order({ click_id: await world.click(partner) });
    const [{ id }] = order.commissions;
    const both = async (): Promise<number[]> => [(await row(world, partner))[2]!, (await row(world, other))[2]!];
    const steps: [path: string, body: Json, figures: number[]][] = [
      [`/v1/commissions/${id}/cancel`, {}, [0, 0]],
      [`/v1/commissions/${id}/restore`, {}, [1000, 0]],
      [`/v1/commissions/${id}/cancel`, {}, [0, 0]],
      [`/v1/orders/${order.id}/reassign`, { partner_id: other.id, note: 'theirs' }, [0, 1000]],
      [`/v1/commissions/${id}/restore`, {}, [0, 1000]],
      [`/v1/commissions/${id}/cancel`, {}, [0, 1000]],
    ];
    assert.deepEqual(await both(), [1000, 0]);
    for (const [path, body, figures] of steps) {
      await world.ok('POST', path, body);
      assert.deepEqual(await both(), figures, path);
      await folded(world);
      assert.deepEqual(await both(), figures, `${path}, folded`);
    }
    const account = { id: world.account.id, timeZone: 'America/New_York', now: await world.now() };
    const day = await today(world);
    assert.deepEqual(await app.database.inAccount(account.id, (tx) => recountDay(tx, account, day)), []);
  });
});

describe('every figure', () => {
  test('has the address of the rows that it counts, and they sum to it', async () => {
    for (const name of [...reports.map((report) => report.name), 'days_to_order', 'timeseries', 'movers']) {
      for (const row of (await ask(name)).data) await sumsTo(row, name);
    }
  });

  test('can be opened alone, page by page', async () => {
    const { rows } = (await ask('partners')).data.find((row: Json) => row.partner_id === shop.maria.id);
    const seen: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Json = await shop.world.ok('GET', `${rows}&figure=clicks&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data);
      cursor = page.next_cursor;
    }
    assert.deepEqual([seen.length, new Set(seen.map((row) => row.id)).size], [3, 3]);
    assert.ok(seen.every((row) => row.kind === 'click' && row.adds.clicks === 1));
  });
});

async function sumsTo(row: Json, name: string): Promise<void> {
  const sums: Record<string, number> = {};
  for (const one of await pages(row.rows)) {
    for (const [figure, amount] of Object.entries(one.adds)) sums[figure] = (sums[figure] ?? 0) + Number(amount);
  }
  for (const figure of [
    'clicks',
    'unique_clicks',
    'leads',
    'orders',
    'units',
    'revenue',
    'refunds',
    'refunded',
    'commission',
  ])
    if (figure in row) assert.equal(sums[figure] ?? 0, row[figure], `${name} ${figure} ${row.rows}`);
}

async function pages(address: string): Promise<Json[]> {
  const url = new URL(address, app.base);
  return shop.world.all(url.pathname, Object.fromEntries(url.searchParams));
}

describe('as CSV', () => {
  test('names stand first and are defused, numbers stay numbers', async () => {
    const [header = '', ...lines] = (await csv('partners', '&sort=clicks')).split('\r\n');
    assert.ok(header.startsWith('partner_name,partner_id,currency,clicks,unique_clicks,'), header);
    assert.ok(
      lines[0]!.startsWith(`"'=HYPERLINK(""http://evil"")",${shop.maria.id},USD,3,2,0,1,3,12500,125.00,`),
      lines[0],
    );
    assert.deepEqual(lines[1]!.split(',').slice(0, 3), ['Sam', shop.sam.id, 'USD']);
  });

  test('a series has its days, and compared figures stand behind', async () => {
    const [header = '', line = ''] = (await csv('timeseries', '&compare=true')).split('\r\n');
    assert.ok(header.startsWith('from,to,currency,clicks,') && header.includes(',before_clicks,'), header);
    assert.ok(line.startsWith(`${shop.first},`), line);
  });
});

describe('a question', () => {
  test('is narrowed by several filters together', async () => {
    const { data } = await ask('partners', '&device=phone&sub=letter');
    assert.deepEqual(short(data, 'clicks', 'orders', 'commission'), ['1 1 600']);
    assert.deepEqual((await ask('partners', '&device=phone&sub=blog')).data, []);
    assert.deepEqual(short((await ask('partners', '&sub=')).data, 'clicks', 'orders'), ['0 0', '1 2']);
  });

  test('is sorted and limited, and totals stay whole', async () => {
    const { data, totals } = await ask('partners', '&sort=commission&order=asc&limit=1');
    assert.deepEqual([short(data, 'partner_id'), totals[0].commission], [[shop.sam.id], 1800]);
  });

  test('that makes no sense is refused with its field', async () => {
    const cases: [query: string, field: string][] = [
      ['from=2026-02-30&to=2026-03-01', 'from'],
      ['from=2026-01-01&to=2026-13-01', 'to'],
      ['from=2026-03-02&to=2026-03-01', 'from'],
      ['from=2100-01-01', 'from'],
      ['from=1926-01-01&to=2026-01-01', 'to'],
      ['from=2026-01-01T00:00:00Z', 'from'],
      ['colour=red', 'colour'],
      ['sort=clicks;drop', 'sort'],
      ['sort=commission desc', 'sort'],
      ['order=up', 'order'],
      ['limit=0', 'limit'],
      ['country=Germany', 'country'],
      ['currency=dollars', 'currency'],
      ['compare=yes', 'compare'],
    ];
    for (const [query, field] of cases) {
      const answer = await shop.world.call('GET', `/v1/reports/partners?${query}`);
      assert.deepEqual([answer.status, answer.body.errors?.[0]?.path], [400, field], `${query} ${answer.text}`);
    }
    const many = await shop.world.call('GET', '/v1/reports/timeseries?from=1990-01-01&to=2080-01-01&interval=day');
    assert.deepEqual([many.status, many.body.errors[0].path], [400, 'from']);
    const narrowed = await shop.world.call('GET', '/v1/reports/products?country=DE');
    assert.deepEqual([narrowed.status, narrowed.body.errors[0].path], [400, 'country']);
  });

  test('about a partner who is not there is 404', async () => {
    const path = '/v1/reports/timeseries?partner_id=part_01h00000000000000000000000';
    await shop.world.refused('GET', path, undefined, 404, 'not_found');
  });

  test('without days is about the last thirty', async () => {
    const { from, to } = await shop.world.ok('GET', '/v1/reports/partners');
    assert.equal((Date.parse(to) - Date.parse(from)) / 86_400_000, 30);
    assert.ok(to > shop.last);
  });
});
