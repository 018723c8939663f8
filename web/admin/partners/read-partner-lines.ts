import { parse } from 'csv-parse/browser/esm/sync';

/** One partner of a file, with the number of the line for whoever has to mend it. */
export interface PartnerLine {
  readonly line: number;
  readonly name: string;
  readonly email: string;
  readonly code: string | null;
  readonly status: 'approved' | 'pending' | null;
  readonly joined_at: string | null;
  readonly payout_method: { readonly kind: 'paypal'; readonly email: string } | null;
}

const options = { bom: true, delimiter: [',', ';'], relax_column_count: true, skip_empty_lines: true, info: true };

/** Reads name, email and, where they are there, code, status, joined_at and paypal_email; the first line names the columns. */
export function readPartnerLines(text: string): { lines: PartnerLine[] } | { missing: string } {
  const [head, ...rows] = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
  const names = (head?.record ?? []).map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const missing = ['name', 'email'].find((name) => !names.includes(name));
  if (missing) return { missing };
  const lines: PartnerLine[] = [];
  for (const { record, info } of rows) {
    if (record.every((one) => one.trim() === '')) continue;
    const cell = (name: string): string => (record[names.indexOf(name)] ?? '').trim();
    const status = cell('status').toLowerCase();
    const paypal = cell('paypal_email');
    lines.push({
      line: info.lines,
      name: cell('name'),
      email: cell('email'),
      code: cell('code') || null,
      status: status === 'approved' || status === 'pending' ? status : null,
      joined_at: cell('joined_at') || null,
      payout_method: paypal ? { kind: 'paypal', email: paypal } : null,
    });
  }
  return { lines };
}
