/** The only place that asks the machine what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A monotonic stopwatch in milliseconds, for durations and time-outs; never an instant. */
export const stopwatch = (): number => performance.now();
