import { copyField } from '../../platform/copy.ts';
import type { AccountId, ClickId, LinkId, PartnerId } from '../../values/id.ts';
import type { Month } from './queries-writer.ts';
import type { VisitReason } from './rules/classify-visit.ts';

/** A click as it is written. */
export interface NewClick {
  readonly accountId: AccountId;
  /** The account's time; the id holds the same instant. */
  readonly at: Date;
  readonly id: ClickId;
  readonly linkId: LinkId | null;
  readonly partnerId: PartnerId;
  readonly promoToolId: string | null;
  readonly sub: string | null;
  readonly visitor: string;
  /** `cookie`: the visitor was known by it; `hash`: the cookie was given with this click, and uniqueness goes by the hash. */
  readonly visitorKind: 'cookie' | 'hash';
  readonly dayHash: string | null;
  readonly referrerHost: string | null;
  readonly landing: string | null;
  readonly country: string | null;
  readonly device: string | null;
  readonly reason: VisitReason | null;
  readonly flood: boolean;
}

let last = { ms: -1, text: '', month: '' };

/** ISO 8601, and the month of it; many clicks fall into one millisecond. */
function instantOf(at: Date): { text: string; month: Month } {
  const ms = at.getTime();
  if (ms !== last.ms) {
    const text = at.toISOString();
    last = { ms, text, month: text.slice(0, 4) + text.slice(5, 7) };
  }
  return last;
}

/** The month (UTC) that a click of this instant lies in. */
export const monthOf = (at: Date): Month => instantOf(at).month;

/** The click as a line of `copy`, in the order of CLICK_COLUMNS. Only what strangers wrote needs escaping. */
export function toRow(click: NewClick): string {
  return `${click.accountId}\t${instantOf(click.at).text}\t${click.id}\t${click.linkId ?? '\\N'}\t${click.partnerId}\t${
    click.promoToolId ?? '\\N'
  }\t${copyField(click.sub)}\t${click.visitor}\t${click.visitorKind}\t${click.dayHash ?? '\\N'}\t${copyField(
    click.referrerHost,
  )}\t${copyField(click.landing)}\t${click.country ?? '\\N'}\t${click.device ?? '\\N'}\t${click.reason === null ? 't' : 'f'}\t${
    click.reason ?? '\\N'
  }\t${click.flood ? 't' : 'f'}\n`;
}

/** The month of a row as `toRow` wrote it. */
export function monthOfRow(row: string): Month {
  const at = row.indexOf('\t') + 1;
  return row.slice(at, at + 4) + row.slice(at + 5, at + 7);
}

/** Account and id of a row. */
export function namesOfRow(row: string): { accountId: AccountId; id: ClickId } {
  const [accountId, , id] = row.split('\t', 3);
  return { accountId: accountId!, id: id! };
}
