import { z } from 'zod';
import { type CommissionRow, findCommissions } from '../modules/commissions/index.ts';
import { listTransfersBetween, type MovementRow, type Standing, sumTransfersBefore } from '../modules/ledger/index.ts';
import { findOrders } from '../modules/orders/index.ts';
import type { PartnerRow } from '../modules/partners/index.ts';
import { NumberCell, toCsv } from '../platform/csv.ts';
import type { Context } from '../platform/http/route.ts';
import { shiftMonth, startOfDay } from '../values/instant.ts';
import { toDecimalText, toJsonAmount } from '../values/money.ts';

const figures = { pending: z.int(), payable: z.int(), in_flight: z.int(), paid: z.int() };
const movementView = z.object({
  id: z.string(),
  at: z.string(),
  cause: z.string(),
  order_id: z.string().nullable(),
  sku: z.string().nullable(),
  tier: z.int().nullable(),
  note: z.string().nullable(),
  commission_id: z.string().nullable(),
  payout_id: z.string().nullable(),
  ...figures,
});
export const statementView = z.object({
  partner_id: z.string(),
  month: z.string(),
  from: z.string(),
  to: z.string(),
  currencies: z.array(
    z.object({
      currency: z.string(),
      opening: z.object(figures),
      movements: z.array(movementView),
      closing: z.object(figures),
    }),
  ),
});
export type Statement = z.input<typeof statementView>;
type Figures = Statement['currencies'][number]['opening'];

/**
 * A partner's month in the account's time zone: opening balance, every movement, closing balance; straight from the ledger,
 * so that it cannot say anything else. `month` is "2026-01".
 */
export async function makeStatement(context: Context, partner: PartnerRow, month: string): Promise<Statement> {
  const { tx, accountId, account } = context;
  const from = startOfDay(`${month}-01`, account.timeZone);
  const to = startOfDay(`${shiftMonth(month, 1)}-01`, account.timeZone);
  const opening = await sumTransfersBefore(tx, accountId, partner.id, from);
  const rows = await listTransfersBetween(tx, accountId, partner.id, from, to);
  const commissions = await findCommissions(tx, accountId, [
    ...new Set(rows.flatMap((row) => row.commission_id ?? [])),
  ]);
  const orders = await findOrders(tx, accountId, [...new Set(commissions.flatMap((row) => row.order_id ?? []))]);
  const about = {
    commissions: new Map(commissions.map((row) => [row.id as string, row])),
    orders: new Map(orders.map((row) => [row.id as string, row.order_id])),
  };
  const currencies = [...new Set([...opening.map((row) => row.currency), ...rows.map((row) => row.currency)])].sort();
  return {
    partner_id: partner.id,
    month,
    from: from.toISOString(),
    to: to.toISOString(),
    currencies: currencies.map((currency) => {
      const start = toFigures(opening.find((row) => row.currency === currency));
      const movements = rows.filter((row) => row.currency === currency).map((row) => toMovement(row, about));
      return { currency, opening: start, movements, closing: movements.reduce(add, start) };
    }),
  };
}

interface About {
  readonly commissions: ReadonlyMap<string, CommissionRow>;
  readonly orders: ReadonlyMap<string, string>;
}

function toMovement(row: MovementRow, about: About) {
  const commission = row.commission_id === null ? undefined : about.commissions.get(row.commission_id);
  const amount = toJsonAmount(row.amount);
  const change = (bucket: string): number => (row.credit === bucket ? amount : row.debit === bucket ? -amount : 0);
  return {
    id: row.id,
    at: row.at.toISOString(),
    cause: row.cause,
    order_id: commission?.order_id ? (about.orders.get(commission.order_id) ?? null) : null,
    sku: commission?.sku ?? null,
    tier: commission?.tier ?? null,
    note: commission?.note ?? null,
    commission_id: row.commission_id,
    payout_id: row.payout_id,
    pending: change('pending'),
    payable: change('payable'),
    in_flight: change('in_flight'),
    paid: change('paid_out'),
  };
}

function toFigures(row: Standing | undefined): Figures {
  const of = (amount: bigint | undefined): number => toJsonAmount(amount ?? 0n);
  return { pending: of(row?.pending), payable: of(row?.payable), in_flight: of(row?.in_flight), paid: of(row?.paid) };
}

function add(a: Figures, b: Figures): Figures {
  return {
    pending: a.pending + b.pending,
    payable: a.payable + b.payable,
    in_flight: a.in_flight + b.in_flight,
    paid: a.paid + b.paid,
  };
}

/** The same as a table: a row for the opening, one for each movement, one for the closing balance. */
export function statementCsv(statement: Statement): string {
  const head = [
    'at',
    'what',
    'order',
    'product',
    'note',
    'currency',
    'pending',
    'payable',
    'in_flight',
    'paid',
    'commission_id',
    'payout_id',
  ];
  const rows = statement.currencies.flatMap(({ currency, opening, movements, closing }) => {
    const money = (row: Figures) =>
      [row.pending, row.payable, row.in_flight, row.paid].map(
        (amount) => new NumberCell(toDecimalText(BigInt(amount), currency)),
      );
    const whole = (at: string, what: string, row: Figures) => [
      at,
      what,
      null,
      null,
      null,
      currency,
      ...money(row),
      null,
      null,
    ];
    return [
      whole(statement.from, 'opening balance', opening),
      ...movements.map((row) => [
        row.at,
        row.cause,
        row.order_id,
        row.sku,
        row.note,
        currency,
        ...money(row),
        row.commission_id,
        row.payout_id,
      ]),
      whole(statement.to, 'closing balance', closing),
    ];
  });
  return toCsv([head, ...rows]);
}
