/** Control characters, line ends of any script, and marks that turn the direction of what is read. */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Text fit for a header: one line, at most so many characters, whole ones. */
export function cleanLine(text: string, most: number): string {
  return [...text.toWellFormed().replace(unseen, ' ').replace(/ {2,}/g, ' ').trim()].slice(0, most).join('').trimEnd();
}
