import type { FindDay } from './find-days.ts';

/** What counting needs to know of a click; the reporting module's clicks have more. */
export interface ClickToCount {
  readonly id: string;
  readonly ms: number;
  readonly link_id: string | null;
  readonly partner_id: string;
  readonly visitor: string;
  readonly visitor_kind: 'cookie' | 'hash';
  readonly day_hash: string | null;
  readonly counted: boolean;
  readonly flood: boolean;
}

/** Names (visitors, or a day's hashes) of which clicks are new on one day of the account. */
export interface Names {
  readonly from: Date;
  readonly to: Date;
  readonly names: ReadonlySet<string>;
}

/** Per day what must be known of the clicks before, to say which of new ones are unique. */
export interface Asked {
  readonly hashes: readonly Names[];
  readonly visitors: readonly Names[];
}

export interface UniqueChange<Click> {
  readonly won: readonly Click[];
  readonly lost: readonly Click[];
}

/**
 * Unique are, per link and day: of those who came without the cookie, the first click of each hash; and of each cookie the
 * first click that came with it, unless the cookie was given that day with a click that went by its hash. Floods and what
 * was no visit are left out. It depends on the set of clicks alone: clicks that arrive late take their place in time, and
 * may take a unique click away from another. `before`: what `namesToAsk` asks for, of the clicks counted so far.
 */
export function changeUniques<Click extends ClickToCount>(
  clicks: readonly Click[],
  before: readonly Click[],
  findDay: FindDay,
): UniqueChange<Click> {
  const news = firstsOf(clicks, findDay);
  const olds = firstsOf(before, findDay);
  const won: Click[] = [];
  const lost: Click[] = [];
  const settle = (was: Click | null, is: Click | null): void => {
    if (was?.id === is?.id) return;
    if (was) lost.push(was);
    if (is) won.push(is);
  };
  for (const [key, click] of news.ofHash) {
    const was = olds.ofHash.get(key) ?? null;
    settle(was, earlier(was, click));
  }
  for (const key of new Set([...news.ofCookie.keys(), ...news.given])) {
    const first = olds.ofCookie.get(key) ?? null;
    const wasGiven = olds.given.has(key);
    const isGiven = wasGiven || news.given.has(key);
    settle(wasGiven ? null : first, isGiven ? null : earlier(first, news.ofCookie.get(key) ?? null));
  }
  return { won, lost };
}

/** What to ask of the clicks before: the first ones of these names on each link and day, the given cookies' included. */
export function namesToAsk(clicks: readonly ClickToCount[], findDay: FindDay): Asked {
  const hashes = new Map<string, Names & { names: Set<string> }>();
  const visitors = new Map<string, Names & { names: Set<string> }>();
  const addTo = (days: typeof hashes, { ms }: ClickToCount, name: string): void => {
    const { day, from, to } = findDay(ms);
    const known = days.get(day) ?? { from: new Date(from), to: new Date(to), names: new Set() };
    days.set(day, known);
    known.names.add(name);
  };
  for (const click of clicks) {
    if (!goesIn(click)) continue;
    const hash = hashOf(click);
    if (hash !== null) addTo(hashes, click, hash);
    addTo(visitors, click, click.visitor);
  }
  return { hashes: [...hashes.values()], visitors: [...visitors.values()] };
}

interface Firsts<Click> {
  readonly ofHash: Map<string, Click>;
  readonly ofCookie: Map<string, Click>;
  /** Cookies that were given with a click that went by its hash. */
  readonly given: Set<string>;
}

function firstsOf<Click extends ClickToCount>(clicks: readonly Click[], findDay: FindDay): Firsts<Click> {
  const firsts: Firsts<Click> = { ofHash: new Map(), ofCookie: new Map(), given: new Set() };
  for (const click of clicks) {
    if (!goesIn(click)) continue;
    const hash = hashOf(click);
    const visitor = keyOf(click, click.visitor, findDay);
    if (hash === null) keepFirst(firsts.ofCookie, visitor, click);
    else {
      keepFirst(firsts.ofHash, keyOf(click, hash, findDay), click);
      firsts.given.add(visitor);
    }
  }
  return firsts;
}

const goesIn = (click: ClickToCount): boolean => click.counted && !click.flood;

/** Null: the click came with the cookie. One without a hash either (the owner keeps none) is a visitor of its own. */
function hashOf(click: ClickToCount): string | null {
  return click.visitor_kind === 'hash' ? (click.day_hash ?? click.id) : null;
}

/** A click without a link stands for its partner. */
const linkOf = (click: ClickToCount): string => click.link_id ?? click.partner_id;

function keyOf(click: ClickToCount, name: string, findDay: FindDay): string {
  return `${findDay(click.ms).day} ${linkOf(click)} ${name}`;
}

function keepFirst<Click extends ClickToCount>(firsts: Map<string, Click>, key: string, click: Click): void {
  firsts.set(key, earlier(firsts.get(key) ?? null, click)!);
}

/** By instant, then by id. */
function earlier<Click extends ClickToCount>(a: Click | null, b: Click | null): Click | null {
  if (a === null || b === null) return a ?? b;
  if (a.ms !== b.ms) return a.ms < b.ms ? a : b;
  return a.id <= b.id ? a : b;
}
