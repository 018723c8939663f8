import { HOUR, MINUTE } from '../../../values/instant.ts';

/** How long to wait after the first, second, ... attempt. About a day and a half in all: as long as mail servers try, nearly. */
const waits = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR];

/** Milliseconds until the next attempt after `attempts` of them; null: it is given up. */
export function backOff(attempts: number): number | null {
  return waits[attempts - 1] ?? null;
}
