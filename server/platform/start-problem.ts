/**
 * Why the program cannot start, in one plain line that says what to do about it. Thrown; `main.ts` prints the line and
 * ends with 1. Never holds a password.
 */
export class StartProblem extends Error {}

/** The system's reason for a failed call (`EACCES`, `ENOSPC`, ...), or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The problem behind a file operation that failed in the data folder, or the error itself where it is none of these. */
export function folderProblem(folder: string, error: unknown): unknown {
  const name = `The data folder ${folder}`;
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return new StartProblem(
        `${name} cannot be read and written by this user: start as its owner, or set TRIBUTARY_DATA to another folder.`,
      );
    case 'EROFS':
      return new StartProblem(`${name} is on a read-only disk: set TRIBUTARY_DATA to another folder.`);
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartProblem(`${name} is not a folder: set TRIBUTARY_DATA to another.`);
    case 'ENOENT':
      return new StartProblem(`${name} cannot be made there: set TRIBUTARY_DATA to another folder.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return noSpace(folder);
    default:
      return error;
  }
}

/** Whether the database's programs say that the disk is full; they have several ways. */
export function saysNoSpace(said: string): boolean {
  return /No space left on device|free disk space|could not extend file|Disk quota exceeded/.test(said);
}

/** The disk is full. */
export function noSpace(folder: string): StartProblem {
  return new StartProblem(
    `There is no space left on the disk of the data folder ${folder}: free some and start again.`,
  );
}
