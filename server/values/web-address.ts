const schemeAndHost = /^https?:\/\/([^/?#]+)/i;
/** A name in any script, or an address in brackets; then perhaps a port. */
const plainAuthority =
  /^(?!.*\p{Default_Ignorable_Code_Point})(?:[\p{L}\p{N}\p{M}.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/iu;
/** Browsers drop or turn these before they read an address, so that it leads elsewhere than it seems to. */
const treacherous = /[\s\p{Cc}\\]/u;

/**
 * An absolute http or https address without credentials, as browsers read it (WHATWG URL); null for anything else. Spellings
 * that a browser would mend are refused, so that what a person reads is where it leads: blanks and control characters,
 * backslashes, other than two slashes, an escaped host, or letters that stand for others (fullwidth, invisible). The
 * address to keep and send is the answer's `href`, never the text.
 */
export function parseWebAddress(text: string): URL | null {
  if (treacherous.test(text)) return null;
  const authority = schemeAndHost.exec(text)?.[1];
  if (authority === undefined || !plainAuthority.test(authority)) return null;
  if (authority.normalize('NFKC') !== authority.normalize('NFC')) return null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.hostname !== '' && url.username === '' && url.password === '' ? url : null;
}
