import type { ContactId } from '../../values/id.ts';
import { type CreditFact, listCreditFacts, listOrdersCreditedSince } from '../attribution/index.ts';
import {
  type CommissionFact,
  type CommissionTouched,
  listCommissionFacts,
  listCommissionsSince,
} from '../commissions/index.ts';
import {
  type LineRow,
  listLines,
  listOrderFacts,
  listOrdersRefundedSince,
  listRefundFacts,
  type OrderFact,
  type RefundFact,
  refundPartsFromJson,
  spreadOf,
} from '../orders/index.ts';
import { findFirstLeads } from '../tracking/index.ts';
import type { News, Reader } from './load-clicks.ts';
import { creditKey, findOrigins } from './origins.ts';
import { loadPrograms } from './programs-then.ts';
import { countLoneCommission, countOrder, noOrigin, type OrderToCount, type Origin } from './rules/count-order.ts';
import type { Change, Entry } from './rules/entries.ts';

/** What new credits, refunds and commissions change: each order that they touch is counted as it was and as it is. */
export async function loadOrderChange(reader: Reader, news: News): Promise<Change> {
  const { tx, account } = reader;
  const credited = await listOrdersCreditedSince(tx, account, news.seen, news.upto);
  const refunded = await listOrdersRefundedSince(tx, account, news.seen, news.upto);
  const commissions = await listCommissionsSince(tx, account, news.seen, news.upto);
  const files = await loadFiles(reader, ordersAndLone([...credited, ...refunded], commissions), news);
  return { added: await countFiles(reader, files, 'is'), removed: await countFiles(reader, files, 'was') };
}

/** All figures of these orders and of commissions without an order, as far as `upto` sees them. */
export async function countOrders(
  reader: Reader,
  orders: readonly string[],
  commissions: readonly CommissionTouched[],
  news: News,
): Promise<Entry[]> {
  return countFiles(reader, await loadFiles(reader, ordersAndLone(orders, commissions), news), 'is');
}

interface Asked {
  readonly orders: readonly string[];
  readonly lone: readonly string[];
}

function ordersAndLone(orders: readonly string[], commissions: readonly CommissionTouched[]): Asked {
  return {
    orders: [...new Set([...orders, ...commissions.flatMap((row) => row.order_id ?? [])])],
    lone: commissions.filter((row) => row.order_id === null).map((row) => row.id),
  };
}

/** Everything about some orders, with what was known of it before. */
interface Files {
  readonly orders: readonly OrderFact[];
  readonly lines: ReadonlyMap<string, LineRow[]>;
  readonly credits: ReadonlyMap<string, CreditFact[]>;
  readonly refunds: ReadonlyMap<string, RefundFact[]>;
  readonly commissions: ReadonlyMap<string | null, CommissionFact[]>;
  readonly origins: ReadonlyMap<string, Origin>;
  readonly leads: ReadonlyMap<string, Date | null>;
}

async function loadFiles(reader: Reader, { orders: ids, lone }: Asked, { seen, upto }: News): Promise<Files> {
  const { tx, account } = reader;
  const orders = ids.length === 0 ? [] : await listOrderFacts(tx, account, ids, seen, upto);
  const lines = ids.length === 0 ? [] : await listLines(tx, account, ids);
  const credits = ids.length === 0 ? [] : await listCreditFacts(tx, account, ids, seen, upto);
  const refunds = ids.length === 0 ? [] : await listRefundFacts(tx, account, ids, seen, upto);
  const commissions =
    ids.length + lone.length === 0
      ? []
      : await listCommissionFacts(tx, account, { orders: ids, ids: lone }, seen, upto);
  return {
    orders,
    lines: Map.groupBy(lines, (line) => line.order_id),
    credits: Map.groupBy(credits, (credit) => credit.order_id),
    refunds: Map.groupBy(refunds, (refund) => refund.order_id),
    commissions: Map.groupBy(commissions, (commission) => commission.order_id),
    origins: await findOrigins(reader, credits),
    leads: await leadsOf(reader, orders),
  };
}

async function leadsOf({ tx, account }: Reader, orders: readonly OrderFact[]): Promise<Map<string, Date | null>> {
  const known = orders.flatMap((order) =>
    order.contact_id === null ? [] : [{ ...order, contact_id: order.contact_id as ContactId }],
  );
  const firsts = await findFirstLeads(tx, account, known);
  return new Map(known.map((order, index) => [order.id, firsts[index] ?? null]));
}

/** `was`: from what was known before; `is`: from all. */
type Then = 'was' | 'is';

async function countFiles({ tx, account, findDay }: Reader, files: Files, then: Then): Promise<Entry[]> {
  const commissions = [...files.commissions.values()].flat();
  const partners = [
    ...[...files.credits.values()].flat().flatMap((credit) => credit.partner_id ?? []),
    ...commissions.map((commission) => commission.partner_id),
  ];
  if (partners.length === 0 && files.orders.length === 0) return [];
  const programOf = await loadPrograms(tx, account, partners);
  const lone = countable(files.commissions.get(null), then);
  return [
    ...files.orders
      .filter((order) => (then === 'is' ? order.is_counted : order.was_counted))
      .flatMap((order) => countOrder(fileOf(files, order, then), programOf, findDay)),
    ...lone.flatMap((commission) => countLoneCommission(commission, programOf, findDay)),
  ];
}

function countable(commissions: readonly CommissionFact[] | undefined, then: Then): CommissionFact[] {
  return (commissions ?? []).filter((row) => (then === 'is' ? !row.is_cancelled : row.was_seen && !row.was_cancelled));
}

function fileOf(files: Files, order: OrderFact, then: Then): OrderToCount {
  const known = (fact: { readonly was_seen: boolean }): boolean => then === 'is' || fact.was_seen;
  return {
    id: order.id,
    occurred_at: order.occurred_at,
    currency: order.currency,
    spread: spreadOf(order, files.lines.get(order.id) ?? []),
    customer: order.contact_id === null ? 'unknown' : order.is_returning ? 'returning' : 'new',
    lead_at: files.leads.get(order.id) ?? null,
    credits: (files.credits.get(order.id) ?? []).filter(known).map((credit) => ({
      ...credit,
      origin: files.origins.get(creditKey(credit)) ?? noOrigin,
    })),
    refunds: (files.refunds.get(order.id) ?? [])
      .filter(known)
      .map(({ id, reason, occurred_at, amount, ...refund }) => ({
        id,
        reason,
        facts: { occurred_at, amount, parts: refundPartsFromJson(refund.parts) },
        reversed_at: then === 'is' || refund.reversal_was_seen ? refund.reversal_occurred_at : null,
      })),
    commissions: countable(files.commissions.get(order.id), then),
  };
}
