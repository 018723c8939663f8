/** What we serve ourselves at the top of any host, so that no link of that name is served on an own domain. */
const ours = new Set(['t.js', 'healthz', 'readyz', 'metrics', 'partner', 'v1', 'favicon.ico', 'robots.txt']);

/**
 * On a domain of its owner a link reads `/maria` as well as `/r/maria`. The address in the second spelling; null for what is
 * no link: more than one part, none, or a file of our own.
 */
export function readOwnPath(url: string): string | null {
  const path = /^\/([^/?#]+)(?:\?|$)/.exec(url)?.[1];
  return path === undefined || ours.has(path) ? null : `/r${url}`;
}

/** The name in a `Host` header, lower case and without its port; "" for none. */
export function readHostName(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}
