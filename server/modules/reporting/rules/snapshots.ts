/** A snapshot of the database as PostgreSQL writes it, "xmin:xmax:xip,xip": which transactions it saw. */
export type Snapshot = string;

/** A snapshot that saw nothing: transactions count from 3, and 2 stands for one that everyone has seen. */
export const sawNothing: Snapshot = '1:1:';

interface Limits {
  /** Every transaction below was over. */
  readonly min: bigint;
  /** None from here on had begun. */
  readonly max: bigint;
}

function limitsOf(snapshot: Snapshot): Limits {
  const [min = '', max = ''] = snapshot.split(':');
  return { min: BigInt(min), max: BigInt(max) };
}

/**
 * How far a fold goes that shall not take more than it must. `writer` is the transaction that wrote the last fact that is
 * still welcome; null: all are. The answer sees all that `seen` saw. Where transactions are still under way that are older
 * than the writer, the fold takes all that `now` sees.
 */
export function chooseUpto(seen: Snapshot, now: Snapshot, writer: string | null): Snapshot {
  if (writer === null) return now;
  const next = BigInt(writer) + 1n;
  const isSafe = next <= limitsOf(now).min && next >= limitsOf(seen).max;
  return isSafe ? `${next}:${next}:` : now;
}

/** True where the snapshot was taken on another server: no transaction here is as young as those that it saw. */
export function isFromElsewhere(seen: Snapshot, now: Snapshot): boolean {
  return limitsOf(seen).max > limitsOf(now).max;
}
