/** What the owner chooses of the tracker script. */
export interface TagChoices {
  readonly host: string;
  readonly key: string;
  /** Stores nothing until the visitor consented. */
  readonly consent: boolean;
  /** The domain whose subdomains share the cookie; empty: only the page's own host. */
  readonly domain: string;
  readonly stripe: boolean;
  /** A path of the site that sets the cookie by HTTP; empty: none. */
  readonly keep: string;
}

/** What stands in the head of each page: calls are kept until the script has come. */
export function scriptTag({ host, key, consent, domain, stripe, keep }: TagChoices): string {
  const attributes = [
    `src="${host}/t.js"`,
    `data-key="${key}"`,
    ...(consent ? ['data-consent="wait"'] : []),
    ...(domain.trim() ? [`data-domain="${quoted(domain)}"`] : []),
    ...(stripe ? ['data-stripe'] : []),
    ...(keep.trim() ? [`data-keep="${quoted(keep)}"`] : []),
    'async',
  ];
  return [
    '<script>window.tributary=window.tributary||function(){(tributary.q=tributary.q||[]).push(arguments)}</script>',
    `<script ${attributes.join(' ')}></script>`,
  ].join('\n');
}

const quoted = (text: string): string => text.trim().replaceAll('&', '&amp;').replaceAll('"', '&quot;');

const DAYS_400 = 34_560_000;

/** How a server of the site sets the cookie itself, so that browsers keep it for as long as it says. */
export const keepers = {
  nginx: `map $arg_tclid $trb_click {
  default "";
  "~^clk_[0-9a-z]+$" "trb_click=$arg_tclid; Path=/; Max-Age=${DAYS_400}; SameSite=Lax; Secure";
}
server {
  location = /keep { add_header Set-Cookie $trb_click; add_header Cache-Control no-store; return 204; }
  location / { add_header Set-Cookie $trb_click; }
}`,
  caddy: `@click expression \`{query.tclid}.matches("^clk_[0-9a-z]{26}$")\`
header @click +Set-Cookie "trb_click={query.tclid}; Path=/; Max-Age=${DAYS_400}; SameSite=Lax; Secure"
respond /keep 204`,
  php: `$click = $_GET['tclid'] ?? '';
if (is_string($click) && preg_match('/^clk_[0-9a-z]{26}$/D', $click))
  setcookie('trb_click', $click, ['expires' => time() + ${DAYS_400}, 'path' => '/', 'samesite' => 'Lax', 'secure' => true]);`,
} as const;
