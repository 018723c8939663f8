import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;

/** Work for the outside that waits: ids and instants only, never a tenant's data. */
export type JobTables = {
  'machinery.jobs': {
    account_id: Fixed<string>;
    kind: Fixed<string>;
    subject_id: Fixed<string>;
    /** The lower, the sooner. */
    priority: Fixed<number>;
    run_at: Date;
    /** How often it was taken: whoever holds an older number has lost it. */
    taken: number;
    leased_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
};
