import { DAY, HOUR, MINUTE } from '../../server/values/instant.ts';
import type { Json } from '../support/world.ts';
import type { Market, Partner } from './market.ts';
import type { Program, ProgramSettings, Terms } from './price-model.ts';
import { Timeline } from './timeline.ts';

/** Terms as the API takes them. */
const toJson = ({ kind, per, tier1, tier2, max_payments, later }: Terms): Json => {
  const [first, second] = kind === 'percent' ? ['tier1_bps', 'tier2_bps'] : ['tier1_amount', 'tier2_amount'];
  return {
    kind,
    ...(per ? { per } : {}),
    [first]: tier1,
    ...(tier2 === undefined ? {} : { [second]: tier2 }),
    ...(max_payments === undefined ? {} : { max_payments }),
    ...(later === undefined ? {} : { later_payments: { [first]: later } }),
  };
};

export const skus = ['mug', 'hat', 'book', 'pen', 'course'];

/** Percentages; flat amounts only in programs of one tier, so that no two kinds meet on an order. */
function someTerms(market: Market, program: Pick<Program, 'tiers'>, isFlat: boolean): Terms {
  const { chance } = market;
  const limits = {
    ...(chance.percent(30) ? { max_payments: 1 + chance.below(4) } : {}),
    ...(chance.percent(30) ? { later: chance.below(3000) } : {}),
  };
  if (isFlat)
    return { kind: 'flat', per: chance.pick(['unit', 'line', 'order']), tier1: 1 + chance.below(900), ...limits };
  const tier2 = program.tiers === 2 ? { tier2: chance.below(1500) } : {};
  return { kind: 'percent', tier1: chance.pick([0, 57, 113, 333, 1000, 2000, 10_000]), ...tier2, ...limits };
}

export async function addProgram(market: Market, isFlat: boolean): Promise<void> {
  const { chance } = market;
  const tiers = !isFlat && chance.percent(60) ? 2 : 1;
  const settings: ProgramSettings = {
    hold_days: chance.pick([0, 1, 14, 30, 45]),
    include_tax: chance.percent(30),
    include_shipping: chance.percent(30),
  };
  const fixed = {
    tiers,
    currency: chance.pick(['USD', 'USD', 'EUR']),
    tier2_base: chance.pick(['sale', 'commission'] as const),
    manual: chance.percent(25),
  } as const;
  const terms = someTerms(market, { tiers }, isFlat);
  const { manual, ...plain } = fixed;
  const made = await market.ok('POST', '/v1/programs', {
    ...{ name: market.number('Program '), default_url: 'https://shop.example/', approval: 'automatic' },
    ...{ ...plain, ...settings, commission_approval: manual ? 'manual' : 'automatic', default_terms: toJson(terms) },
  });
  const program: Program = {
    id: made.id,
    ...fixed,
    settings: new Timeline(),
    defaults: new Timeline(),
    products: new Map(),
  };
  program.settings.set(market.step, market.now, settings);
  program.defaults.set(market.step, market.now, terms);
  market.programs.push(program);
}

export async function join(market: Market): Promise<void> {
  const { chance } = market;
  const code = market.number('p');
  const email = `${code}@partners.example`;
  const program = chance.pick(market.programs);
  const sponsor = market.partners.length > 0 && chance.percent(60) ? chance.pick(market.partners) : null;
  const hasMethod = chance.percent(85);
  const made = await market.ok('POST', '/v1/partners', {
    ...{ email, name: `Partner ${code}`, code, program_id: program.id, sponsor_id: sponsor?.id ?? null },
    ...(hasMethod ? { payout_method: { kind: 'paypal', email } } : {}),
  });
  const partner: Partner = {
    ...{ id: made.id, email, code, link: made, sponsor, hasMethod, methodWaitsUntil: 0, coupon: null },
    ...{ status: new Timeline<string>(), program: new Timeline<Program>(), own: new Timeline<Terms | null>() },
  };
  partner.status.set(market.step, market.now, made.status);
  partner.program.set(market.step, market.now, program);
  market.partners.push(partner);
}

/** Everybody who was approved may be suspended, and comes back. */
export async function suspendOrReinstate(market: Market): Promise<void> {
  const partner = market.focus?.partner ?? market.chance.pick(market.partners);
  const isSuspended = partner.status.now === 'suspended';
  await market.ok('POST', `/v1/partners/${partner.id}/${isSuspended ? 'reinstate' : 'suspend'}`, {});
  await market.readClock();
  partner.status.set(market.step, market.now, isSuspended ? 'approved' : 'suspended');
  for (const one of market.commissions) {
    if (one.partner !== partner || one.status !== 'pending') continue;
    if (one.held !== (isSuspended ? 'partner_suspended' : null)) continue;
    if (one.payableOn <= market.now) Object.assign(one, { status: 'payable', held: null });
    else one.held = isSuspended ? null : 'partner_suspended';
  }
}

export async function move(market: Market): Promise<void> {
  const [partner, program] = [market.chance.pick(market.partners), market.chance.pick(market.programs)];
  await market.ok('POST', `/v1/partners/${partner.id}/move`, { program_id: program.id });
  partner.program.set(market.step, market.now, program);
}

export async function changeTerms(market: Market): Promise<void> {
  const { chance } = market;
  const program = chance.pick(market.programs);
  const isFlat = program.defaults.first!.kind === 'flat';
  const terms = someTerms(market, program, isFlat);
  if (isFlat || chance.percent(30)) {
    await market.ok('PATCH', `/v1/programs/${program.id}`, { default_terms: toJson(terms) });
    return program.defaults.set(market.step, market.now, terms);
  }
  const sku = chance.pick(skus);
  const line = program.products.get(sku) ?? new Timeline<Terms | null>();
  const isEnd = line.now !== undefined && chance.percent(30);
  const path = `/v1/programs/${program.id}/products/${sku}`;
  if (!isEnd) await market.ok('PUT', path, toJson(terms));
  else if (line.now) await market.ok('DELETE', path);
  program.products.set(sku, line);
  line.set(market.step, market.now, isEnd ? null : terms);
}

export async function changeProgram(market: Market): Promise<void> {
  const { chance } = market;
  const program = chance.pick(market.programs);
  const change = chance.pick<Partial<ProgramSettings>>([
    { hold_days: chance.pick([0, 7, 30, 60]) },
    { include_tax: chance.percent(50) },
    { include_shipping: chance.percent(50) },
  ]);
  await market.ok('PATCH', `/v1/programs/${program.id}`, change);
  program.settings.set(market.step, market.now, { ...program.settings.now!, ...change });
}

export async function changeOwnTerms(market: Market): Promise<void> {
  const partner = market.chance.pick(market.partners);
  const path = `/v1/partners/${partner.id}/terms`;
  if (partner.own.now && market.chance.percent(40)) {
    await market.ok('DELETE', path);
    return partner.own.set(market.step, market.now, null);
  }
  const terms: Terms = { kind: 'percent', tier1: market.chance.pick([500, 1234, 5000]) };
  await market.ok('PUT', path, toJson(terms));
  partner.own.set(market.step, market.now, terms);
}

export async function changeMethod(market: Market): Promise<void> {
  const partner = market.chance.pick(market.partners);
  const email = `${market.number('m')}@paypal.example`;
  await market.ok('PATCH', `/v1/partners/${partner.id}`, { payout_method: { kind: 'paypal', email } });
  await market.readClock();
  if (partner.hasMethod) partner.methodWaitsUntil = market.now + 48 * HOUR;
  partner.hasMethod = true;
}

export async function giveCoupon(market: Market): Promise<void> {
  const partner = market.chance.pick(market.partners);
  if (partner.coupon) return;
  partner.coupon = market.number('CODE');
  await market.ok('POST', '/v1/coupons', { partner_id: partner.id, code: partner.coupon });
}

export async function changeThreshold(market: Market): Promise<void> {
  market.threshold = { USD: market.chance.pick([0, 5000, 20_000]), EUR: market.chance.pick([0, 4000]) };
  await market.ok('PATCH', '/v1/settings', { payout_threshold: market.threshold });
}

/** Hours, days or weeks pass; never by so much that a hold's end and the clock meet in one second. */
export async function passTime(market: Market): Promise<void> {
  const { chance } = market;
  const ms =
    chance.pick([5 * HOUR, DAY, 3 * DAY, 9 * DAY]) + chance.below(600) * MINUTE + chance.below(60) * 1000 + 517;
  await market.readClock();
  const to = market.now + ms;
  await market.ok('POST', '/v1/test_clock', { now: new Date(to).toISOString() });
  market.now = to;
  market.endHolds();
}
