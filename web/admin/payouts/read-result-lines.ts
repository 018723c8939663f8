import { parse } from 'csv-parse/browser/esm/sync';

export interface ResultLine {
  readonly payout_id: string;
  readonly status: 'paid' | 'failed' | 'returned';
  readonly reference: string | null;
  readonly reason: string | null;
}

/** What rails call the ends of a payment, PayPal's mass payment report and Wise's among them. */
const words: Readonly<Record<string, ResultLine['status']>> = {
  ...{
    paid: 'paid',
    completed: 'paid',
    complete: 'paid',
    success: 'paid',
    sent: 'paid',
    outgoing_payment_sent: 'paid',
  },
  ...{
    failed: 'failed',
    denied: 'failed',
    blocked: 'failed',
    cancelled: 'failed',
    canceled: 'failed',
    refused: 'failed',
  },
  ...{
    returned: 'returned',
    refunded: 'returned',
    reversed: 'returned',
    unclaimed_returned: 'returned',
    bounced_back: 'returned',
  },
};

/**
 * Reads a rail's file of whatever columns: in each line the cell that is one of our payouts, the cell that is a word for an
 * end, and where the head names them, a transaction id and a reason. Lines without both are passed over (still on the way).
 */
export function readResultLines(text: string, ours: ReadonlySet<string>): ResultLine[] {
  const rows: string[][] = parse(text, {
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const head = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const columnOf = (...names: string[]): number => head.findIndex((name) => names.some((one) => name.includes(one)));
  const [reference, reason] = [
    columnOf('transaction id', 'reference', 'transfer id'),
    columnOf('reason', 'error', 'failure'),
  ];
  return rows.flatMap((cells) => {
    const values = cells.map((cell) => cell.trim());
    const payout_id = values.find((value) => ours.has(value));
    const status = values.map((value) => words[value.toLowerCase().replaceAll(/[\s-]+/g, '_')]).find(Boolean);
    if (!payout_id || !status) return [];
    return [
      {
        payout_id,
        status,
        reference: (values[reference] ?? '').slice(0, 200) || null,
        reason: (values[reason] ?? '').slice(0, 1000) || null,
      },
    ];
  });
}
