import type { AccountId } from '../../values/id.ts';

/** What reporting has to know of an account. */
export interface ReportingAccount {
  readonly id: AccountId;
  readonly timeZone: string;
  /** The account's time: a sandbox has its own. */
  readonly now: Date;
}
