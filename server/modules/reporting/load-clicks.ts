import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { type ClickFact, listClicksSince, listFirstOfNames } from '../tracking/index.ts';
import { loadPrograms } from './programs-then.ts';
import { changeUniques, namesToAsk } from './rules/count-clicks.ts';
import { type ProgramOf, placeOf } from './rules/count-order.ts';
import type { Amounts, Change, Entry } from './rules/entries.ts';
import type { FindDay } from './rules/find-days.ts';
import type { Snapshot } from './rules/snapshots.ts';

/** What a question about facts is answered from. */
export interface Reader {
  readonly tx: Tx;
  readonly account: AccountId;
  readonly findDay: FindDay;
}

/** Facts that `upto` sees (null: that this moment sees) and `seen` did not. */
export interface News {
  readonly seen: Snapshot;
  readonly upto: Snapshot | null;
}

export interface ClickChange extends Change {
  /** The new clicks themselves. */
  readonly clicks: readonly ClickFact[];
}

const raw: Amounts = { clicks: 1n };
const unique: Amounts = { unique_clicks: 1n };
const uncounted: Amounts = { uncounted: 1n };

/** What new clicks change. */
export async function loadClickChange(reader: Reader, news: News): Promise<ClickChange> {
  const { tx, account, findDay } = reader;
  const clicks = await listClicksSince(tx, account, news.seen, news.upto);
  if (clicks.length === 0) return { clicks, added: [], removed: [] };
  const { won, lost } = changeUniques(clicks, await loadBefore(reader, news.seen, clicks), findDay);
  const programOf = await loadPrograms(
    tx,
    account,
    [...clicks, ...lost].map((click) => click.partner_id),
  );
  const entries = (of: readonly ClickFact[], amounts: Amounts) =>
    of.map((click) => entryOf(click, amounts, programOf, findDay));
  return {
    clicks,
    added: [...countAll(clicks, programOf, findDay), ...entries(won, unique)],
    removed: entries(lost, unique),
  };
}

/** The figures of whole days, all of whose clicks are given. */
export async function countWholeDays(reader: Reader, clicks: readonly ClickFact[]): Promise<Entry[]> {
  const { tx, account, findDay } = reader;
  const { won } = changeUniques(clicks, [], findDay);
  const programOf = await loadPrograms(
    tx,
    account,
    clicks.map((click) => click.partner_id),
  );
  return [...countAll(clicks, programOf, findDay), ...won.map((click) => entryOf(click, unique, programOf, findDay))];
}

function countAll(clicks: readonly ClickFact[], programOf: ProgramOf, findDay: FindDay): Entry[] {
  return clicks.map((click) => entryOf(click, click.counted ? raw : uncounted, programOf, findDay));
}

function entryOf(click: ClickFact, amounts: Amounts, programOf: ProgramOf, findDay: FindDay): Entry {
  const at = new Date(click.ms);
  const program = programOf(click.partner_id, at);
  const origin = {
    link_id: click.link_id ?? '',
    promo_tool_id: click.promo_tool_id ?? '',
    sub: click.sub ?? '',
    country: click.country ?? '',
    device: click.device ?? '',
    clicked_at: null,
  };
  return {
    subject: 'facts',
    day: findDay(click.ms).day,
    place: placeOf(click.partner_id, program.id, program.currency, origin),
    amounts,
    source: { kind: 'click', id: click.id, at },
  };
}

/** What was counted before of the same visitors and hashes. */
async function loadBefore({ tx, findDay }: Reader, seen: Snapshot, clicks: readonly ClickFact[]): Promise<ClickFact[]> {
  const { hashes, visitors } = namesToAsk(clicks, findDay);
  const asked = [
    ...hashes.map((day) => ({ ...day, by: 'day_hash' as const })),
    ...visitors.map((day) => ({ ...day, by: 'visitor' as const })),
  ];
  const before: ClickFact[] = [];
  for (const day of asked) before.push(...(await listFirstOfNames(tx, seen, { ...day, names: [...day.names] })));
  return before;
}
