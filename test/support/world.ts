import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { DAY } from '../../server/values/instant.ts';

/** A body of a request or an answer. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
export type Json = any;
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface Sending {
  /** Null: none. Absent: the account's secret key. */
  readonly key?: string | null;
  readonly idempotency?: string;
  readonly headers?: Record<string, string>;
}

export interface AccountOptions {
  readonly sandbox?: boolean;
  readonly currency?: string;
  readonly time_zone?: string;
  readonly name?: string;
  readonly owner_email?: string;
  readonly owner_password?: string;
}

export interface AccountMade {
  readonly id: string;
  readonly slug: string;
  readonly currency: string;
  readonly secret_key: string;
  readonly publishable_key: string;
}

export const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';

export const unique = (prefix: string): string => `${prefix}-${randomBytes(5).toString('hex')}`;
export const item = (sku: string, quantity: number, unit_amount: number, more: Json = {}): Json => ({
  ...{ sku, quantity, unit_amount },
  ...more,
});
export const percent = (tier1_bps: number, tier2_bps?: number, more: Json = {}): Json => ({
  ...{ kind: 'percent', tier1_bps },
  ...(tier2_bps === undefined ? {} : { tier2_bps }),
  ...more,
});
export const flat = (per: 'unit' | 'line' | 'order', tier1_amount: number, more: Json = {}): Json => ({
  ...{ kind: 'flat', per, tier1_amount },
  ...more,
});

/** One account of a running server, called over HTTP as its owner would. */
export class World {
  readonly base: string;
  readonly account: AccountMade;
  readonly operator: string;
  /** What the server logged last, for failures that the answer does not explain. */
  explain?: () => string | undefined;

  constructor(base: string, account: AccountMade, operator: string) {
    this.base = base;
    this.account = account;
    this.operator = operator;
  }

  /** One request; a body that is text or bytes is sent as it is. */
  async call(method: Method, path: string, body?: Json, { key, idempotency, headers }: Sending = {}): Promise<Answer> {
    const bearer = key === undefined ? this.account.secret_key : key;
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(path.startsWith('http') ? path : this.base + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotency === undefined ? {} : { 'idempotency-key': idempotency }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** Must be answered with 2xx, or with the status that is named; resolves to the body. */
  async ok(method: Method, path: string, body?: Json, options: Sending & { status?: number } = {}): Promise<Json> {
    const answer = await this.call(method, path, body, options);
    const good = options.status ? answer.status === options.status : answer.status >= 200 && answer.status < 300;
    assert.ok(good, `${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)} ${this.explain?.() ?? ''}`);
    return answer.body;
  }

  /** Must be refused with this status and problem code. */
  async refused(method: Method, path: string, body: Json, status: number, code: string): Promise<Json> {
    const answer = await this.call(method, path, body);
    const said = `${method} ${path}: ${answer.text.slice(0, 500)}`;
    assert.deepEqual([answer.status, answer.body?.code], [status, code], said);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    return answer.body;
  }

  /** Without a hold, and every applicant is taken, unless said otherwise. */
  program(more: Json = {}): Promise<Json> {
    const usual = {
      name: unique('Program'),
      default_url: 'https://shop.example/',
      hold_days: 0,
      approval: 'automatic',
    };
    return this.ok('POST', '/v1/programs', { ...usual, currency: this.account.currency, ...more });
  }

  terms(program: Json, sku: string, terms: Json): Promise<Json> {
    return this.ok('PUT', `/v1/programs/${program.id}/products/${encodeURIComponent(sku)}`, terms);
  }

  /** Paid by PayPal, unless said otherwise. */
  partner(program: Json, more: Json = {}): Promise<Json> {
    const code = unique('p');
    const who = { email: `${code}@partners.example`, name: `Partner ${code}`, code };
    const payout_method = { kind: 'paypal', email: `${code}@paypal.example` };
    return this.ok('POST', '/v1/partners', { ...who, program_id: program.id, payout_method, ...more });
  }

  /** A program that pays one percentage for mugs, and a partner in it. */
  async seller(bps: number, more: Json = {}): Promise<{ program: Json; partner: Json }> {
    const program = await this.program({ default_terms: percent(bps), ...more });
    return { program, partner: await this.partner(program) };
  }

  /** Follows a link as a person in a browser does; resolves to the click's id. */
  async click(to: Json, more: { cookie?: string; agent?: string; query?: string } = {}): Promise<string> {
    const url = new URL(to.short_url ?? to.link.url);
    const answer = await this.call('GET', `${url.pathname}${more.query ?? ''}`, undefined, {
      key: null,
      headers: { 'user-agent': more.agent ?? BROWSER, ...(more.cookie ? { cookie: more.cookie } : {}) },
    });
    assert.equal(answer.status, 302, answer.text);
    return new URL(answer.headers.get('location')!).searchParams.get('tclid')!;
  }

  lead(more: Json): Promise<Json> {
    return this.ok('POST', '/v1/track/leads', more);
  }

  orderBody({ email, ...more }: Json = {}): Json {
    const customer = { email: email ?? `${unique('c')}@customers.example` };
    const usual = { order_id: unique('o'), customer, currency: this.account.currency };
    return { ...usual, items: [item('mug', 1, 10_000)], ...more };
  }

  order(more: Json = {}): Promise<Json> {
    return this.ok('POST', '/v1/orders', this.orderBody(more));
  }

  refund(order: Json, more: Json = {}): Promise<Json> {
    return this.ok('POST', `/v1/orders/${order.id}/refunds`, { refund_id: unique('r'), reason: 'refund', ...more });
  }

  async now(): Promise<Date> {
    return new Date((await this.ok('GET', '/v1/test_clock')).now);
  }

  /** Moves the sandbox's clock by days, or to an instant. */
  async clock(to: number | Date): Promise<void> {
    const at = to instanceof Date ? to : new Date((await this.now()).getTime() + to * DAY);
    await this.ok('POST', '/v1/test_clock', { now: at.toISOString() });
  }

  balance(partner: Json): Promise<Json> {
    return this.ok('GET', `/v1/partners/${partner.id}/balance`);
  }

  /** "pending payable in_flight paid" in the program's currency. */
  async owes(partner: Json): Promise<string> {
    const { pending, payable, in_flight, paid } = await this.balance(partner);
    return `${pending} ${payable} ${in_flight} ${paid}`;
  }

  /** Every row of a list, page by page. */
  async all(path: string, query: Record<string, string> = {}): Promise<Json[]> {
    const rows: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const asked: string = new URLSearchParams({ ...query, limit: '100', ...(cursor ? { cursor } : {}) }).toString();
      const page: Json = await this.ok('GET', `${path}?${asked}`);
      rows.push(...page.data);
      cursor = page.next_cursor;
    }
    return rows;
  }

  commissions(query: Record<string, string> = {}): Promise<Json[]> {
    return this.all('/v1/commissions', query);
  }

  run(more: Json = {}): Promise<Json> {
    return this.ok('POST', '/v1/payout_runs', more);
  }

  async markPaid(run: Json): Promise<Json> {
    return this.ok('POST', `/v1/payout_runs/${run.id}/mark_paid`, { force: true, note: 'paid by hand' });
  }

  /** Another account of the same server. */
  neighbour(options?: AccountOptions): Promise<World> {
    return openWorld(this.base, this.operator, options);
  }
}

export async function openWorld(base: string, operator: string, options: AccountOptions = {}): Promise<World> {
  const asked = { name: unique('Shop'), owner_email: 'owner@owners.example', sandbox: true, ...options };
  const nobody = new World(base, { id: '', slug: '', currency: '', secret_key: '', publishable_key: '' }, operator);
  const made = await nobody.ok('POST', '/v1/accounts', asked, { key: operator, status: 201 });
  return new World(base, { currency: options.currency ?? 'USD', ...made }, operator);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** "partner tier amount" of each commission, sorted. */
export function earned(orderOrRefund: Json, names: Record<string, Json>): string[] {
  const nameOf = (id: string): string => Object.keys(names).find((name) => names[name].id === id) ?? id;
  return orderOrRefund.commissions.map((c: Json) => `${nameOf(c.partner_id)} ${c.tier} ${c.amount}`).sort();
}
