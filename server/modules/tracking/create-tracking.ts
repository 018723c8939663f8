import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import { type Database, openPool, withClient } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log.ts';
import type { AccountId } from '../../values/id.ts';
import { addDays, HOUR } from '../../values/instant.ts';
import type { Authenticator } from '../accounts/index.ts';
import { allowPages } from './allow-pages.ts';
import { monthOf } from './click-row.ts';
import { ClickWriter } from './click-writer.ts';
import { createAddressReader } from './client-address.ts';
import { DaySalts } from './day-salts.ts';
import { type FindCountry, openCountries } from './find-country.ts';
import { type Found, LinksMemory, MemoryAway } from './links-memory.ts';
import { ensureClickMonth } from './queries-writer.ts';
import { Redirect, type RedirectParts } from './redirect.ts';
import { type OnLateClicks, SpoolReplayer } from './replay-spool.ts';
import { trackingRoutes } from './routes.ts';
import { Spool } from './spool.ts';
import { FloodWatch } from './spot-floods.ts';
import { cookieAttributes } from './visitor.ts';

export interface TrackingOptions {
  readonly database: Database;
  /** The login of the database, for the connections that write clicks. */
  readonly databaseUrl: string;
  /** The spool is made in it. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How the world reaches us. */
  readonly publicUrl: string;
  readonly trustProxy: readonly string[] | false;
  readonly authenticator: Authenticator;
  /** Told which clicks were written late, so that what named them is judged anew (rules.md 11). */
  readonly onLateClicks: OnLateClicks;
}

export interface TrackingHealth {
  /** The database takes clicks. */
  readonly database: boolean;
  /** No click waits on disk or in memory for the database. */
  readonly spoolEmpty: boolean;
  /** The spool can be written, as far as was seen. */
  readonly spoolWritable: boolean;
  readonly waiting: number;
  readonly written: number;
  readonly spooled: number;
  readonly replayed: number;
  readonly homeless: number;
  readonly lost: number;
  /** Clicks taken in the second before this one. */
  readonly perSecond: number;
}

/** Redirects, the clicks that they write, and the routes about clicks. */
export class Tracking {
  readonly #memory: LinksMemory;
  readonly #writer: ClickWriter;
  readonly #replayer: SpoolReplayer;
  readonly #spool: Spool;
  readonly #salts: DaySalts;
  readonly #redirect: Redirect;
  readonly #parts: RedirectParts;
  readonly #pool: ReturnType<typeof openPool>;
  #months: NodeJS.Timeout | null = null;
  /** A hook for requests to `/v1/track/`, before they are handled: CORS for pages on allowed hosts. */
  readonly allowPages: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

  constructor(options: TrackingOptions) {
    const { database, clock, log } = options;
    // Two connections write, one writes back what waited, one asks whether the database is there.
    this.#pool = openPool({ url: options.databaseUrl, role: 'tributary_clicks', connections: 4, log });
    this.#spool = new Spool(join(options.dataFolder, 'spool'), clock);
    this.#writer = new ClickWriter(this.#pool, this.#spool, log, () => void this.#replayer.tick());
    this.#replayer = new SpoolReplayer(this.#pool, this.#spool, this.#writer, log, options.onLateClicks);
    this.#salts = new DaySalts(database, clock);
    this.#memory = new LinksMemory(database, clock, log, this.#salts);
    this.#parts = {
      memory: this.#memory,
      writer: this.#writer,
      salts: this.#salts,
      floods: new FloodWatch(),
      readAddress: createAddressReader(options.trustProxy),
      findCountry: openCountries(),
      clock,
      log,
      cookieAttributes: cookieAttributes(options.publicUrl.startsWith('https:')),
    };
    this.#redirect = new Redirect(this.#parts);
    this.allowPages = allowPages(options.authenticator, this.#memory);
  }

  /** Writes the clicks that an earlier process left in the spool, and begins. Serve nothing before it resolves. */
  async start(): Promise<void> {
    await this.#replayer.start();
    await this.#memory.start();
    await this.#makeMonths();
    this.#months = setInterval(() => void this.#makeMonths(), HOUR);
    this.#months.unref();
    await this.#salts
      .destroy()
      .catch((error) => this.#parts.log.warn({ err: error }, 'salts of past days are not destroyed yet'));
  }

  /** Answers the request where it is for a short link (`/r/...`), and says whether it was. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    return this.#redirect.handle(request, response);
  }

  /** Writes every click that was taken, and lets go of the database. Call it when no more requests come in. */
  async stop(): Promise<void> {
    if (this.#months) clearInterval(this.#months);
    await this.#writer.flush();
    await this.#replayer.stop();
    await this.#memory.stop();
    this.#writer.release();
    await this.#spool.seal();
    await this.#pool.end();
  }

  /** Partitions are made before their month begins, so that no visitor waits for one. */
  async #makeMonths(): Promise<void> {
    const { clock, log } = this.#parts;
    try {
      await withClient(this.#pool, async (client) => {
        for (const days of [0, 3]) await ensureClickMonth(client, monthOf(addDays(clock.now(), days)));
      });
    } catch (error) {
      log.warn({ err: error }, 'the partition of a month could not be made ahead');
    }
  }

  health(): TrackingHealth {
    return { ...this.#writer.state(), spoolEmpty: this.#replayer.isEmpty, replayed: this.#replayer.replayed };
  }

  /** The link of a code, as the redirect knows it; null where there is none. Throws `unavailable` where nobody can tell. */
  async findLink(slug: string | null, code: string, host: string | undefined): Promise<Found | null> {
    const owner = this.#memory.ownerOf(host);
    try {
      return this.#memory.look(slug, code, owner) ?? (await this.#memory.find(slug, code, owner));
    } catch (error) {
      if (!(error instanceof MemoryAway)) throw error;
      throw new Problem('unavailable', 'This cannot be looked up at the moment. Try again shortly.', { retryAfter: 2 });
    }
  }

  /** A sandbox's clock was moved by this process: clicks are of that time from now on. */
  noticeClock(account: AccountId, offsetMs: number): void {
    this.#memory.noticeClock(account, offsetMs);
  }

  /** The country of an address; null where it is not known. */
  get countryOf(): FindCountry {
    return this.#parts.findCountry;
  }

  /** This process changed where an account's links may lead: what is held of it is read again before the next click. */
  noticeChange(account: AccountId): void {
    this.#memory.noticeChange(account);
  }

  routes(): Route[] {
    return trackingRoutes(this.#parts);
  }
}

/** Makes it; nothing is read or written before `start`. */
export function createTracking(options: TrackingOptions): Tracking {
  return new Tracking(options);
}
