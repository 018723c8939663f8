/** What the path of a short link names. `slug` null: the account that the host belongs to. */
export interface LinkPath {
  readonly slug: string | null;
  readonly code: string;
  /** What stands behind the question mark, as it came. */
  readonly query: string;
}

/** Longer than any slug or code is, every character of it escaped; what is longer names nothing. */
const LONGEST_PART = 1000;

/** Takes `/r/{code}` or `/r/{slug}/{code}` apart; null for any other path, broken escapes and endless codes included. */
export function readLinkPath(url: string): LinkPath | null {
  const mark = url.indexOf('?');
  const end = mark < 0 ? url.length : mark;
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const slash = url.indexOf('/', 3);
  if (slash < 0 || slash >= end) {
    const code = readPart(url.slice(3, end));
    return code === null ? null : { slug: null, code, query };
  }
  const slug = readPart(url.slice(3, slash));
  const code = readPart(url.slice(slash + 1, end));
  return slug === null || code === null ? null : { slug, code, query };
}

function readPart(part: string): string | null {
  if (part.length === 0 || part.length > LONGEST_PART || part.includes('/') || part.includes('\\')) return null;
  if (!part.includes('%')) return part;
  try {
    const text = decodeURIComponent(part);
    return text.includes('\u0000') || text.includes('/') ? null : text;
  } catch {
    return null;
  }
}
