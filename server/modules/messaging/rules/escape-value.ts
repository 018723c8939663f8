/** What has a meaning in our markup, and where it is kept while the markup is read: a corner of the private use area. */
const special = /[[\]()*\-#\\]/g;
const KEPT_FROM = 0xe100;
const kept = /[\ue100-\ue17f]/g;
const lineEnds = /[\r\n\u2028\u2029\u0085\v\f]+/g;

/**
 * A field's value made harmless within a template: no name, however spelt, becomes a link, a heading or a line of its own.
 * `restoreValue` turns it back once the markup has been read.
 */
export function escapeValue(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return text
    .replace(lineEnds, ' ')
    .replace(special, (letter) => String.fromCharCode(KEPT_FROM + letter.charCodeAt(0)));
}

export function restoreValue(text: string): string {
  return text.replace(kept, (letter) => String.fromCharCode(letter.charCodeAt(0) - KEPT_FROM));
}
