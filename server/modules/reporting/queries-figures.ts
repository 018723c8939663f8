import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { Day } from '../../values/instant.ts';
import { type Dimension, type Measure, measures } from './rules/entries.ts';
import { type Grain, monthOf } from './rules/grains.ts';
import { type Period, segmentsOf } from './rules/periods.ts';
import type { Snapshot } from './rules/snapshots.ts';
import type { Filters, Question } from './rules/sum-figures.ts';

export type CountedRow = Readonly<Record<Dimension, string>> &
  Readonly<Partial<Record<Measure, bigint>>> & { readonly day: Day; readonly is_before: boolean };

export interface Counted {
  /** What the counters hold; null: nothing is folded in yet. */
  readonly seen: Snapshot | null;
  readonly rows: readonly CountedRow[];
}

/**
 * The counters' answer and what they hold, read by one statement: so the two belong together, whoever folds at this moment.
 * `grain` must have all that the question asks for.
 */
export async function readCounted(
  tx: Tx,
  account: AccountId,
  timeZone: string,
  grain: Grain,
  question: Question,
): Promise<Counted> {
  const columns: string[] = ['currency', ...question.by, ...(question.byDay ? ['day'] : [])];
  const asked = question.measures ?? measures;
  const sums = sql.raw(asked.map((measure) => `sum(c.${measure})::bigint as ${measure}`).join(', '));
  const columnsSql = sql.raw(columns.map((column) => `c.${column}`).join(', '));
  // By day there must be rows of days.
  const parts = (period: Period, isBefore: boolean) =>
    segmentsOf(period, grain.monthly && !question.byDay).map(
      ({ from, to, monthly }) => sql`
        select ${columnsSql}, ${sql.lit(isBefore)} as is_before, ${sums} from tenant.counters c
        where c.account_id = ${account} and c.grain = ${sql.lit(monthly ? monthOf(grain) : grain.name)}
          and c.day >= ${from}::date and c.day < ${to}::date ${filtered(question.filters)}
        group by ${columnsSql}`,
    );
  const all = [...parts(question.period, false), ...(question.before ? parts(question.before, true) : [])];
  const { rows } = await sql<CountedRow & { seen: Snapshot | null; is_before: boolean | null }>`
    select m.seen::text as seen, c.* from (values (1)) as one (n)
    left join tenant.fold_marks m on m.account_id = ${account} and m.time_zone = ${timeZone}
    left join (${sql.join(all, sql` union all `)}) c on m.account_id is not null`.execute(tx);
  return { seen: rows[0]?.seen ?? null, rows: rows.filter((row) => row.is_before !== null) };
}

function filtered(filters: Filters) {
  const conditions = Object.entries(filters).map(
    ([dimension, value]) => sql`and ${sql.ref(`c.${dimension}`)} = ${value}`,
  );
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql` `);
}

/** The days of a period on which the counters hold anything for the question, newest first. */
export async function listDaysCounted(
  tx: Tx,
  account: AccountId,
  grain: Grain,
  { period, filters }: Pick<Question, 'period' | 'filters'>,
): Promise<Day[]> {
  const { rows } = await sql<{ day: Day }>`
    select distinct c.day from tenant.counters c
    where c.account_id = ${account} and c.grain = ${grain.name} and c.day >= ${period.from}::date
      and c.day < ${period.to}::date ${filtered(filters)}
    order by c.day desc`.execute(tx);
  return rows.map((row) => row.day);
}
