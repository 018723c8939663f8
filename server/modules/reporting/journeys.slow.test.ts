import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ClickRow, JourneyMaker, type Piece, writePiece } from '../../../test/support/journeys.ts';
import { type Fact, type Plain, PlainCount, withoutZeros } from '../../../test/support/plain-count.ts';
import { Chance } from '../../../test/support/random.ts';
import { openReportWorld, type ReportWorld } from '../../../test/support/report-world.ts';
import { DAY, dayOf as exactDayOf, shiftDay, startOfDay } from '../../values/instant.ts';
import { listCountedDays, recountDay, runReport, runTimeseries } from './index.ts';
import { reports } from './reports.ts';
import type { Asked } from './run-report.ts';

const counts = [
  'clicks',
  'unique_clicks',
  'uncounted',
  'leads',
  'orders',
  'revenue',
  'refunds',
  'refunded',
  'commission',
];

interface Place {
  readonly timeZone: string;
  /** A day on which something happens to the clocks, or to the month. */
  readonly round: string;
  readonly journeys: number;
}

/** Between them 1,000 journeys, and every kind of midnight. */
const places: Place[] = [
  { timeZone: 'Pacific/Pago_Pago', round: '2026-03-01', journeys: 200 },
  { timeZone: 'Pacific/Kiritimati', round: '2025-12-31', journeys: 200 },
  { timeZone: 'America/New_York', round: '2026-03-08', journeys: 200 },
  { timeZone: 'Europe/Berlin', round: '2025-10-26', journeys: 200 },
  { timeZone: 'Australia/Lord_Howe', round: '2026-04-05', journeys: 100 },
  { timeZone: 'Asia/Kathmandu', round: '2026-02-01', journeys: 100 },
  // Midnight itself is left out on the day on which summer begins.
  { timeZone: 'Africa/Cairo', round: '2026-04-24', journeys: 100 },
];

describe('any journeys are counted as a plain recount of the raw rows counts them', () => {
  for (const [index, place] of places.entries()) {
    test(`${place.journeys} journeys round ${place.round} in ${place.timeZone}`, () => play(place, 1000 + index));
  }
});

/** Days by the runtime's calendar, by which nothing else is counted. */
function calendarOf(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => format.format(at);
}

async function play({ timeZone, round, journeys }: Place, seed: number): Promise<void> {
  const chance = new Chance(seed);
  const midnights = [-2, -1, 0, 1, 2].map((days) => startOfDay(shiftDay(round, days), timeZone));
  const now = new Date(midnights.at(-1)!.getTime() + 9 * DAY);
  const from = new Date(midnights[0]!.getTime() - 30 * DAY);
  const world = await openReportWorld({ timeZone, from, movedAt: midnights[2]!, now });
  try {
    const dayOf = calendarOf(timeZone);
    const maker = new JourneyMaker(world, chance, midnights, dayOf);
    const plain = new PlainCount(world, dayOf);
    const pieces = arrange(
      Array.from({ length: journeys }, (_, person) => maker.make(`person ${person}`)),
      chance,
    );
    await world.ensureMonths(pieces.flatMap((piece) => (piece.kind === 'click' ? [piece.row.at] : [])));
    await writeAll(world, pieces, plain, chance, round);
    await world.foldAll();
    await compare(world, plain, round);
    await recountAll(world, round);
  } finally {
    await world.close();
  }
}

/**
 * Each journey's pieces follow one another, but for clicks that wait in a spool and land among much later ones. A click by
 * which an order was credited was there before it.
 */
function arrange(journeys: readonly Piece[][], chance: Chance): Piece[] {
  const arranged: { piece: Piece; turn: number }[] = [];
  for (const journey of journeys) {
    const start = chance.next();
    for (const [index, piece] of journey.entries()) {
      const isLate = piece.kind === 'click' && !isTouch(piece.row, journey) && chance.percent(15);
      arranged.push({ piece, turn: (isLate ? chance.next() * 2 : start) + index / 1000 });
    }
  }
  return arranged.sort((a, b) => a.turn - b.turn).map(({ piece }) => piece);
}

function isTouch(row: ClickRow, pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => piece.kind === 'order' && piece.order.touch === row);
}

/**
 * Writes by transactions that overlap: one begins first and commits last. Reports are asked and folds made at any moment
 * between; what is not committed is in neither.
 */
async function writeAll(world: ReportWorld, pieces: Piece[], plain: PlainCount, chance: Chance, round: string) {
  const [slow, quick] = [await world.writer(), await world.writer()];
  const left = [...pieces];
  let turns = 0;
  while (left.length > 0) {
    // What waits must not be needed by what is committed before it: only clicks are let wait.
    const waiting = left
      .slice(0, 30)
      .filter((piece) => piece.kind === 'click' && !isTouch(piece.row, left) && chance.percent(30));
    const first = left.splice(0, 30).filter((piece) => !waiting.includes(piece));
    await slow.begin();
    for (const piece of waiting) await writePiece(slow, piece);
    await quick.write(async () => {
      for (const piece of first) await writePiece(quick, piece);
    });
    for (const piece of first) plain.take(piece);
    if (chance.percent(60)) await Promise.all([world.fold(), world.fold()]);
    if (turns % 8 === 0) await compare(world, plain, round);
    await slow.commit();
    for (const piece of waiting) plain.take(piece);
    if (chance.percent(50)) await world.fold();
    if (turns % 8 === 4) await compare(world, plain, round);
    turns += 1;
  }
}

/** Holds reports of several shapes against the plain count. */
async function compare(world: ReportWorld, plain: PlainCount, round: string): Promise<void> {
  const spans = [
    { from: shiftDay(round, -60), to: shiftDay(round, 60) },
    { from: round, to: shiftDay(round, 1) },
    { from: shiftDay(round, -1), to: shiftDay(round, 3) },
  ];
  const named: [string, (fact: Fact) => string, (row: Record<string, unknown>) => string][] = [
    ['partners', (fact) => `${fact.partner} ${fact.currency}`, (row) => `${row.partner_id} ${row.currency}`],
    [
      'countries',
      (fact) => `${fact.click?.country ?? null} ${fact.currency}`,
      (row) => `${row.country} ${row.currency}`,
    ],
    [
      'subs',
      (fact) => `${fact.click?.sub ?? null} ${fact.partner} ${fact.currency}`,
      (row) => `${row.sub} ${row.partner_id} ${row.currency}`,
    ],
    [
      'links',
      (fact) => `${fact.click?.link_id ?? null} ${fact.partner} ${fact.currency}`,
      (row) => `${row.link_id} ${row.partner_id} ${row.currency}`,
    ],
  ];
  await world.act(async (context) => {
    for (const span of spans) {
      for (const [name, plainKey, rowKey] of named) {
        const { data } = await runReport(context, reports.find((report) => report.name === name)!, span);
        assert.deepEqual(
          asMap(data, rowKey),
          sorted(plain.count(span.from, span.to, plainKey)),
          `${name} ${span.from}`,
        );
      }
    }
    const series = await runTimeseries(context, { ...spans[0]!, interval: 'day' } as Asked & { interval: 'day' });
    const byDay = plain.count(spans[0]!.from, spans[0]!.to, (fact) => `${fact.day} ${fact.currency}`);
    assert.deepEqual(
      asMap(series.data, (row) => `${row.from} ${row.currency}`),
      sorted(byDay),
      'timeseries',
    );
  });
}

function asMap(rows: readonly Record<string, unknown>[], keyOf: (row: Record<string, unknown>) => string) {
  const map = new Map<string, Plain>();
  for (const row of rows) {
    const figures = withoutZeros(Object.fromEntries(counts.map((name) => [name, Number(row[name])])));
    if (Object.keys(figures).length > 0) map.set(keyOf(row), figures);
  }
  return sorted(map);
}

function sorted(map: ReadonlyMap<string, Plain>) {
  const inOrder = (row: Plain): Plain => Object.fromEntries(Object.entries(row).sort());
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => [key, inOrder(row)]));
}

/** The doctor's recount of each day finds nothing. */
async function recountAll(world: ReportWorld, round: string): Promise<void> {
  await world.act(async ({ tx, accountId, account, now }) => {
    const own = { id: accountId, timeZone: account.timeZone, now };
    const days = await listCountedDays(tx, accountId);
    assert.ok(days.includes(round));
    for (const day of days) assert.deepEqual(await recountDay(tx, own, day), [], day);
  });
}

test('the calendar of the runtime and ours agree', () => {
  const chance = new Chance(7);
  for (const { timeZone } of places) {
    const dayOf = calendarOf(timeZone);
    for (let n = 0; n < 300; n += 1) {
      const at = new Date(Date.UTC(2025, 9, 1) + Math.floor(chance.next() * 300 * DAY));
      assert.equal(dayOf(at), exactDayOf(at, timeZone));
    }
  }
});
