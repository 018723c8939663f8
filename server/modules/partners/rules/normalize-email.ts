/** The e-mail address by which a contact is found: trimmed, lower case, and nothing else (rules.md 1). */
export function normalizeEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** RFC 5321's limits, in octets of UTF-8. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;
const LONGEST_LABEL = 63;

/** RFC 5322's atext, and all beyond ASCII (RFC 6531), between single dots. */
const dotAtom = /^[^\s\p{Cc}()<>[\]:;@\\,."]+(\.[^\s\p{Cc}()<>[\]:;@\\,."]+)*$/u;
/** "with blanks, an @ or \" inside": visible characters and blanks, a quote or backslash escaped. */
const quoted = /^"([^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u;
const label = /^[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;
const literal = /^\[(ipv6:[0-9a-f:.]{2,45}|(\d{1,3}\.){3}\d{1,3})\]$/i;

/**
 * True for an address that mail could be sent to, after `normalizeEmail`. Odd but valid forms pass (quoted names, +tags,
 * apostrophes, letters of any script, address literals, "localhost"): a shop's order is worth more than a tidy address.
 * What is refused: control characters (they would end a mail's header), comments, a name without a dot as the domain.
 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || octets(text) > LONGEST_ADDRESS) return false;
  const local = text.slice(0, at);
  if (octets(local) > LONGEST_LOCAL_PART) return false;
  return (dotAtom.test(local) || quoted.test(local)) && isDomain(text.slice(at + 1));
}

function isDomain(domain: string): boolean {
  if (domain === 'localhost' || literal.test(domain)) return true;
  const labels = domain.split('.');
  return (
    labels.length > 1 &&
    !/^\d+$/.test(labels.at(-1)!) &&
    labels.every((part) => label.test(part) && octets(part) <= LONGEST_LABEL)
  );
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}
