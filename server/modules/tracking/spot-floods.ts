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
  /** By link, then by address: keys that are there already need not be joined for each click. */
  #counts = new Map<string, Map<string, number>>();
  #watched = 0;
  #endsAt = 0;

  /** True where this click is one too many. `now` is the machine's time in milliseconds. */
  isFlood(address: string, linkId: string, now: number): boolean {
    if (now >= this.#endsAt || now < this.#endsAt - WINDOW_MS) {
      this.#counts = new Map();
      this.#watched = 0;
      this.#endsAt = now + WINDOW_MS;
    }
    let ofLink = this.#counts.get(linkId);
    if (ofLink === undefined) {
      ofLink = new Map();
      this.#counts.set(linkId, ofLink);
    }
    const count = (ofLink.get(address) ?? 0) + 1;
    if (count === 1) {
      if (this.#watched >= WATCHED_AT_MOST) return false;
      this.#watched += 1;
    }
    ofLink.set(address, count);
    return count > FLOOD_AT;
  }
}
