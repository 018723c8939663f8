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

/** Clicks of one name (a visitor, or a day's hash) on one link on one day: what uniqueness goes by (rules.md 32). */
export interface Group {
  readonly key: string;
  readonly name: string;
  readonly link: string;
  readonly from: Date;
  readonly to: Date;
}

export interface Groups {
  readonly hashes: readonly Group[];
  readonly visitors: readonly Group[];
}

/** What was counted before of a group. */
export interface Counted<Click> {
  readonly firstOfHash: (key: string) => Click | null;
  readonly ofVisitor: (key: string) => { readonly first: Click | null; readonly given: boolean } | null;
}

export interface UniqueChange<Click> {
  readonly won: readonly Click[];
  readonly lost: readonly Click[];
}

/**
 * Unique are, per link and day: of those who came without the cookie, the first click of each hash; and of each cookie the
 * first click that came with it, unless the cookie was given that day with a click that went by its hash. Floods and what
 * was no visit are left out. It depends on the set of clicks alone: clicks that arrive late take their place in time, and
 * may take a unique click away from another.
 */
export function groupsOf(clicks: readonly ClickToCount[], findDay: FindDay): Groups {
  const hashes = new Map<string, Group>();
  const visitors = new Map<string, Group>();
  for (const click of clicks) {
    if (!goesIn(click)) continue;
    const hash = hashOf(click);
    if (hash !== null) addGroup(hashes, click, hash, findDay);
    addGroup(visitors, click, click.visitor, findDay);
  }
  return { hashes: [...hashes.values()], visitors: [...visitors.values()] };
}

/** Which clicks become unique by new ones, and which are not any more. `before`: what was counted until now. */
export function changeUniques<Click extends ClickToCount>(
  clicks: readonly Click[],
  groups: Groups,
  before: Counted<Click>,
  findDay: FindDay,
): UniqueChange<Click> {
  const firstOfHash = new Map<string, Click>();
  const firstOfCookie = new Map<string, Click>();
  const given = new Set<string>();
  for (const click of clicks) {
    if (!goesIn(click)) continue;
    const hash = hashOf(click);
    const visitor = keyOf(click, click.visitor, findDay);
    if (hash === null) keepFirst(firstOfCookie, visitor, click);
    else {
      keepFirst(firstOfHash, keyOf(click, hash, findDay), click);
      given.add(visitor);
    }
  }
  const won: Click[] = [];
  const lost: Click[] = [];
  const settle = (was: Click | null, is: Click | null): void => {
    if (was?.id === is?.id) return;
    if (was) lost.push(was);
    if (is) won.push(is);
  };
  for (const { key } of groups.hashes) {
    const was = before.firstOfHash(key);
    settle(was, earlier(was, firstOfHash.get(key) ?? null));
  }
  for (const { key } of groups.visitors) {
    const seen = before.ofVisitor(key);
    const was = seen && !seen.given ? seen.first : null;
    const wasGiven = seen?.given ?? false;
    const isGiven = wasGiven || given.has(key);
    settle(was, isGiven ? null : earlier(seen?.first ?? null, firstOfCookie.get(key) ?? null));
  }
  return { won, lost };
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

function addGroup(groups: Map<string, Group>, click: ClickToCount, name: string, findDay: FindDay): void {
  const key = keyOf(click, name, findDay);
  if (groups.has(key)) return;
  const { from, to } = findDay(click.ms);
  groups.set(key, { key, name, link: linkOf(click), from: new Date(from), to: new Date(to) });
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
