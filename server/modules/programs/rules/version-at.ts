/**
 * The version of a program in force at an instant: the newest that began no later, its first millisecond included; for an
 * instant before the program, its first (rules.md 12). `versions` may hold several programs, each in order of version.
 */
export function versionAt<Version extends { readonly programId: string; readonly fromAt: Date }>(
  versions: readonly Version[],
  programId: string,
  at: Date,
): Version | undefined {
  const own = versions.filter((version) => version.programId === programId);
  return own.findLast((version) => version.fromAt.getTime() <= at.getTime()) ?? own[0];
}
