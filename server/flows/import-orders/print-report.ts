import { toDecimalText } from '../../values/money.ts';
import type { ImportReport } from './report.ts';

const amounts = (list: ImportReport['commission']): string =>
  list.map(({ currency, amount }) => `${toDecimalText(BigInt(amount), currency)} ${currency}`).join(', ') || '0';

/** The report as lines of plain text. */
export function printReport(report: ImportReport): string {
  const { lines, orders, refunds } = report;
  const rows: [string, string][] = [
    ['Lines read', `${lines.read}`],
    ['  order lines', `${lines.order_lines}`],
    ['  refund lines', `${lines.refund_lines}`],
    ['  refused', `${lines.refused}`],
    [
      'Orders',
      `${orders.recorded} new, ${orders.known} known before${orders.refused ? `, ${orders.refused} refused` : ''}`,
    ],
    ['Credited orders', `${report.credited_orders}`],
    ['Commission', amounts(report.commission)],
    ['Refunds', `${refunds.recorded} new, ${refunds.known} known before`],
    ['Commission taken back', amounts(report.reversed.map(({ currency, amount }) => ({ currency, amount: -amount })))],
    ['Time', `${report.seconds} s`],
  ];
  if (report.referrals)
    rows.unshift([
      'Referrals',
      `${report.referrals.recorded} new, ${report.referrals.known} known before, of ${report.referrals.read}`,
    ]);
  const table = rows.map(([name, value]) => `${name.padEnd(24)}${value}`);
  const lists = [
    ...reasonsOf('Referrals refused', report.referrals?.refused ?? []),
    ...reasonsOf('Lines refused', report.refused),
    ...reasonsOf('Refund lines taken in part', report.in_part),
  ];
  return [...table, ...lists].join('\n');
}

function reasonsOf(title: string, list: ImportReport['refused']): string[] {
  if (list.length === 0) return [];
  return [
    '',
    `${title}:`,
    ...list.flatMap(({ reason, lines, meaning, examples }) => [
      `  ${`${lines}`.padStart(7)}  ${reason}: ${meaning}`,
      ...examples.map(({ line, detail }) => `           line ${line}${detail ? `  ${detail}` : ''}`),
    ]),
  ];
}
