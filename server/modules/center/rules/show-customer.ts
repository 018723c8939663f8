import type { CustomerView } from '../../programs/index.ts';

/** What a partner sees of a customer's name (rules.md 36): nothing, "M. K.", or the name. */
export function showCustomer(name: string | null, view: CustomerView): string | null {
  const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
  if (view === 'none' || words.length === 0) return null;
  // A name that is an address is one all the same.
  if (words.some((word) => word.includes('@'))) return null;
  if (view === 'names') return words.join(' ');
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends.map((word) => `${[...word][0]!.toUpperCase()}.`).join(' ');
}
