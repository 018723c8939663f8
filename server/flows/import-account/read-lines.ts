import { fileProblem, openBytes } from '../../platform/backup/index.ts';
import { StartProblem, systemCode } from '../../platform/start-problem.ts';

export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** No fact is longer; a file without ends of lines is no export. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** The lines of a file in parcels as they were read, unpacked where it is gzipped. Throws StartProblem. */
export async function* readLines(file: string, onBytes: (count: number) => void): AsyncGenerator<NumberedLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [rest, number] = ['', 0];
  const numbered = (text: string): NumberedLine => {
    number += 1;
    return { number, text };
  };
  const decode = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new StartProblem(`${file}, near line ${number + 1}: this is no UTF-8. Nothing was imported.`);
    }
  };
  try {
    for await (const bytes of openBytes(file, onBytes)) {
      const pieces = (rest + decode(bytes as Buffer)).split('\n');
      rest = pieces.pop()!;
      if (rest.length > LONGEST_LINE) throw new StartProblem(`${file} is no export of Tributary.`);
      if (pieces.length > 0) yield pieces.map(numbered);
    }
  } catch (error) {
    if (!systemCode(error)?.startsWith('Z_')) throw fileProblem(file, error);
    throw new StartProblem(`${file} is cut off or damaged within its compression. Nothing was imported.`);
  }
  rest += decode();
  if (rest !== '') yield [numbered(rest)];
}
