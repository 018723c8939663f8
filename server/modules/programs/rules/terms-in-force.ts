import type { TermsVersion } from './terms.ts';

/**
 * The version in force at an instant: the latest that began no later than that, its first millisecond included (rules.md
 * 12). `versions` stand in the order they were made, one list for each default, product or partner. Null: there were no
 * terms then, because none were made yet or because they had ended.
 *
 * An order older than the program takes the first terms that were ever made: hand in when the program began as
 * `programBegan`. A product that joined a program later is still not in it for orders of the time before. A partner's own
 * terms are no program's, so theirs are looked up without `programBegan`.
 */
export function termsInForce<Version extends Pick<TermsVersion, 'from_at' | 'terms'>>(
  versions: readonly Version[],
  at: Date,
  programBegan: Date | null = null,
): Version | null {
  if (programBegan !== null && at.getTime() < programBegan.getTime()) {
    return versions.find((version) => version.terms !== null) ?? null;
  }
  const found = versions.findLast((version) => version.from_at.getTime() <= at.getTime());
  return found && found.terms !== null ? found : null;
}
