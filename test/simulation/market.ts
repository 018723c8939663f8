import assert from 'node:assert/strict';
import { DAY } from '../../server/values/instant.ts';
import { Chance } from '../support/random.ts';
import type { Answer, Json, Method } from '../support/world.ts';
import type { OrderModel, SentOrder } from './order-model.ts';
import { type Earned, type Program, price, reversedOf, settingsAt, type Terms } from './price-model.ts';
import type { SimulationServer } from './server.ts';
import type { Timeline } from './timeline.ts';

export interface Partner {
  readonly id: string;
  readonly email: string;
  readonly code: string;
  readonly link: Json;
  readonly sponsor: Partner | null;
  readonly status: Timeline<string>;
  readonly program: Timeline<Program>;
  readonly own: Timeline<Terms | null>;
  coupon: string | null;
  hasMethod: boolean;
  methodWaitsUntil: number;
}

export interface Commission {
  readonly id: string;
  readonly partner: Partner;
  readonly currency: string;
  readonly earned: Earned;
  readonly order: Order;
  readonly program: Program;
  /** The step whose program settings priced it. */
  readonly step: number;
  readonly payableOn: number;
  status: 'pending' | 'payable' | 'in_flight' | 'paid' | 'cancelled';
  held: string | null;
  /** It was payable before it was cancelled. */
  wasPayable: boolean;
  /** A reassignment took it back. */
  gone: boolean;
  /** The payout that has it in flight, or paid it. */
  payout: string | null;
}

export interface Order {
  readonly id: string;
  readonly sent: SentOrder & { readonly order_id: string };
  readonly step: number;
  readonly at: number;
  readonly model: OrderModel;
  readonly lines: readonly string[];
  readonly subscription: { readonly id: string; readonly number: number } | null;
  /** What refunds of it name: units, or money; the two are not mixed. */
  readonly manner: 'units' | 'money';
  partner: Partner | null;
  /** Credited by hand. */
  manual: boolean;
  commissions: Commission[];
}

export interface Payout {
  readonly id: string;
  readonly run: string;
  readonly partner: Partner;
  readonly currency: string;
  readonly amount: bigint;
  status: string;
  wasPaid: boolean;
}

export interface Subscription {
  readonly id: string;
  readonly email: string;
  readonly first: Order;
  payments: number;
}

const written = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? '';

/** What the simulation knows of its account, kept beside the server by rules of its own. */
export class Market {
  readonly chance: Chance;
  readonly server: SimulationServer;
  readonly programs: Program[] = [];
  readonly partners: Partner[] = [];
  readonly orders: Order[] = [];
  readonly payouts: Payout[] = [];
  readonly subscriptions: Subscription[] = [];
  /** Customers who opted in by a partner's link. */
  readonly leads: { readonly email: string; readonly partner: Partner }[] = [];
  readonly adjustments: { readonly partner: Partner; readonly currency: string; readonly amount: bigint }[] = [];
  /** Instants between two steps, for what lies in the past. */
  readonly checkpoints: { readonly step: number; readonly at: number }[] = [];
  /** An order to which much happens for some steps: what follows on one another is where mistakes are. */
  focus: Order | null = null;
  threshold: Record<string, number> = {};
  taxInside = false;
  step = 0;
  now = 0;
  #numbers = 0;

  constructor(server: SimulationServer, seed: number) {
    this.server = server;
    this.chance = new Chance(seed);
  }

  number(prefix: string): string {
    this.#numbers += 1;
    return `${prefix}${this.#numbers}`;
  }

  /** The answer's body; it must be 2xx. */
  async ok(method: Method, path: string, body?: Json): Promise<Json> {
    const answer = await this.server.send(method, path, body);
    const said = `${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${answer.text.slice(0, 400)}`;
    assert.ok(answer.status < 300, `${said} ${this.server.world.explain?.() ?? ''}`);
    return answer.body;
  }

  /** The answer, which must be 2xx or this problem. */
  async try(path: string, body: Json, isRight: boolean, code: string, about?: unknown): Promise<Answer> {
    const answer = await this.server.send('POST', path, body);
    const asked = `${path} ${JSON.stringify(body)}`;
    const said = `${asked}: ${answer.status} ${answer.text.slice(0, 400)}, expected ${isRight ? '2xx' : code} ${written(about)}`;
    assert.equal(answer.status < 300 ? 'right' : answer.body?.code, isRight ? 'right' : code, said);
    return answer;
  }

  async readClock(): Promise<void> {
    this.now = Date.parse((await this.ok('GET', '/v1/test_clock')).now);
  }

  get commissions(): Commission[] {
    return this.orders.flatMap((order) => order.commissions);
  }

  /** What an order earns if it is credited to a partner; the currency is the program's. */
  priceFor(
    order: Pick<Order, 'sent' | 'model' | 'step' | 'at' | 'subscription'>,
    partner: Partner,
    buyer: string | null,
  ) {
    const step = this.termsStep(order);
    const program = partner.program.at(step) ?? partner.program.at(order.step) ?? partner.program.first!;
    const { sponsor } = partner;
    const isThere = partner.status.at(order.step) !== undefined;
    const hasSponsor =
      sponsor !== null && isThere && sponsor.status.at(order.step) === 'approved' && sponsor.email !== buyer;
    const own = partner.own.at(step) ?? null;
    const payment = order.subscription?.number ?? 1;
    const earned = price({ sent: order.sent, order: order.model, program, own, step, payment, hasSponsor });
    const payableOn = order.at + settingsAt(program, order.step).hold_days * DAY;
    return { program, step, earned, payableOn };
  }

  /** All payments of a subscription go by the terms of its first. */
  termsStep(order: Pick<Order, 'subscription' | 'step'>): number {
    const subscription = this.subscriptions.find(({ id }) => id === order.subscription?.id);
    return order.subscription && order.subscription.number > 1 && subscription ? subscription.first.step : order.step;
  }

  /** How a new commission begins (rule 22); `now` is when it is recorded. */
  begin(partner: Partner, program: Program, payableOn: number, now: number): Pick<Commission, 'status' | 'held'> {
    const isOver = payableOn <= now;
    const suspended = partner.status.heldSince(isOver ? payableOn : now, 'suspended');
    const held = program.manual ? 'awaiting_approval' : suspended ? 'partner_suspended' : null;
    return { status: isOver && held === null ? 'payable' : 'pending', held };
  }

  /** Holds end by themselves when the clock passes them. */
  endHolds(): void {
    for (const one of this.commissions)
      if (one.status === 'pending' && one.held === null && one.payableOn <= this.now) one.status = 'payable';
  }

  /** What is left of a commission by now. */
  net(one: Commission): bigint {
    if (one.gone || one.status === 'cancelled') return 0n;
    const { earned, order, program, step } = one;
    return earned.amount - reversedOf(earned, order.model, settingsAt(program, step));
  }

  /** The balances by the rules: all that was earned and is not pending, less what is paid and in flight, is payable. */
  balances(): Map<string, { pending: bigint; payable: bigint; in_flight: bigint; paid: bigint }> {
    const found = new Map<string, { pending: bigint; payable: bigint; in_flight: bigint; paid: bigint }>();
    const of = (partner: Partner, currency: string) => {
      const key = `${partner.id} ${currency}`;
      const known = found.get(key) ?? { pending: 0n, payable: 0n, in_flight: 0n, paid: 0n };
      found.set(key, known);
      return known;
    };
    for (const one of this.commissions) {
      const balance = of(one.partner, one.currency);
      balance[one.status === 'pending' ? 'pending' : 'payable'] += this.net(one);
    }
    for (const { partner, currency, amount } of this.adjustments) of(partner, currency).payable += amount;
    for (const { partner, currency, amount, status } of this.payouts) {
      if (status !== 'in_flight' && status !== 'paid') continue;
      const balance = of(partner, currency);
      balance[status] += amount;
      balance.payable -= amount;
    }
    return found;
  }
}
