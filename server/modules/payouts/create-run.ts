import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { PartnerId, PayoutRunId } from '../../values/id.ts';
import { toJsonAmount } from '../../values/money.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { claimCommissions, listPartnersWithPayable } from '../commissions/index.ts';
import { type BalanceRow, lockBalances, post } from '../ledger/index.ts';
import { findPartners, type PayoutMethod } from '../partners/index.ts';
import { findProgram } from '../programs/index.ts';
import type { NewRun } from './contract.ts';
import { insertPayouts, insertRun } from './queries.ts';
import { sealReceiver } from './receiver.ts';
import { type PlannedPayout, type PlannedRun, planRun } from './rules/plan-run.ts';
import type { FrozenExclusion } from './tables.ts';
import { type Weighed, weighBalances } from './weigh-balances.ts';

/**
 * Makes a run: locks the balances of everybody who may be paid, plans by what is there then, and takes what the plan says,
 * once, whoever else runs at that moment (rules.md 27 to 30). Frozen from then on. Refuses `not_found` for a program or
 * partner of the filter that is not there.
 */
export async function createRun(context: Context, input: NewRun): Promise<PayoutRunId | Refusal> {
  const candidates = await findCandidates(context, input);
  if (isRefusal(candidates)) return candidates;
  const locked = await lockBalances(context.tx, context.accountId, candidates);
  const cutoff = input.cutoff ?? context.now;
  const weighed = await weigh(context, candidates, input, locked);
  const plan = planRun(weighed.balances, cutoff, context.now);
  const id = newId('payoutRun', context.now);
  await freezeRun(context, id, input, cutoff, plan);
  await startPayouts(context, id, plan.payouts, weighed.methods);
  const detail = { payouts: plan.payouts.length, excluded: plan.excluded.length };
  await recordAct(context, 'run_created', id, { detail });
  await context.announce({ kind: 'run_created', subject: id, data: detail });
  return id;
}

/** What a run would do now. Nothing is locked or written. */
export async function previewRun(context: Context, input: NewRun): Promise<PlannedRun | Refusal> {
  const candidates = await findCandidates(context, input);
  if (isRefusal(candidates)) return candidates;
  const { balances } = await weigh(context, candidates, input, null);
  return planRun(balances, input.cutoff ?? context.now, context.now);
}

async function findCandidates(context: Context, input: NewRun): Promise<PartnerId[] | Refusal> {
  const { tx, accountId } = context;
  if (input.program_id && !(await findProgram(tx, accountId, input.program_id)))
    return refuse('not_found', 'There is no such program.');
  if (!input.partner_ids) return listPartnersWithPayable(tx, accountId);
  const wanted = [...new Set(input.partner_ids)];
  const found = await findPartners(tx, accountId, wanted);
  return found.length === wanted.length ? wanted : refuse('not_found', 'There is no such partner.');
}

/** A balance that came up after the locks were taken is left to the next run: nobody guards it here. */
async function weigh(
  context: Context,
  candidates: readonly PartnerId[],
  { program_id, method }: NewRun,
  locked: readonly BalanceRow[] | null,
): Promise<Weighed> {
  const weighed = await weighBalances(context, candidates, { programId: program_id ?? null, method: method ?? null });
  if (locked === null) return weighed;
  const keys = new Set(locked.map((row) => `${row.partner_id} ${row.currency}`));
  const balances = weighed.balances.filter(({ partner_id, currency }) => keys.has(`${partner_id} ${currency}`));
  return { ...weighed, balances };
}

async function freezeRun(
  { tx, accountId, now, actor }: Context,
  id: PayoutRunId,
  input: NewRun,
  cutoff: Date,
  plan: PlannedRun,
): Promise<void> {
  const excluded = plan.excluded.map((row): FrozenExclusion => ({ ...row, amount: toJsonAmount(row.amount) }));
  await insertRun(tx, {
    account_id: accountId,
    id,
    created_at: now,
    cutoff,
    program_id: input.program_id ?? null,
    partner_ids: input.partner_ids ?? null,
    method: input.method ?? null,
    status: 'open',
    author: `${actor.kind}:${actor.id}`,
    excluded: JSON.stringify(excluded),
  });
}

/** Payouts, what they claim, and the ledger: the net amount of each goes from payable into flight. */
async function startPayouts(
  context: Context,
  run: PayoutRunId,
  planned: readonly PlannedPayout[],
  methods: ReadonlyMap<PartnerId, PayoutMethod>,
): Promise<void> {
  const { tx, accountId, now } = context;
  if (planned.length === 0) return;
  const payouts = planned.map((plan) => ({ ...plan, id: newId('payout', now) }));
  const rows = payouts.map(({ id, partner_id, amount, currency, method }) => {
    return { id, partner_id, amount, currency, method, receiver: sealReceiver(context, id, methods.get(partner_id)!) };
  });
  await insertPayouts(tx, accountId, run, rows);
  await claimCommissions(
    context,
    payouts.flatMap((payout) => payout.commission_ids.map((id) => ({ id, payoutId: payout.id }))),
  );
  const transfers = payouts.map(({ id, partner_id, currency, amount }) => {
    const [debit, credit, cause] = ['payable', 'in_flight', 'run_created'] as const;
    return { partnerId: partner_id, currency, debit, credit, amount, cause, payoutId: id };
  });
  await post(tx, accountId, transfers, now);
}
