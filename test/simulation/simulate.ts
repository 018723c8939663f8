import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY } from '../../server/values/instant.ts';
import { worth } from './arithmetic.ts';
import { auditMarket, checkOrder } from './audit.ts';
import { Market } from './market.ts';
import * as paying from './paying.ts';
import * as people from './people.ts';
import type { SimulationServer } from './server.ts';
import * as shopping from './shopping.ts';

export interface Plan {
  readonly seed: number;
  readonly months: number;
  readonly partners: number;
  /** Steps in each month. */
  readonly steps: number;
  /** Kills of the server in each hundred steps. */
  readonly crashes: number;
}

type Action = (market: Market) => Promise<void>;

/** How often each thing happens, in a thousand steps. */
const actions: Record<string, readonly [number, Action]> = {
  order: [300, shopping.order],
  refund: [150, shopping.refund],
  undoRefund: [30, shopping.undoRefund],
  reassign: [30, shopping.reassign],
  lead: [50, shopping.lead],
  passTime: [90, people.passTime],
  approve: [50, paying.approve],
  cancel: [40, paying.cancel],
  restore: [40, paying.restore],
  adjust: [25, paying.adjust],
  run: [40, paying.run],
  settle: [50, paying.settle],
  closeRun: [15, paying.closeRun],
  suspendOrReinstate: [30, people.suspendOrReinstate],
  move: [15, people.move],
  changeTerms: [20, people.changeTerms],
  changeOwnTerms: [10, people.changeOwnTerms],
  changeProgram: [8, people.changeProgram],
  changeMethod: [6, people.changeMethod],
  changeThreshold: [5, people.changeThreshold],
  giveCoupon: [8, people.giveCoupon],
  join: [10, people.join],
};

export interface Outcome {
  readonly steps: number;
  readonly counts: Record<string, number>;
}

/**
 * Plays random months on an account. After each step the books are audited and every balance is held against what the rules
 * make of all that happened; whatever differs ends it, with the step and the seed that lead there again.
 */
export async function simulate(server: SimulationServer, plan: Plan, tell: (line: string) => void): Promise<Outcome> {
  const market = new Market(server, plan.seed);
  await open(market, plan);
  const counts: Record<string, number> = {};
  for (let step = 1; step <= plan.months * plan.steps; step += 1) {
    const name = pickAction(market);
    counts[name] = (counts[name] ?? 0) + 1;
    try {
      await oneStep(market, actions[name]![1], plan);
    } catch (error) {
      const message = `seed ${plan.seed}, step ${step} (${name}): ${(error as Error).message}`;
      throw new Error(message, { cause: error });
    }
    if (step % plan.steps === 0) tell(`month ${step / plan.steps}: ${describe(market)}`);
  }
  for (const order of market.orders) await checkOrder(market, order);
  await passMonths(market);
  return { steps: plan.months * plan.steps, counts };
}

async function oneStep(market: Market, action: Action, plan: Plan): Promise<void> {
  market.step += 1;
  const { chance } = market;
  if (chance.percent(plan.crashes)) market.server.killWithin(chance.below(40), chance.percent(50));
  await action(market);
  await market.server.settled();
  if (chance.percent(10)) await addCheckpoint(market);
  if (market.orders.length > 0 && chance.percent(20)) await checkOrder(market, chance.pick(market.orders.slice(-20)));
  if (market.focus) await checkOrder(market, market.focus);
  await auditMarket(market);
}

/** An instant that lies between steps by some milliseconds, for what is told of the past later. */
async function addCheckpoint(market: Market): Promise<void> {
  await sleep(3);
  await market.readClock();
  market.checkpoints.push({ step: market.step, at: market.now });
  if (market.checkpoints.length > 8) market.checkpoints.shift();
  await sleep(3);
}

/** What may follow closely on one another for one order. */
const trouble = [
  ...['refund', 'refund', 'undoRefund', 'cancel', 'cancel', 'restore', 'restore', 'approve', 'reassign'],
  ...['suspendOrReinstate', 'run', 'settle', 'passTime'],
];

function pickAction(market: Market): string {
  const { chance } = market;
  if (market.focus && chance.percent(15)) market.focus = null;
  else if (!market.focus && chance.percent(10)) {
    const earning = market.orders.slice(-30).filter(({ commissions }) => commissions.length > 0);
    market.focus = earning.length > 0 ? chance.pick(earning) : null;
  }
  if (market.focus) return chance.pick(trouble);
  const names = Object.keys(actions);
  let number = chance.below(names.reduce((sum, name) => sum + actions[name]![0], 0));
  return names.find((name) => {
    number -= actions[name]![0];
    return number < 0;
  })!;
}

async function open(market: Market, plan: Plan): Promise<void> {
  await market.readClock();
  const start = market.now - 30 * DAY;
  const rates = Array.from({ length: Math.ceil((plan.months * 40 + 400) / 5) }, (_, i) => i).flatMap((i) =>
    Object.entries(worth)
      .filter(([currency]) => currency !== 'USD')
      .map(([from, [a, b]]) => {
        const day = new Date(start + 5 * i * DAY).toISOString().slice(0, 10);
        return { from, to: 'USD', day, rate: decimal(a, b) };
      }),
  );
  for (let from = 0; from < rates.length; from += 4000)
    await market.ok('PUT', '/v1/exchange_rates', { rates: rates.slice(from, from + 4000) });
  market.taxInside = market.chance.percent(30);
  await market.ok('PATCH', '/v1/settings', { prices_include_tax: market.taxInside });
  for (const isFlat of [false, false, true]) await people.addProgram(market, isFlat);
  for (let n = 0; n < plan.partners; n += 1) await people.join(market);
  market.step += 1;
}

const decimal = (a: bigint, b: bigint): string => {
  const digits = b.toString().length - 1;
  const text = a.toString().padStart(digits + 1, '0');
  return `${text.slice(0, text.length - digits)}.${text.slice(text.length - digits)}`;
};

/** In the end all holds are over, and what nobody holds is payable. */
async function passMonths(market: Market): Promise<void> {
  await market.readClock();
  await market.ok('POST', '/v1/test_clock', { now: new Date(market.now + 100 * DAY).toISOString() });
  market.now += 100 * DAY;
  market.endHolds();
  await auditMarket(market);
  const waiting = market.commissions.filter(({ status, held }) => status === 'pending' && held === null);
  assert.deepEqual(waiting, []);
}

function describe({ partners, orders, payouts, commissions }: Market): string {
  const refunds = orders.reduce((sum, { model }) => sum + model.refunds.length, 0);
  return `${partners.length} partners, ${orders.length} orders, ${commissions.length} commissions, ${refunds} refunds, ${payouts.length} payouts`;
}
