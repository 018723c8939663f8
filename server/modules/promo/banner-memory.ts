import { stopwatch } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import type { AccountFacts } from '../../platform/http/route.ts';
import type { AccountId } from '../../values/id.ts';
import { findAccount } from '../accounts/index.ts';
import { findPromoTool } from './queries-tools.ts';
import { findUpload } from './queries-uploads.ts';
import { type ToolTimes, toolState } from './rules/tool-state.ts';
import { uploadPath } from './uploads.ts';

/** The picture of a banner, and from when to when it is shown. */
export interface ShownBanner {
  readonly path: string;
  readonly times: ToolTimes;
}

/** What is published is seen within this time. */
const FRESH_MS = 1000;
const BANNERS_AT_MOST = 10_000;

interface Held {
  readonly banner: ShownBanner | null;
  readonly readAt: number;
}

/** Banners in memory, since pages ask for them far more often than anybody changes one. */
export class BannerMemory {
  readonly #database: Database;
  readonly #held = new Map<string, Held>();
  readonly #asking = new Map<string, Promise<ShownBanner | null>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The path of a tool's picture at an instant; null where it is none, or is not shown then. */
  async pathAt(account: AccountId, tool: string, at: Date): Promise<string | null> {
    const banner = await this.#find(account, tool);
    return banner && toolState(banner.times, at) === 'shown' ? banner.path : null;
  }

  async #find(account: AccountId, tool: string): Promise<ShownBanner | null> {
    const key = `${account} ${tool}`;
    const held = this.#held.get(key);
    if (held && stopwatch() - held.readAt < FRESH_MS) return held.banner;
    const asked = this.#asking.get(key);
    if (asked) return asked;
    const asking = this.#read(account, tool, key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    // While the database is away, what was known serves on.
    return asking.catch((error) => {
      if (held) return held.banner;
      throw error;
    });
  }

  async #read(account: AccountId, tool: string, key: string): Promise<ShownBanner | null> {
    const readAt = stopwatch();
    const banner = await this.#database.inAccount(account, async (tx): Promise<ShownBanner | null> => {
      const row = await findPromoTool(tx, account, tool);
      const facts: AccountFacts | undefined = await findAccount(tx, account);
      const upload = row?.kind === 'banner' && row.upload_id ? await findUpload(tx, account, row.upload_id) : undefined;
      return row && facts && upload ? { path: uploadPath({ account: facts }, upload), times: row } : null;
    });
    if (this.#held.size >= BANNERS_AT_MOST) this.#held.clear();
    this.#held.set(key, { banner, readAt });
    return banner;
  }
}
