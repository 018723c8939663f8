import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './surface.css';
import { loadWords, wordsOf } from '../../ui/words.ts';
import { startCenterWords } from '../words.ts';
import { brandingOf, type Connection, connect } from './connect.ts';
import { type Surface, showPiece, showSignup } from './show.tsx';
import { TokenRefused } from './tokens.ts';

/** Put in its place by the build: the styles of everything that may be shown. */
declare const CENTER_CSS: string;

const ATTRIBUTES = ['server', 'account', 'token-url', 'lang', 'from', 'to', 'interval', 'form', 'name', 'email'];
const RETRY_MS = 15_000;
const STALE_MS = 60_000;

let sheet: CSSStyleSheet | null = null;
let words: Promise<void> | null = null;

/** Words come in the language of the first element; the numbers of each follow its own. */
function wordsIn(language: string): Promise<void> {
  words ??= startCenterWords([language]).then(() => loadWords('home', 'embed', 'signup'));
  return words;
}

/** Said instead of showing nothing. */
function lacks(name: string): TokenRefused {
  const t = wordsOf('embed');
  return new TokenRefused(t('incomplete', { name }));
}

/** A class of its own for each name, as browsers want it. */
export function elementNamed(tag: string): CustomElementConstructor {
  return class extends CenterElement {
    override readonly tag = tag;
  };
}

class CenterElement extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;
  readonly tag: string = '';
  readonly #surface = document.createElement('div');
  readonly #said = document.createElement('p');
  readonly #slot = document.createElement('slot');
  #run = 0;
  #planned = false;
  #stop: (() => void)[] = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CENTER_CSS);
    }
    root.adoptedStyleSheets = [sheet];
    this.#surface.className = 'tributary';
    this.#said.className = 'said';
    this.#said.setAttribute('role', 'status');
    root.append(this.#said, this.#slot, this.#surface);
  }

  connectedCallback(): void {
    this.#plan();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#plan();
  }

  disconnectedCallback(): void {
    // Moved within the page, it is connected again before this is looked at.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  /** Several changes at once are one beginning. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      if (this.isConnected) void this.#begin();
    });
  }

  async #begin(): Promise<void> {
    const run = this.#end();
    const isOver = (): boolean => run !== this.#run;
    const language = this.#language();
    try {
      await wordsIn(language);
      const show = this.tag === 'tributary-signup' ? await this.#signup(language) : await this.#piece(language);
      if (isOver()) return;
      this.#said.textContent = '';
      this.#slot.remove();
      this.#stop.push(show());
      this.#tell('ready');
    } catch (error) {
      if (isOver()) return;
      if (error instanceof TokenRefused) this.#refused(error);
      else this.#away();
    }
  }

  /** Ends what is shown, and says which beginning is the next. */
  #end(): number {
    for (const stop of this.#stop.splice(0)) stop();
    this.#run += 1;
    return this.#run;
  }

  async #piece(language: string): Promise<() => () => void> {
    const tokenUrl = this.getAttribute('token-url');
    if (!tokenUrl) throw lacks('token-url');
    const { server, account } = this.#where();
    const connection = await connect({ server, account, tokenUrl });
    return () => {
      const unwatch = this.#watch(connection);
      const end = showPiece(this.#surfaceIn(language), connection.center, this.tag, this.#attributes());
      return () => {
        unwatch();
        end();
      };
    };
  }

  async #signup(language: string): Promise<() => () => void> {
    const { server, account } = this.#where();
    if (!this.getAttribute('form')) throw lacks('form');
    const branding = await brandingOf(server, account);
    const slug = account ?? branding?.account;
    if (!slug) throw lacks('account');
    const joined = (): void => this.#tell('joined', { status: 'pending' });
    const place = { server, account: slug, attributes: this.#attributes(), joined };
    return () => showSignup(this.#surfaceIn(language), branding, place);
  }

  /** Told of the token's end; and after a minute out of sight, figures are asked for again. */
  #watch({ center, listeners }: Connection): () => void {
    const heard = (what: 'away' | TokenRefused): void => {
      if (what === 'away') this.#tell('away');
      else this.#refused(what);
    };
    let hidden = 0;
    const look = (): void => {
      if (document.hidden) hidden = Date.now();
      else if (hidden > 0 && Date.now() - hidden > STALE_MS) void center.queries.invalidateQueries();
    };
    listeners.add(heard);
    document.addEventListener('visibilitychange', look);
    return () => {
      listeners.delete(heard);
      document.removeEventListener('visibilitychange', look);
    };
  }

  /** Nothing of the partner stays on the page. */
  #refused(refusal: TokenRefused): void {
    const t = wordsOf('embed');
    this.#end();
    this.#slot.remove();
    this.#said.textContent = refusal.message || t('ended');
    this.#tell('ended');
  }

  /** What the page knows by itself stays, and it is tried again. */
  #away(): void {
    const t = wordsOf('embed');
    this.#said.textContent = t('away');
    this.shadowRoot?.insertBefore(this.#slot, this.#surface);
    this.#tell('away');
    const again = setTimeout(() => this.#plan(), RETRY_MS);
    this.#stop.push(() => clearTimeout(again));
  }

  #tell(what: string, detail: object | null = null): void {
    this.dispatchEvent(new CustomEvent(`tributary-${what}`, { bubbles: true, composed: true, detail }));
  }

  #where(): { server: string; account: string | null } {
    const server = this.getAttribute('server') ?? new URL(import.meta.url).origin;
    return { server: server.replace(/\/+$/, ''), account: this.getAttribute('account') };
  }

  #attributes(): Record<string, string | null> {
    return Object.fromEntries(ATTRIBUTES.map((name) => [name, this.getAttribute(name)]));
  }

  #language(): string {
    const named = this.closest('[lang]')?.getAttribute('lang') || 'en';
    try {
      return Intl.getCanonicalLocales(named)[0] ?? 'en';
    } catch {
      return 'en';
    }
  }

  #surfaceIn(language: string): Surface {
    const said = getComputedStyle(this).colorScheme;
    const both = /light/.test(said) && /dark/.test(said);
    const isDark = both ? matchMedia('(prefers-color-scheme: dark)').matches : /dark/.test(said);
    return { element: this.#surface, scheme: isDark ? 'dark' : 'light', language };
  }
}
