import type { Tx } from '../../platform/db.ts';
import type { AccountId, LinkId, PartnerId, ProgramId } from '../../values/id.ts';
import { type Day, dayOf, shiftDay, startOfDay } from '../../values/instant.ts';
import { findAccount, listLinksVersions, readSettings } from '../accounts/index.ts';
import { listProgramsOfPartners } from '../partners/index.ts';
import { listDefaultUrls } from '../programs/index.ts';
import { listAllowedHosts, listLinksForMemory } from '../promo/index.ts';
import { type Destination, prepareDestination } from './rules/build-destination.ts';

/** A link as the redirect holds it. */
export interface MemoryLink {
  readonly id: LinkId;
  readonly partnerId: PartnerId;
  readonly promoToolId: string | null;
  /** Null: where the partner's program leads by default. */
  readonly url: string | null;
  /** Prepared at the first click; null: it may lead nowhere. */
  destination?: Destination | null;
}

/** What the redirect holds of an account: everything that it needs while the database is away. */
export interface MemoryAccount {
  readonly id: AccountId;
  readonly slug: string;
  readonly timeZone: string;
  readonly sandbox: boolean;
  readonly version: bigint;
  readonly hosts: ReadonlySet<string>;
  /** Whether addresses may be kept, as hashes with the day's salt. */
  readonly hashAddresses: boolean;
  readonly links: Map<string, MemoryLink>;
  readonly programs: ReadonlyMap<PartnerId, ProgramId>;
  readonly defaultUrls: ReadonlyMap<ProgramId, string>;
  /** Codes that the database did not know at this version. */
  readonly unknown: Map<string, number>;
  /** False where the account has more links than are held; then a code that is not here may be there. */
  readonly complete: boolean;
  offsetMs: number;
  usedAt: number;
  /** There is a newer version, and nobody has clicked since. */
  behind: boolean;
  /** The calendar day that was last asked for, with its bounds in milliseconds. */
  today: { day: Day; from: number; to: number };
}

/** Of one account, so many links are held at most. */
const LINKS_AT_MOST = 100_000;

/** Reads an account whole, in its own transaction; undefined where there is none. The version is read first, so that it is never newer than what follows. */
export async function loadAccount(tx: Tx, id: AccountId): Promise<MemoryAccount | undefined> {
  const [version] = await listLinksVersions(tx, [id]);
  const account = await findAccount(tx, id);
  if (!account || !version) return undefined;
  const rows = await listLinksForMemory(tx, id, LINKS_AT_MOST + 1);
  const links = new Map<string, MemoryLink>();
  for (const row of rows.slice(0, LINKS_AT_MOST)) links.set(row.code_key, toMemoryLink(row));
  return {
    id,
    slug: account.slug,
    timeZone: account.timeZone,
    sandbox: account.sandbox,
    version: version.version,
    hosts: await listAllowedHosts({ tx, accountId: id }),
    hashAddresses: (await readSettings(tx, id)).hash_addresses,
    links,
    programs: await listProgramsOfPartners(tx, id),
    defaultUrls: await listDefaultUrls(tx, id),
    unknown: new Map(),
    complete: rows.length <= LINKS_AT_MOST,
    offsetMs: Number(version.clockOffsetMs),
    usedAt: Number.NEGATIVE_INFINITY,
    behind: false,
    today: { day: '', from: 0, to: 0 },
  };
}

type LinkRow = Pick<
  Awaited<ReturnType<typeof listLinksForMemory>>[number],
  'id' | 'url' | 'partner_id' | 'promo_tool_id'
>;

export function toMemoryLink(row: LinkRow): MemoryLink {
  return { id: row.id, partnerId: row.partner_id, promoToolId: row.promo_tool_id, url: row.url };
}

/**
 * Where a link leads: to its address while its host is allowed, else to where its partner's program leads by default;
 * null where neither may be followed.
 */
export function destinationOf(account: MemoryAccount, link: MemoryLink): Destination | null {
  if (link.destination === undefined) {
    const program = account.programs.get(link.partnerId);
    const fallback = program === undefined ? undefined : account.defaultUrls.get(program);
    link.destination =
      (link.url === null ? null : prepareDestination(link.url, account.hosts)) ??
      (fallback === undefined ? null : prepareDestination(fallback, account.hosts));
  }
  return link.destination;
}

/** The account's calendar day at an instant; looked up anew only when the day is over. */
export function dayAt(account: MemoryAccount, at: Date): Day {
  const ms = at.getTime();
  if (ms < account.today.from || ms >= account.today.to) {
    const day = dayOf(at, account.timeZone);
    const from = startOfDay(day, account.timeZone).getTime();
    account.today = { day, from, to: startOfDay(shiftDay(day, 1), account.timeZone).getTime() };
  }
  return account.today.day;
}
