import assert from 'node:assert/strict';
import type { Json } from '../support/world.ts';
import type { Commission, Market, Payout } from './market.ts';

const recent = (market: Market, wanted: (one: Commission) => boolean): Commission | null => {
  const some = market.focus ? market.focus.commissions : market.commissions;
  const found = some.filter(wanted).slice(-60);
  return found.length === 0 ? null : market.chance.pick(found);
};

export async function adjust(market: Market): Promise<void> {
  const partner = market.chance.pick(market.partners);
  const currency = market.chance.pick(['USD', 'USD', 'EUR']);
  const amount = (1 + market.chance.below(3000)) * market.chance.pick([1, 1, -1]);
  await market.ok('POST', '/v1/commissions/adjustments', { partner_id: partner.id, amount, currency, note: 'By hand' });
  market.adjustments.push({ partner, currency, amount: BigInt(amount) });
}

export async function approve(market: Market): Promise<void> {
  const one = recent(market, ({ status }) => status === 'pending' || market.chance.percent(3));
  if (!one) return;
  const isRight = one.status === 'pending';
  await market.try(`/v1/commissions/${one.id}/approve`, {}, isRight, 'wrong_status');
  if (isRight) Object.assign(one, { status: 'payable', held: null });
}

export async function cancel(market: Market): Promise<void> {
  const one = recent(market, () => true);
  if (!one) return;
  const isRight = one.status === 'pending' || one.status === 'payable';
  await market.try(`/v1/commissions/${one.id}/cancel`, { note: 'No' }, isRight, 'wrong_status');
  if (isRight) Object.assign(one, { status: 'cancelled', wasPayable: one.status === 'payable' });
}

export async function restore(market: Market): Promise<void> {
  const one = recent(market, ({ status }) => status === 'cancelled' || market.chance.percent(2));
  if (!one) return;
  const isRight = one.status === 'cancelled';
  await market.try(`/v1/commissions/${one.id}/restore`, {}, isRight, 'wrong_status');
  if (!isRight) return;
  await market.readClock();
  const isSuspended = one.partner.status.now === 'suspended';
  const held = one.held && one.held !== 'partner_suspended' ? one.held : isSuspended ? 'partner_suspended' : null;
  const isPayable = one.wasPayable || (one.payableOn <= market.now && held === null);
  Object.assign(one, { status: isPayable ? 'payable' : 'pending', held: isPayable ? null : held });
}

/** What a run without a filter must pay, and whom it must leave out and why: "partner currency amount how". */
function expectRun(market: Market): string[] {
  const lines: string[] = [];
  for (const [key, { payable }] of market.balances()) {
    if (payable === 0n) continue;
    const [id, currency] = key.split(' ') as [string, string];
    const partner = market.partners.find((one) => one.id === id)!;
    const why =
      (partner.status.now === 'suspended' && 'suspended') ||
      (payable <= 0n && 'nothing_payable') ||
      (payable < BigInt(market.threshold[currency] ?? 0) && 'below_threshold') ||
      (!partner.hasMethod && 'no_payout_method') ||
      (partner.methodWaitsUntil > market.now && 'method_waiting') ||
      'paid';
    lines.push(`${key} ${payable} ${why}`);
  }
  return lines.sort();
}

const told = (run: Json): string[] =>
  [...run.payouts.map((row: Json) => ({ ...row, reason: 'paid' })), ...run.excluded]
    .map((row: Json) => `${row.partner_id} ${row.currency} ${row.amount} ${row.reason}`)
    .sort();

export async function run(market: Market): Promise<void> {
  await market.readClock();
  const { chance } = market;
  const isWhole = chance.percent(60);
  const filter = isWhole ? {} : someFilter(market);
  const expected = isWhole ? expectRun(market) : [];
  const balances = market.balances();
  const made = await market.ok('POST', '/v1/payout_runs', filter);
  if (isWhole) assert.deepEqual(told(made), expected);
  for (const row of made.payouts) {
    const partner = market.partners.find(({ id }) => id === row.partner_id)!;
    const { payable } = balances.get(`${row.partner_id} ${row.currency}`)!;
    assert.ok(BigInt(row.amount) <= payable, `${row.amount} of ${payable} is paid: ${JSON.stringify(filter)}`);
    const { id, currency, status } = row;
    market.payouts.push({ id, run: made.id, partner, currency, amount: BigInt(row.amount), status, wasPaid: false });
    await take(market, id);
  }
}

function someFilter(market: Market): Json {
  const { chance, checkpoints, programs, partners } = market;
  return chance.pick<Json>([
    checkpoints.length > 0 ? { cutoff: new Date(chance.pick(checkpoints).at).toISOString() } : {},
    { program_id: chance.pick(programs).id },
    {
      partner_ids: chance
        .shuffle(partners)
        .slice(0, 3)
        .map(({ id }) => id),
    },
    { method: 'paypal' },
  ]);
}

/** What a payout took of the commissions that are known here. */
async function take(market: Market, payout: string): Promise<void> {
  const known = new Map(market.commissions.map((one) => [one.id, one]));
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Json = await market.ok('GET', `/v1/commissions?payout_id=${payout}&limit=100${more}`);
    for (const { id } of page.data) {
      const one = known.get(id);
      if (one) Object.assign(one, { status: 'in_flight', payout });
    }
    cursor = page.next_cursor;
  }
}

/** A payout in flight ends: its commissions are paid, or payable as before. */
function end(market: Market, payout: Payout, status: string): void {
  payout.status = status;
  payout.wasPaid ||= status === 'paid';
  for (const one of market.commissions) {
    if (one.payout !== payout.id || one.status !== 'in_flight') continue;
    Object.assign(one, status === 'paid' ? { status } : { status: 'payable', payout: null });
  }
}

export async function settle(market: Market): Promise<void> {
  const open = market.payouts.filter(({ status }) => status === 'in_flight');
  const some = open.length > 0 && market.chance.percent(80) ? open : market.payouts;
  if (some.length === 0) return;
  const payout = market.chance.pick(some);
  const status = market.chance.pick(['paid', 'paid', 'paid', 'failed', 'returned']);
  const isAgain = payout.status === status;
  const isOpen = payout.status === 'in_flight';
  const isRight = isAgain || isOpen || (payout.status === 'paid' && status === 'returned');
  await market.try(`/v1/payouts/${payout.id}/result`, { status }, isRight, 'payout_settled');
  if (!isRight || isAgain) return;
  // What was paid and came back stays paid, and is owed again by a row of its own.
  if (isOpen) end(market, payout, status);
  else payout.status = status;
}

/** All of a run that is still in flight, at once: paid by hand, or given back. */
export async function closeRun(market: Market): Promise<void> {
  const open = market.payouts.filter(({ status }) => status === 'in_flight');
  if (open.length === 0) return;
  const { run } = market.chance.pick(open);
  const all = market.payouts.filter((payout) => payout.run === run);
  const left = all.filter(({ status }) => status === 'in_flight');
  if (market.chance.percent(70)) {
    await market.ok('POST', `/v1/payout_runs/${run}/mark_paid`, { force: true, note: 'paid by hand' });
    for (const payout of left) end(market, payout, 'paid');
    return;
  }
  const isRight = all.every((payout) => !payout.wasPaid);
  await market.try(`/v1/payout_runs/${run}/cancel`, {}, isRight, 'wrong_status');
  if (isRight) for (const payout of left) end(market, payout, 'cancelled');
}
