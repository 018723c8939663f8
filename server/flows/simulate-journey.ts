import { sql } from 'kysely';
import { changeSettings } from '../modules/accounts/index.ts';
import { listCommissionsOfRefund, releaseHolds, toCommissionView } from '../modules/commissions/index.ts';
import { readBalances } from '../modules/ledger/index.ts';
import { findOrder, findRefund } from '../modules/orders/index.ts';
import { type ClickRow, findLead } from '../modules/tracking/index.ts';
import type { Context } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import type { OrderId } from '../values/id.ts';
import { DAY } from '../values/instant.ts';
import { toJsonAmount } from '../values/money.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import { explainOrder } from './explain-order.ts';
import { viewOrders } from './order-view.ts';
import { recordLead } from './record-lead.ts';
import { recordOrder } from './record-order.ts';
import { recordRefund } from './record-refund.ts';
import { type Cast, castOf } from './simulate-cast.ts';
import type { Journey, NewSimulation, SimulationView } from './simulate-contract.ts';

type Step = Journey[number];

/** What a journey has come to so far. */
interface Stage {
  now: Date;
  readonly cast: Cast;
  readonly clicks: Map<string, ClickRow>;
  readonly orders: Map<string, OrderId>;
  readonly view: { -readonly [K in 'leads' | 'orders' | 'refunds']: SimulationView[K] };
}

/**
 * Plays a journey by the very flows that record real ones, and takes all of it back: what would be credited and paid, and
 * why. Partners and customers are made for it; nothing of the account's own is touched. Refusals are those of the steps,
 * with the number of the step before them.
 */
export async function simulateJourney(context: Context, input: NewSimulation): Promise<SimulationView | Refusal> {
  await sql`savepoint what_if`.execute(context.tx);
  const silent: Context = {
    ...context,
    announce: async () => {},
    afterCommit: () => {},
    now: input.starts_at ?? context.now,
  };
  const result = await play(silent, input);
  await sql`rollback to savepoint what_if`.execute(context.tx);
  return result;
}

async function play(context: Context, input: NewSimulation): Promise<SimulationView | Refusal> {
  await changeSettings(context.tx, context.accountId, input.settings);
  const cast = await castOf(context, input);
  if (isRefusal(cast)) return cast;
  const stage: Stage = {
    now: context.now,
    cast,
    clicks: new Map(),
    orders: new Map(),
    view: { leads: [], orders: [], refunds: [] },
  };
  for (const [index, step] of input.journey.entries()) {
    const done = await takeStep({ ...context, now: stage.now }, stage, step);
    if (isRefusal(done)) return refuse(done.refused, `Step ${index + 1} (${step.do}): ${done.detail}`);
  }
  return viewStage({ ...context, now: stage.now }, stage);
}

async function takeStep(context: Context, stage: Stage, step: Step): Promise<void | Refusal> {
  switch (step.do) {
    case 'click':
      return click(stage, step.partner, step.as, step.visitor ?? step.as, context);
    case 'wait':
      return wait(context, stage, step.days);
    case 'lead':
      return lead(context, stage, step);
    case 'order':
      return order(context, stage, step);
    case 'refund':
      return refund(context, stage, step);
  }
}

function click(stage: Stage, name: string, as: string, visitor: string, { accountId, now }: Context): void | Refusal {
  const partner = stage.cast.partners.get(name);
  if (!partner) return unknown('partner', name);
  stage.clicks.set(as, {
    account_id: accountId,
    at: now,
    id: newId('click', now),
    link_id: null,
    partner_id: partner.id,
    promo_tool_id: null,
    sub: null,
    visitor,
    visitor_kind: 'cookie',
    day_hash: null,
    referrer_host: null,
    landing: null,
    country: null,
    device: null,
    counted: true,
    reason: null,
    flood: false,
  });
}

async function wait(context: Context, stage: Stage, days: number): Promise<void> {
  stage.now = new Date(stage.now.getTime() + Math.round(days * DAY));
  for (const id of stage.orders.values()) await releaseHolds({ ...context, now: stage.now }, id);
}

async function lead(context: Context, stage: Stage, step: Extract<Step, { do: 'lead' }>): Promise<void | Refusal> {
  const named = namedOf(stage, step);
  if (isRefusal(named)) return named;
  const recorded = await recordLead(context, { email: addressOf(stage, step.customer), ...named }, { verified: true });
  if (isRefusal(recorded)) return recorded;
  const row = (await findLead(context.tx, context.accountId, recorded.leadId))!;
  stage.view.leads.push({
    customer: step.customer,
    at: context.now.toISOString(),
    partner: stage.cast.nameOf(row.partner_id),
    reason: row.reason,
  });
}

async function order(context: Context, stage: Stage, step: Extract<Step, { do: 'order' }>): Promise<void | Refusal> {
  const { do: _do, as, customer, click: _click, via: _via, coupon, currency, ...amounts } = step;
  const named = namedOf(stage, step);
  if (isRefusal(named)) return named;
  if (coupon !== undefined && !stage.cast.partners.has(coupon)) return unknown('partner', coupon);
  const who = customer === null ? null : { email: addressOf(stage, customer) };
  const subscription = amounts.subscription && {
    ...amounts.subscription,
    id: `${stage.cast.mark}-${amounts.subscription.id}`,
  };
  const recorded = await recordOrder(
    context,
    {
      ...amounts,
      ...named,
      subscription,
      order_id: `${stage.cast.mark}-${as}`,
      customer: who,
      coupon: coupon === undefined ? null : stage.cast.couponOf(coupon),
      currency: currency ?? stage.cast.currency,
    },
    { source: 'api' },
  );
  if (isRefusal(recorded)) return recorded;
  stage.orders.set(as, recorded.id);
}

async function refund(context: Context, stage: Stage, step: Extract<Step, { do: 'refund' }>): Promise<void | Refusal> {
  const { do: _do, order: as, ...request } = step;
  const id = stage.orders.get(as);
  if (!id) return unknown('order', as);
  const recorded = await recordRefund(context, id, { ...request, refund_id: `${stage.view.refunds.length + 1}` });
  if (isRefusal(recorded)) return recorded;
  const { tx, accountId } = context;
  const row = (await findRefund(tx, accountId, recorded.id))!;
  const commissions = await listCommissionsOfRefund(tx, accountId, recorded.id);
  stage.view.refunds.push({
    order: as,
    at: context.now.toISOString(),
    amount: toJsonAmount(row.amount),
    commissions: commissions.map(toCommissionView),
  });
}

/** The click or the partner's code that a step names. */
function namedOf(stage: Stage, step: { click?: string | undefined; via?: string | undefined }) {
  const found = step.click === undefined ? undefined : stage.clicks.get(step.click);
  if (step.click !== undefined && !found) return unknown('click', step.click);
  const via = step.via === undefined ? null : (stage.cast.partners.get(step.via)?.code ?? null);
  if (step.via !== undefined && via === null) return unknown('partner', step.via);
  return { click_id: found?.id ?? null, via, clicks: [...stage.clicks.values()] };
}

const addressOf = (stage: Stage, customer: string): string => `${customer.toLowerCase()}@${stage.cast.mark}.invalid`;

const unknown = (kind: string, name: string): Refusal => refuse('invalid', `The journey has no ${kind} "${name}" yet.`);

async function viewStage(context: Context, stage: Stage): Promise<SimulationView> {
  const { tx, accountId } = context;
  for (const [as, id] of stage.orders) {
    const row = (await findOrder(tx, accountId, id))!;
    const [shown] = await viewOrders(context, [row]);
    stage.view.orders.push({ as, order: shown!, explanation: await explainOrder(context, row) });
  }
  const partners: SimulationView['partners'] = [];
  for (const [name, { id }] of stage.cast.partners) {
    for (const { currency, pending, payable } of await readBalances(tx, accountId, id)) {
      partners.push({ name, partner_id: id, currency, pending: toJsonAmount(pending), payable: toJsonAmount(payable) });
    }
  }
  return { ends_at: stage.now.toISOString(), partners, ...stage.view };
}
