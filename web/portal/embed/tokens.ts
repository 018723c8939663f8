/** The embedding site said no: signed out there, or a partner no more. What it says is shown, as text. */
export class TokenRefused extends Error {}

interface Token {
  readonly value: string;
  readonly until: number;
}

const RENEW_BEFORE_MS = 60_000;
const PAUSE_MS = 10_000;
const LONGEST_SENTENCE = 500;

/** Gets tokens from an address of the embedding site. They are kept in memory, and nowhere else. */
export class TokenSource {
  readonly #address: string;
  #token: Token | null = null;
  #asking: Promise<string> | null = null;
  #asked = Number.NEGATIVE_INFINITY;

  constructor(address: string) {
    this.#address = address;
  }

  /** A token that is good for a while. Throws TokenRefused, or whatever kept the site from answering. */
  get(): Promise<string> {
    if (this.#token && this.#token.until - Date.now() > RENEW_BEFORE_MS) return Promise.resolve(this.#token.value);
    return this.renew();
  }

  /** A new one; many who ask at once get the same, and nobody more than one in ten seconds. */
  renew(): Promise<string> {
    if (this.#asking) return this.#asking;
    if (performance.now() - this.#asked < PAUSE_MS)
      return this.#token ? Promise.resolve(this.#token.value) : Promise.reject(new Error('asked a moment ago'));
    this.#asked = performance.now();
    this.#asking = this.#fetch().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #fetch(): Promise<string> {
    const answer = await fetch(this.#address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
    });
    const said: unknown = await answer.json().catch(() => null);
    if (answer.status === 401 || answer.status === 403) {
      this.#token = null;
      throw new TokenRefused(textOf(said, 'message').slice(0, LONGEST_SENTENCE));
    }
    const value = textOf(said, 'token');
    if (!answer.ok || value === '') throw new Error(`the token address answered ${answer.status}`);
    this.#token = { value, until: Date.parse(textOf(said, 'expires_at')) || 0 };
    return value;
  }
}

function textOf(said: unknown, name: string): string {
  const value = (said as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' ? value : '';
}

const sources = new Map<string, TokenSource>();

/** One source for all elements that name the same address. */
export function tokensFrom(address: string): TokenSource {
  const found = sources.get(address) ?? new TokenSource(address);
  sources.set(address, found);
  return found;
}
