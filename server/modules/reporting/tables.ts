import type { ColumnType } from 'kysely';
import type { Day } from '../../values/instant.ts';
import type { Dimension, Measure } from './rules/entries.ts';
import type { Snapshot } from './rules/snapshots.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the reporting module owns. All of them can be made anew from the facts, as long as raw clicks are kept. */
export type ReportingTables = {
  'tenant.fold_marks': { account_id: Fixed<string>; time_zone: string; seen: Snapshot; folded_at: Date };
  'tenant.counters': { account_id: Fixed<string>; grain: Fixed<string>; day: Fixed<Day>; cell: Fixed<string> } & {
    [D in Dimension]: Fixed<string>;
  } & { [M in Measure]: bigint };
  'tenant.last_heard': {
    account_id: Fixed<string>;
    kind: Fixed<'link' | 'site'>;
    subject: Fixed<string>;
    click_at: Date | null;
    lead_at: Date | null;
    order_at: Date | null;
    silent_since: Date | null;
  };
};
