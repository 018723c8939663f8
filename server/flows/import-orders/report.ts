import { meaningOf } from './reasons.ts';
import type { CancellationsRecorded } from './record-cancellations.ts';
import type { OrdersRecorded } from './record-orders.ts';
import type { ReferralsRecorded } from './record-referrals.ts';
import type { RefusedLine } from './rules/read-line.ts';
import { createTally, type Tally } from './rules/tally.ts';
import { addTo, type Sums, sumsToJson } from './sums.ts';

type Counted = ReturnType<typeof counted>;
type Amounts = ReturnType<typeof sumsToJson>;

/** What became of a file. Every line read is an order line, a refund line or refused. Amounts are minor units. */
export interface ImportReport {
  readonly lines: {
    readonly read: number;
    readonly order_lines: number;
    readonly refund_lines: number;
    readonly refused: number;
  };
  readonly refused: Counted;
  /** Cancelled lines that became refunds, but for units that had no purchase. */
  readonly in_part: Counted;
  readonly referrals: {
    readonly read: number;
    readonly recorded: number;
    readonly known: number;
    readonly refused: Counted;
  } | null;
  readonly orders: { readonly recorded: number; readonly known: number; readonly refused: number };
  readonly credited_orders: number;
  readonly commission: Amounts;
  readonly refunds: { readonly recorded: number; readonly known: number };
  readonly reversed: Amounts;
  readonly seconds: number;
}

export type Report = ReturnType<typeof createReport>;

/** Adds up what the batches say. */
export function createReport() {
  const [refused, inPart, badReferrals] = [createTally(), createTally(), createTally()];
  const lines = { read: 0, order_lines: 0, refund_lines: 0 };
  const orders = { recorded: 0, known: 0, refused: 0 };
  const refunds = { recorded: 0, known: 0 };
  const [commission, reversed]: [Sums, Sums] = [new Map(), new Map()];
  let leads: { read: number; recorded: number; known: number } | null = null;
  let credited = 0;
  const refuse = ({ refused: reason, line, detail }: RefusedLine): void => refused.add(reason, line, detail);

  return {
    refuse,
    read(): void {
      lines.read += 1;
    },
    countOrders: (): number => orders.recorded + orders.known,
    referrals(read: number, batch: ReferralsRecorded): void {
      leads ??= { read: 0, recorded: 0, known: 0 };
      leads.read += read;
      leads.recorded += batch.recorded;
      leads.known += batch.known;
      for (const { refused: reason, line, detail } of batch.refusedLines) badReferrals.add(reason, line, detail);
    },
    orders(batch: OrdersRecorded): void {
      orders.recorded += batch.recorded;
      orders.known += batch.known;
      orders.refused += batch.refused;
      lines.order_lines += batch.lines;
      credited += batch.credited;
      addTo(commission, batch.commissions);
      batch.refusedLines.forEach(refuse);
    },
    cancellations(batch: CancellationsRecorded): void {
      refunds.recorded += batch.recorded;
      refunds.known += batch.known;
      lines.refund_lines += batch.lines;
      addTo(reversed, batch.reversals);
      batch.refusedLines.forEach(refuse);
      for (const { refused: reason, line, detail } of batch.linesInPart) inPart.add(reason, line, detail);
    },
    done: (seconds: number): ImportReport => ({
      lines: { ...lines, refused: refused.total() },
      refused: counted(refused),
      in_part: counted(inPart),
      referrals: leads && { ...leads, refused: counted(badReferrals) },
      orders,
      credited_orders: credited,
      commission: sumsToJson(commission),
      refunds,
      reversed: sumsToJson(reversed),
      seconds: Math.round(seconds * 10) / 10,
    }),
  };
}

function counted(tally: Tally) {
  return tally.counts().map((count) => ({ ...count, meaning: meaningOf(count.reason) }));
}
