/** More clicks than this from one address on one link within a minute are no person's. */
export const FLOOD_AT = 30;
const WINDOW_MS = 60_000;
/** So many pairs of address and link are watched at a time; in a wider attack the rest goes unflagged. */
const WATCHED_AT_MOST = 50_000;

/**
 * Watches how often an address clicks a link. It keeps addresses in memory only, for a minute at most. Each node watches
 * for itself, so that several nodes together let more through.
 */
export class FloodWatch {
  #counts = new Map<string, number>();
  #endsAt = 0;

  /** True where this click is one too many. `now` is the machine's time in milliseconds. */
  isFlood(address: string, linkId: string, now: number): boolean {
    if (now >= this.#endsAt || now < this.#endsAt - WINDOW_MS) {
      this.#counts = new Map();
      this.#endsAt = now + WINDOW_MS;
    }
    const pair = `${linkId} ${address}`;
    const count = (this.#counts.get(pair) ?? 0) + 1;
    if (count > 1 || this.#counts.size < WATCHED_AT_MOST) this.#counts.set(pair, count);
    return count > FLOOD_AT;
  }
}
