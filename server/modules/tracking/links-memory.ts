import { type Clock, stopwatch } from '../../platform/clock.ts';
import { type Database, isAway, type Tx } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { codeKeyOf, isCode } from '../../values/code.ts';
import type { AccountId } from '../../values/id.ts';
import {
  findAccountBySlug,
  findBareHostAccount,
  type LinksVersion,
  listLinksVersions,
  listNewestAccounts,
  listProvedHosts,
} from '../accounts/index.ts';
import { findLinkByCode } from '../promo/index.ts';
import type { DaySalts } from './day-salts.ts';
import { dayAt, loadAccount, type MemoryAccount, type MemoryLink, toMemoryLink } from './memory-account.ts';
import { readHostName } from './rules/read-own-path.ts';

const POLL_MS = 250;
/** An account that is changed all the time is read again only after this many times what the reading takes. */
const REST_AFTER_LOAD = 4;
/** An account that was clicked within this time is read again at once when it changes; another when it is clicked, or at leisure. */
const WARM_MS = 10_000;
const LEISURE_MS = 1000;
/** So many accounts are read before the first click, and of new ones at a poll. */
const READ_AHEAD = 100;
const NEW_AT_ONCE = 10;
/** Links of all accounts together; the accounts longest unused go first. */
const LINKS_AT_MOST = 200_000;
const UNKNOWN_AT_MOST = 10_000;
/** How long an unknown slug is believed to be unknown; no version tells of a new account. */
const UNKNOWN_SLUG_MS = 400;
/** How long a code is believed to be unknown, should its account's version not change. */
const UNKNOWN_CODE_MS = 5000;
/** Questions under way at a time; beyond, what is not in memory is unknown, so that nobody can use up the database by guessing. */
const QUESTIONS_AT_MOST = 8;
const WAITING_QUESTIONS_AT_MOST = 500;

export interface Found {
  readonly account: MemoryAccount;
  readonly link: MemoryLink;
}

/** Neither memory nor database can say whether there is such a link. */
export class MemoryAway extends Error {}

/**
 * Accounts and their links in memory, so that a redirect asks nobody. Every node polls the version of what it holds, and
 * reads an account again when it grew; what is not held is asked for once, however many ask.
 */
export class LinksMemory {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #salts: DaySalts;
  readonly #accounts = new Map<AccountId, MemoryAccount>();
  readonly #slugs = new Map<string, AccountId>();
  readonly #unknownSlugs = new Map<string, number>();
  readonly #offsets = new Map<AccountId, number>();
  readonly #asking = new Map<string, Promise<unknown>>();
  readonly #queue: (() => void)[] = [];
  readonly #restUntil = new Map<AccountId, number>();
  #questions = 0;
  #bare: AccountId | null = null;
  #hosts: ReadonlyMap<string, AccountId> = new Map();
  #newest: AccountId | null = null;
  #timer: NodeJS.Timeout | null = null;
  #polling: Promise<void> | null = null;
  #away = false;

  constructor(database: Database, clock: Clock, log: Log, salts: DaySalts) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#salts = salts;
  }

  /** Reads what is likely to be clicked, so that it is here should the database go away. */
  async start(): Promise<void> {
    await this.#readNewest(READ_AHEAD);
    await this.poll();
    if (this.#bare !== null) await this.account(this.#bare);
    this.#timer = setInterval(() => void this.poll(), POLL_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#polling;
  }

  /** Whose domain a `Host` header names; undefined for ours, or nobody's. */
  ownerOf(host: string | undefined): AccountId | undefined {
    return this.#hosts.size === 0 ? undefined : this.#hosts.get(readHostName(host));
  }

  /** From memory, at once: the link, or undefined for what has to be asked for. `owner`: the account of the domain. */
  look(slug: string | null, code: string, owner?: AccountId): Found | undefined {
    const id = slug === null ? (owner ?? this.#bare) : (this.#slugs.get(slug) ?? this.#slugs.get(slug.toLowerCase()));
    const account = id === undefined || id === null ? undefined : this.#accounts.get(id);
    if (account === undefined || account.behind) return undefined;
    // Most codes come as they are kept.
    const link = account.links.get(code) ?? account.links.get(codeKeyOf(code));
    if (link === undefined) return undefined;
    account.usedAt = stopwatch();
    return { account, link };
  }

  /** The link, or null where there is none. Throws MemoryAway where only the database could tell, and it is away. */
  async find(slug: string | null, code: string, owner?: AccountId): Promise<Found | null> {
    if (!isCode(code)) return null;
    const account = slug === null ? await this.#accountOfHost(owner) : await this.#accountOfSlug(slug.toLowerCase());
    const found = account ? await this.#findIn(account, codeKeyOf(code)) : null;
    if (found) found.account.usedAt = stopwatch();
    return found;
  }

  /** The link of a code in an account, or null. Throws MemoryAway. */
  async findLink(id: AccountId, code: string): Promise<Found | null> {
    const account = isCode(code) ? await this.account(id) : undefined;
    return account ? this.#findIn(account, codeKeyOf(code)) : null;
  }

  /** What is held of an account, read where it is not. Throws MemoryAway. */
  async account(id: AccountId): Promise<MemoryAccount | undefined> {
    const held = this.#accounts.get(id);
    if (held && !held.behind) return held;
    return this.#read(id).catch((error) => {
      if (held && error instanceof MemoryAway) return held;
      throw error;
    });
  }

  /** A sandbox's clock was moved, in this process: clicks from now on are of that time. */
  noticeClock(id: AccountId, offsetMs: number): void {
    if (this.#offsets.size >= UNKNOWN_AT_MOST) this.#offsets.clear();
    this.#offsets.set(id, Math.max(offsetMs, this.#offsets.get(id) ?? 0));
    this.#moveClock(id, offsetMs);
  }

  /** An account was changed in this process: it is read again before its next click. */
  noticeChange(id: AccountId): void {
    const held = this.#accounts.get(id);
    if (held) held.behind = true;
  }

  /** False after a poll that found the database away. */
  get isFresh(): boolean {
    return !this.#away;
  }

  /** One look at the versions of all that is held. Never throws. */
  poll(): Promise<void> {
    this.#polling ??= this.#look().finally(() => {
      this.#polling = null;
    });
    return this.#polling;
  }

  async #look(): Promise<void> {
    try {
      const held = [...this.#accounts.keys()];
      const [bare, hosts, versions] = await this.#database.inDirectory(async (tx) => [
        await findBareHostAccount(tx),
        await listProvedHosts(tx),
        held.length === 0 ? [] : await listLinksVersions(tx, held),
      ]);
      this.#bare = (bare?.account_id as AccountId | undefined) ?? null;
      this.#hosts = new Map(hosts.map((row) => [row.host, row.account_id as AccountId]));
      this.#away = false;
      await Promise.all(versions.map((each) => this.#follow(each)));
      await this.#readNewest(NEW_AT_ONCE);
      await this.#salts.tend();
    } catch (error) {
      if (!this.#away) this.#log.warn({ err: error }, 'links cannot be read again; memory goes on serving them');
      this.#away = true;
    }
  }

  async #follow({ id, version, clockOffsetMs }: LinksVersion): Promise<void> {
    this.#moveClock(id, Number(clockOffsetMs));
    const account = this.#accounts.get(id);
    if (!account || account.version === version) return;
    const warm = stopwatch() - account.usedAt < WARM_MS;
    if (!warm) account.behind = true;
    if (stopwatch() >= (this.#restUntil.get(id) ?? 0) + (warm ? 0 : LEISURE_MS)) await this.#read(id);
  }

  async #readNewest(most: number): Promise<void> {
    const ids = await this.#database.inDirectory((tx) => listNewestAccounts(tx, this.#newest, most));
    this.#newest = ids[0] ?? this.#newest;
    for (const id of ids.reverse()) if (!this.#accounts.has(id)) await this.#read(id);
  }

  #read(id: AccountId): Promise<MemoryAccount | undefined> {
    return this.#once(`account ${id}`, () => this.#load(id));
  }

  #moveClock(id: AccountId, offsetMs: number): void {
    const account = this.#accounts.get(id);
    // A test clock only goes forward, so a poll that was under way cannot put it back.
    if (account) account.offsetMs = Math.max(account.offsetMs, offsetMs);
  }

  async #accountOfHost(owner: AccountId | undefined): Promise<MemoryAccount | undefined> {
    if (owner !== undefined) return this.account(owner);
    // The first account may have been made since the last poll.
    if (this.#bare === null) await this.#once('bare host', () => this.#look());
    return this.#bare === null ? undefined : this.account(this.#bare);
  }

  async #accountOfSlug(slug: string): Promise<MemoryAccount | undefined> {
    const id = this.#slugs.get(slug);
    if (id !== undefined) return this.account(id);
    const unknownUntil = this.#unknownSlugs.get(slug);
    if (unknownUntil !== undefined && stopwatch() < unknownUntil) return undefined;
    return this.#once(`slug ${slug}`, async () => {
      const row = await this.#ask(null, (tx) => findAccountBySlug(tx, slug));
      if (row) return this.account(row.id);
      if (this.#unknownSlugs.size >= UNKNOWN_AT_MOST) this.#unknownSlugs.clear();
      this.#unknownSlugs.set(slug, stopwatch() + UNKNOWN_SLUG_MS);
      return undefined;
    });
  }

  async #findIn(account: MemoryAccount, key: string): Promise<Found | null> {
    const link = account.links.get(key);
    if (link) return { account, link };
    const unknownUntil = account.unknown.get(key);
    if (unknownUntil !== undefined && stopwatch() < unknownUntil) return null;
    return this.#once(`code ${account.id} ${key}`, async () => {
      const row = await this.#ask(account.id, (tx) => findLinkByCode(tx, account.id, key));
      if (!row) {
        if (account.unknown.size >= UNKNOWN_AT_MOST) account.unknown.clear();
        account.unknown.set(key, stopwatch() + UNKNOWN_CODE_MS);
        return null;
      }
      // A new link may be a new partner's, whose program is not held yet.
      const fresh = account.programs.has(row.partner_id) ? account : ((await this.#load(account.id)) ?? account);
      const found = fresh.links.get(key) ?? toMemoryLink(row);
      if (!fresh.complete && fresh.links.size >= LINKS_AT_MOST) fresh.links.delete(fresh.links.keys().next().value!);
      fresh.links.set(key, found);
      return { account: fresh, link: found };
    });
  }

  async #load(id: AccountId): Promise<MemoryAccount | undefined> {
    const began = stopwatch();
    const account = await this.#ask(id, (tx) => loadAccount(tx, id));
    if (!account) return undefined;
    await this.#salts.prepare(dayAt(account, new Date(this.#clock.now().getTime() + account.offsetMs)));
    account.offsetMs = Math.max(account.offsetMs, this.#offsets.get(id) ?? 0, this.#accounts.get(id)?.offsetMs ?? 0);
    account.usedAt = this.#accounts.get(id)?.usedAt ?? account.usedAt;
    this.#accounts.set(id, account);
    this.#slugs.set(account.slug, id);
    this.#restUntil.set(id, stopwatch() + REST_AFTER_LOAD * (stopwatch() - began));
    this.#makeRoom(id);
    return account;
  }

  #makeRoom(except: AccountId): void {
    let links = 0;
    for (const account of this.#accounts.values()) links += account.links.size + 20;
    const oldest = [...this.#accounts.values()].sort((a, b) => a.usedAt - b.usedAt);
    for (const account of oldest) {
      if (links <= LINKS_AT_MOST || account.id === except) return;
      links -= account.links.size + 20;
      this.#accounts.delete(account.id);
      this.#slugs.delete(account.slug);
      this.#restUntil.delete(account.id);
    }
  }

  /** Several who ask the same share one question. */
  #once<T>(name: string, work: () => Promise<T>): Promise<T> {
    const asked = this.#asking.get(name) as Promise<T> | undefined;
    if (asked) return asked;
    const asking = work().finally(() => this.#asking.delete(name));
    this.#asking.set(name, asking);
    return asking;
  }

  /** A few questions at a time. Throws MemoryAway where the database is away, or too many wait already. */
  async #ask<T>(account: AccountId | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#away) throw new MemoryAway('the database is away');
    if (this.#questions >= QUESTIONS_AT_MOST) {
      if (this.#queue.length >= WAITING_QUESTIONS_AT_MOST) throw new MemoryAway('too many ask at once');
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
    this.#questions += 1;
    try {
      return await (account === null ? this.#database.inDirectory(work) : this.#database.inAccount(account, work));
    } catch (error) {
      throw isAway(error) ? new MemoryAway('the database is away', { cause: error }) : error;
    } finally {
      this.#questions -= 1;
      this.#queue.shift()?.();
    }
  }
}
