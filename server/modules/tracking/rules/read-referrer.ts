/** Host of a web address: letters, digits, hyphens and points, with nothing in front or behind that could make it another. */
const host = /^https?:\/\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::\d{1,5})?(?:[/?#]|$)/i;

/** The host of a `Referer` header, lower case; null where there is none. No more of a page's address is kept. */
export function readReferrerHost(referrer: string | undefined): string | null {
  if (referrer === undefined || referrer === '') return null;
  return host.exec(referrer)?.[1]?.toLowerCase() ?? null;
}
