import { z } from 'zod';
import { countToReview } from '../modules/commissions/index.ts';
import { sumPayable } from '../modules/ledger/index.ts';
import { countFailed } from '../modules/messaging/index.ts';
import { countRefusedRefunds } from '../modules/orders/index.ts';
import { countConflicts, countToDecide } from '../modules/partners/index.ts';
import { countOpenRuns } from '../modules/payouts/index.ts';
import { countSilent } from '../modules/reporting/index.ts';
import type { Context } from '../platform/http/route.ts';
import { addDays } from '../values/instant.ts';

/** What may wait for a person of the office; each word is a list that shows the rows. */
export const todoKinds = [
  'applications',
  'commissions_to_review',
  'payable',
  'open_runs',
  'tracking_silent',
  'refused_refunds',
  'contact_conflicts',
  'failed_messages',
] as const;

const money = z.object({ currency: z.string(), amount: z.int(), count: z.int() });
export const todoView = z.object({
  data: z.array(
    z.object({
      kind: z.enum(todoKinds),
      /** Of partners, commissions, runs, links and so on; what nothing waits in is not listed. */
      count: z.int(),
      /** Where it is about money, by currency. */
      amounts: z.array(money),
      /** Since when the first waits. */
      since: z.string().nullable(),
    }),
  ),
});
type Todo = z.input<typeof todoView>['data'][number];

const FAILED_FOR_DAYS = 7;

interface Counted {
  readonly count: bigint;
  readonly since: Date | null;
}
interface Amounts {
  readonly currency: string;
  readonly count: bigint;
  readonly amount: bigint | null;
  readonly since?: Date | null;
}

/** What waits for a person now, the most pressing first. Each part counts few rows by an index of its own. */
export async function listTodo(context: Context): Promise<{ data: Todo[] }> {
  const { tx, accountId, now } = context;
  const [applications, review, payable, runs, silent, refunds, conflicts, failed] = await Promise.all([
    countToDecide(tx, accountId),
    countToReview(tx, accountId),
    sumPayable(tx, accountId),
    countOpenRuns(tx, accountId),
    countSilent(tx, accountId),
    countRefusedRefunds(tx, accountId),
    countConflicts(tx, accountId),
    countFailed(tx, accountId, addDays(now, -FAILED_FOR_DAYS)),
  ]);
  const all = [
    counted('applications', applications),
    summed('commissions_to_review', review),
    summed('payable', payable),
    counted('open_runs', runs),
    counted('tracking_silent', silent),
    counted('refused_refunds', refunds),
    counted('contact_conflicts', conflicts),
    counted('failed_messages', failed),
  ];
  return { data: all.filter((one) => one.count > 0) };
}

const counted = (kind: Todo['kind'], { count, since }: Counted): Todo => ({
  kind,
  count: Number(count),
  amounts: [],
  since: since?.toISOString() ?? null,
});

function summed(kind: Todo['kind'], rows: readonly Amounts[]): Todo {
  const since = rows.flatMap((row) => (row.since ? [row.since.getTime()] : []));
  return {
    kind,
    count: rows.reduce((sum, row) => sum + Number(row.count), 0),
    amounts: rows.map(({ currency, amount, count }) => ({
      currency,
      amount: Number(amount ?? 0n),
      count: Number(count),
    })),
    since: since.length > 0 ? new Date(Math.min(...since)).toISOString() : null,
  };
}
