import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import type { Minor } from '../../values/money.ts';
import { readSettings, type Settings } from '../accounts/index.ts';
import { listPayable, type PayableCommission } from '../commissions/index.ts';
import { findPartners, type PartnerRow, type PayoutMethod, readPayoutMethod } from '../partners/index.ts';
import type { PayableBalance } from './rules/plan-run.ts';
import { thresholdFor } from './threshold.ts';

export interface RunFilter {
  readonly programId: string | null;
  readonly method: string | null;
}

export interface Weighed {
  readonly balances: readonly PayableBalance[];
  /** How each partner is paid, unsealed, where it is known and offered. */
  readonly methods: ReadonlyMap<PartnerId, PayoutMethod>;
}

/** Everything that the plan of a run asks about these partners. Partners with another method than the filter's are left out. */
export async function weighBalances(
  context: Context,
  partnerIds: readonly PartnerId[],
  filter: RunFilter,
): Promise<Weighed> {
  const { tx, accountId } = context;
  const settings = await readSettings(tx, accountId);
  const partners = new Map((await findPartners(tx, accountId, partnerIds)).map((row) => [row.id, row]));
  const methods = new Map<PartnerId, PayoutMethod>();
  for (const partner of partners.values()) {
    const method = methodOf(context, settings, partner);
    if (method) methods.set(partner.id, method);
  }
  const isIn = (id: PartnerId): boolean => filter.method === null || methods.get(id)?.kind === filter.method;
  const rows = await listPayable(tx, accountId, [...partners.keys()].filter(isIn));
  const threshold = rememberThresholds(context, settings);
  const balances: PayableBalance[] = [];
  for (const own of groupByBalance(rows)) {
    const { partner_id, currency } = own[0]!;
    const partner = partners.get(partner_id)!;
    balances.push({
      partner_id,
      currency,
      rows: own.map((row) => toPayableRow(row, filter)),
      threshold: await threshold(currency),
      ...standing(partner, methods.get(partner_id)),
    });
  }
  return { balances, methods };
}

/** How a partner stands for a run: what `planPayout` asks besides amounts. */
export function standing(partner: PartnerRow, method: PayoutMethod | undefined) {
  return {
    suspended: partner.status === 'suspended',
    method: method ? { kind: method.kind, waits_until: partner.payout_method_waits_until } : null,
  };
}

/**
 * How a partner is paid, if the owner still offers it. One that cannot be unsealed is logged and taken for none, so that
 * the others are paid.
 */
export function methodOf(context: Context, settings: Settings, partner: PartnerRow): PayoutMethod | null {
  if (partner.payout_method === null) return null;
  try {
    const method = readPayoutMethod(context, partner);
    return method && settings.payout_methods.includes(method.kind) ? method : null;
  } catch (error) {
    context.log.warn({ err: error, partner_id: partner.id }, 'a payout method cannot be unsealed');
    return null;
  }
}

/** One look-up per currency, however many partners. */
export function rememberThresholds(context: Context, settings: Settings): (currency: string) => Promise<Minor | null> {
  const known = new Map<string, Promise<Minor | null>>();
  return (currency) => {
    const threshold = known.get(currency) ?? thresholdFor(context, settings, currency);
    known.set(currency, threshold);
    return threshold;
  };
}

/** Rows come sorted by partner and currency. */
function groupByBalance(rows: readonly PayableCommission[]): PayableCommission[][] {
  return [...Map.groupBy(rows, (row) => `${row.partner_id} ${row.currency}`).values()];
}

function toPayableRow(row: PayableCommission, { programId }: RunFilter) {
  return {
    id: row.id,
    amount: row.amount,
    counts_from: row.counts_from ?? row.recorded_at,
    at_once: row.counts_from === null,
    in_filter: programId === null || row.program_id === programId,
  };
}
