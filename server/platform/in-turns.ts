import { stopwatch } from './clock.ts';

/** So long others wait at most, but for a step that is longer. */
const TURN_MS = 3;

/** Runs long work step by step and lets whatever else the process does have its turn in between. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  let began = stopwatch();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (stopwatch() - began < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = stopwatch();
  }
}
