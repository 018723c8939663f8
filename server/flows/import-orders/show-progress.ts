import { Presets, SingleBar } from 'cli-progress';
import { stopwatch } from '../../platform/clock.ts';
import type { Progress } from './import-orders.ts';

const EVERY_MS = 10_000;

/** No word until the end, for `--json`. */
export const quiet: Progress = { begin: () => {}, advance: () => {}, orders: () => {}, end: () => {} };

/** A bar on a terminal; elsewhere a line every ten seconds. Written beside the answer, to standard error. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const format = '{step} [{bar}] {percentage}% | {orders} orders | {duration_formatted}';
  let shown: SingleBar | null = null;
  let orders = 0;
  return {
    begin(step, bytes) {
      shown?.stop();
      shown = new SingleBar({ format, stream, clearOnComplete: false, hideCursor: true }, Presets.shades_classic);
      shown.start(bytes, 0, { step: step.padEnd(13), orders });
    },
    advance: (bytes) => shown?.increment(bytes, { orders }),
    orders(count) {
      orders = count;
      shown?.update({ orders });
    },
    end: () => shown?.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let [step, total, done, orders, last] = ['', 0, 0, 0, stopwatch()];
  const tell = () => stream.write(`${step}: ${Math.floor((done * 100) / Math.max(1, total))} %, ${orders} orders\n`);
  return {
    begin(next, bytes) {
      [step, total, done] = [next, bytes, 0];
      tell();
    },
    advance(bytes) {
      done += bytes;
    },
    orders(count) {
      orders = count;
      if (stopwatch() - last < EVERY_MS) return;
      last = stopwatch();
      tell();
    },
    end: () => {},
  };
}
