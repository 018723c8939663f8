/**
 * A shop and its visitors, in a process of their own: `node crash-loader.ts '{"base", "account", "list", ...}'`. Clicks,
 * leads, orders, refunds, runs and results go out over HTTP, and whatever is answered with 2xx is written to a list that
 * is synced before the next request. It goes on until it is ended, or nothing answers any more.
 */
import { openSync, writeSync } from 'node:fs';
import { Chance } from './random.ts';
import { type AccountMade, type Answer, item, type Json, type Method, World } from './world.ts';

export interface LoadOrder {
  readonly base: string;
  readonly account: AccountMade;
  /** Partners, each with the link that leads to them. */
  readonly partners: readonly Json[];
  /** The file to which each answered id is appended: "kind id" a line. */
  readonly list: string;
  readonly seed: number;
  /** Stands in the numbers of orders and refunds, so that no round repeats another's. */
  readonly round: number;
}

const load: LoadOrder = JSON.parse(process.argv[2]!);
const world = new World(load.base, load.account, '');
// Each write is on disk when it returns.
const list = openSync(load.list, 'as');
const note = (kind: string, id: string): void => void writeSync(list, `${kind} ${id}\n`);

/** Undefined where it was not taken: refused, or the server is gone. */
async function send(method: Method, path: string, body: Json): Promise<Json> {
  const answer: Answer = await world.call(method, path, body);
  return answer.status < 300 ? answer.body : undefined;
}

let number = 0;
const numbered = (prefix: string): string => {
  number += 1;
  return `${prefix}-${load.round}-${number}`;
};

async function click(chance: Chance): Promise<string> {
  const id = await world.click(chance.pick(load.partners));
  note('clk', id);
  return id;
}

async function buy(chance: Chance): Promise<void> {
  const click_id = chance.percent(80) ? await click(chance) : null;
  const body = world.orderBody({
    order_id: numbered('o'),
    click_id,
    email: `c${chance.below(50)}@customers.example`,
    items: [item('mug', 1 + chance.below(3), 100 + chance.below(5000)), item('hat', 1, chance.below(900))],
  });
  // An answer that never came is asked for again after the restart: it must not be two.
  note('asked', JSON.stringify(body));
  const order = await send('POST', '/v1/orders', body);
  if (!order) return;
  note('ord', order.id);
  for (const commission of order.commissions) note('com', commission.id);
  if (!chance.percent(40)) return;
  const refund = { refund_id: numbered('r'), amount: 1 + chance.below(order.total_amount) };
  const refunded = await send('POST', `/v1/orders/${order.id}/refunds`, refund);
  if (!refunded) return;
  note('ref', refunded.id);
  for (const commission of refunded.commissions) note('com', commission.id);
}

async function optIn(chance: Chance): Promise<void> {
  const lead = { email: `l${chance.below(50)}@customers.example`, click_id: await click(chance) };
  const made = await send('POST', '/v1/track/leads', lead);
  if (made) note('cont', made.contact_id);
}

async function pay(chance: Chance): Promise<void> {
  const run = await send('POST', '/v1/payout_runs', {});
  if (!run) return;
  note('run', run.id);
  for (const payout of run.payouts) {
    note('pay', payout.id);
    if (!chance.percent(70)) continue;
    const status = chance.pick(['paid', 'paid', 'failed']);
    const settled = await send('POST', `/v1/payouts/${payout.id}/result`, { status });
    if (settled) note(status, payout.id);
  }
}

async function keepBusy(chance: Chance, works: readonly ((chance: Chance) => Promise<unknown>)[]): Promise<void> {
  for (let failures = 0; failures < 20; ) {
    try {
      await chance.pick(works)(chance);
      failures = 0;
    } catch {
      failures += 1;
    }
  }
}

const lanes = [[click], [click, optIn], [buy], [buy], [buy, optIn], [pay]];
await Promise.all(lanes.map((works, lane) => keepBusy(new Chance(load.seed + lane), works)));
