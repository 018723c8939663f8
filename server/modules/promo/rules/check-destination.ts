import { type Refusal, refuse } from '../../../values/refusal.ts';
import { parseWebAddress } from '../../../values/web-address.ts';

/**
 * The address that a link may lead to, as it is to be kept and sent; or `host_not_allowed` (422). Allowed is an http or
 * https address whose host, as browsers read it, is exactly one of `allowedHosts` (lower case, punycode, with a port where
 * it is not the scheme's own). Subdomains, other ports and a dot at the end are other hosts. Disguised spellings are refused
 * even where they would lead to the right host (values/web-address.ts).
 */
export function checkDestination(text: string, allowedHosts: Iterable<string>): { readonly url: string } | Refusal {
  const url = parseWebAddress(text);
  if (!url)
    return refuse(
      'host_not_allowed',
      'The address is not a plain http or https address, such as https://shop.example/.',
    );
  if (new Set(allowedHosts).has(url.host)) return { url: url.href };
  return refuse(
    'host_not_allowed',
    `Links may not lead to ${url.host}; add it to allowed_hosts in the settings, or choose another.`,
  );
}
