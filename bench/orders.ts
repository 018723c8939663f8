import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { type Measured, measured, median } from './measured.ts';
import { call, OPERATOR, type OwnServer, startOwnServer } from './own-server.ts';

const CLIENTS = 8;
const SECONDS = 8;
const ROUNDS = 3;
/** Until the database has looked at the new tables by itself, and Node has compiled what is used most. */
const WARM_UP_SECONDS = 15;
const PARTNERS = 200;

/**
 * Order intake over HTTP, each order with a click and two commissions, against TPC-B on the same database at the same
 * concurrency, in turn, so that both see the same machine.
 */
export async function benchOrders(): Promise<Measured[]> {
  const server = await startOwnServer();
  const pool = new pg.Pool({ connectionString: server.databaseUrl, max: CLIENTS });
  // The server goes before the pool where something fails; that is not another failure.
  pool.on('error', () => {});
  try {
    const [tables, transaction] = tpcb();
    await pool.query(tables);
    await pool.query('vacuum analyze tpcb.accounts');
    const shop = await openShop(server);
    await orders(server, shop, WARM_UP_SECONDS);
    await yardstick(pool, transaction, 1);
    const own: number[] = [];
    const bank: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      own.push(await orders(server, shop, SECONDS));
      bank.push(await yardstick(pool, transaction, SECONDS));
    }
    return [measured('orders_two_commissions', median(own), 'orders/s', median(bank))];
  } finally {
    await pool.end();
    await server.stop();
  }
}

/** The tables, and the transaction's statements with their variables as parameters. */
function tpcb(): [string, string[]] {
  const text = readFileSync(join(import.meta.dirname, 'tpcb.sql'), 'utf8');
  const [, tables = '', transaction = ''] = /-- tables\n([\s\S]*)-- transaction\n([\s\S]*)/.exec(text) ?? [];
  return [tables, transaction.trim().split('\n')];
}

/** As pgbench sends it unless told otherwise: values in the text, one simple query a statement. */
async function yardstick(pool: pg.Pool, lines: readonly string[], seconds: number): Promise<number> {
  const random = (most: number): number => 1 + Math.floor(Math.random() * most);
  return perSecond(seconds, async () => {
    const client = await pool.connect();
    const values: Record<string, number> = {
      aid: random(1_000_000),
      tid: random(100),
      bid: random(10),
      delta: random(10_000) - 5000,
    };
    try {
      for (const line of lines) await client.query(line.replace(/:(\w+)/g, (_, name: string) => String(values[name])));
    } finally {
      client.release();
    }
  });
}

interface Shop {
  readonly key: string;
  readonly clicks: readonly string[];
}

interface Made {
  readonly id: string;
  readonly link: { readonly url: string };
}

export async function openShop(server: OwnServer): Promise<Shop> {
  const { base } = server;
  const account = await call<{ secret_key: string }>(base, OPERATOR, 'POST', '/v1/accounts', {
    name: 'Bench',
    owner_email: 'owner@bench.example',
  });
  const key = account.secret_key;
  const program = await call<Made>(base, key, 'POST', '/v1/programs', {
    name: 'Bench',
    tiers: 2,
    default_url: 'https://shop.example/',
    approval: 'automatic',
  });
  await call(base, key, 'PUT', `/v1/programs/${program.id}/products/mug`, {
    kind: 'percent',
    tier1_bps: 2000,
    tier2_bps: 500,
  });
  const sponsor = await call<Made>(base, key, 'POST', '/v1/partners', {
    email: 'sponsor@bench.example',
    name: 'Sponsor',
    program_id: program.id,
  });
  const clicks: string[] = [];
  const sponsors: string[] = [];
  for (let i = 0; i < PARTNERS; i += 1) {
    // A sponsor for every twenty partners: one for all would measure one row's lock.
    const sponsorId = i % 20 === 0 ? sponsor.id : clicks.length > 0 ? sponsors.at(-1)! : sponsor.id;
    const partner = await call<Made>(base, key, 'POST', '/v1/partners', {
      email: `p${i}@bench.example`,
      name: `Partner ${i}`,
      program_id: program.id,
      sponsor_id: sponsorId,
    });
    if (i % 20 === 0) sponsors.push(partner.id);
    clicks.push(await click(base, partner.link.url));
  }
  return { key, clicks };
}
async function click(base: string, url: string): Promise<string> {
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
  const answer = await fetch(base + new URL(url).pathname, { redirect: 'manual', headers: { 'user-agent': agent } });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('tclid') ?? '';
}

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
let number = 0;

export function orders({ base }: OwnServer, { key, clicks }: Shop, seconds: number): Promise<number> {
  return perSecond(seconds, () => {
    number += 1;
    const order = {
      order_id: `bench-${number}`,
      customer: { email: `customer-${number}@bench.example` },
      click_id: clicks[Math.floor(Math.random() * clicks.length)],
      currency: 'USD',
      items: [{ sku: 'mug', quantity: 2, unit_amount: 1500 }],
    };
    return post(`${base}/v1/orders`, key, JSON.stringify(order));
  });
}

function post(url: string, key: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 201 ? resolve() : reject(new Error(`an order was answered ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** How often `once` ends within a second, with so many clients at it. */
async function perSecond(seconds: number, once: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1000) {
      await once();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (done * 1000) / (performance.now() - began);
}
