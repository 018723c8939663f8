import { Presets, SingleBar } from 'cli-progress';

/** Hears how far something long has come. */
export interface Progress {
  begin(step: string, bytes: number): void;
  advance(bytes: number): void;
  end(): void;
}

/** No word until the end. */
export const quiet: Progress = { begin: () => {}, advance: () => {}, end: () => {} };

/** A bar on a terminal, nothing elsewhere. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return quiet;
  const format = '{step} [{bar}] {percentage}% | {duration_formatted}';
  let shown: SingleBar | null = null;
  return {
    begin(step, bytes) {
      shown?.stop();
      shown = new SingleBar({ format, stream, clearOnComplete: false, hideCursor: true }, Presets.shades_classic);
      shown.start(Math.max(1, bytes), 0, { step: step.padEnd(10) });
    },
    advance: (bytes) => shown?.increment(bytes),
    end: () => shown?.stop(),
  };
}
