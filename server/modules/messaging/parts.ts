import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { MailTimeouts } from '../../platform/mail/smtp-line.ts';
import type { OutgoingRules } from '../../platform/net/outgoing.ts';
import type { Seal } from '../../platform/seal.ts';

/** What messages are sent with. */
export interface MessagingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly seal: Seal;
  readonly publicUrl: string;
  /** Where connections may go to. */
  readonly outgoing: OutgoingRules;
  readonly timeouts?: MailTimeouts;
}
