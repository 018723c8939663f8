import { parseWebAddress } from '../../../values/web-address.ts';

/** Where a link leads, split so that the click id goes in by joining texts: `before` + id + `after`. */
export interface Destination {
  /** The address without its query and fragment. */
  readonly base: string;
  /** The address's own parameters as they stand in it, without any `tclid`; "" where there are none. */
  readonly query: string;
  /** The fragment with its #, or "". */
  readonly after: string;
  /** Names of the address's own parameters, which a request does not override. */
  readonly names: ReadonlySet<string>;
  /** Everything up to where the click id goes, for a request that passes nothing on. */
  readonly before: string;
}

/** The parameter that carries the click id. */
export const CLICK_PARAMETER = 'tclid';
/** The longest label that a `sub` keeps, in characters. */
export const SUB_AT_MOST = 100;

/**
 * Takes a stored address apart, or null where it must not be followed: no plain http or https address, or on a host that
 * is not allowed (any more). `allowed` holds hosts as browsers write them, with a port where it is not the scheme's own.
 */
export function prepareDestination(address: string, allowed: ReadonlySet<string>): Destination | null {
  const url = parseWebAddress(address);
  if (url === null || !allowed.has(url.host)) return null;
  const own = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isClickParameter(nameOf(pair)));
  const query = own.join('&');
  const base = url.origin + url.pathname;
  return {
    base,
    query,
    after: url.hash,
    names: new Set(own.map(nameOf)),
    before: `${base}?${query}${query === '' ? '' : '&'}${CLICK_PARAMETER}=`,
  };
}

/** What a request's query asks for: parameters to pass on, ready to stand in an address, and the label of the click. */
export interface Asked {
  readonly passedOn: string;
  readonly sub: string | null;
}

export const askedNothing: Asked = { passedOn: '', sub: null };

/**
 * Reads a request's query (what stands behind the question mark, as it came). `sub` is taken; `tclid` is dropped, since
 * only we give click ids; a parameter that the address has itself is dropped, since the owner wrote that one; the rest
 * is passed on as it came, with what does not belong into an address escaped.
 */
export function readAsked(query: string, own: ReadonlySet<string>): Asked {
  if (query === '') return askedNothing;
  const kept: string[] = [];
  let sub: string | null = null;
  for (const raw of query.split('&')) {
    if (raw === '') continue;
    const pair = raw.replace(notOfAQuery, escapeByte);
    const name = nameOf(pair);
    if (name === 'sub') sub ??= toLabel(textOf(pair));
    else if (!isClickParameter(name) && !own.has(name)) kept.push(pair);
  }
  return { passedOn: kept.join('&'), sub };
}

/** The address to send a visitor to: own parameters, then those passed on, then the click id, then the fragment. */
export function addressWith(to: Destination, passedOn: string, clickId: string): string {
  if (passedOn === '') return to.before + clickId + to.after;
  return `${to.base}?${to.query === '' ? '' : `${to.query}&`}${passedOn}&${CLICK_PARAMETER}=${clickId}${to.after}`;
}

/** A label as it is kept: at most 100 characters, without what text cannot hold; null where nothing is left. */
export function toLabel(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  const short = clean.length > SUB_AT_MOST ? [...clean].slice(0, SUB_AT_MOST).join('') : clean;
  return short === '' ? null : short.toWellFormed();
}

/** Whatever RFC 3986 does not let stand in a query; a # would begin the fragment and hide what follows. */
const notOfAQuery = /[^!$-;=?-Z\\[\]^_`a-z{|}~]/g;

/** Node gives an address byte by byte, so that a character is a byte. */
function escapeByte(character: string): string {
  return `%${(character.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, '0')}`;
}

const isClickParameter = (name: string): boolean => name.toLowerCase() === CLICK_PARAMETER;

function nameOf(pair: string): string {
  const end = pair.indexOf('=');
  return decode(end < 0 ? pair : pair.slice(0, end));
}

function textOf(pair: string): string {
  const end = pair.indexOf('=');
  return end < 0 ? '' : decode(pair.slice(end + 1));
}

/** Percent escapes and plus signs undone; a broken escape leaves the text as it stands. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
