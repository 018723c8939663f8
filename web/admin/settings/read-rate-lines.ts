import { isCurrency } from '../../../server/values/money.ts';
import { ratioFromDecimal } from '../../../server/values/rate.ts';

export interface RateLine {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly rate: string;
}

export type RateFault = 'parts' | 'currency' | 'day' | 'rate';

export interface RateLines {
  readonly rates: readonly RateLine[];
  readonly wrong: readonly { readonly line: number; readonly fault: RateFault }[];
}

/**
 * Rates as they are pasted: a line each, of day, two currencies and the rate, in that order, with commas, semicolons, tabs or
 * spaces between. A first line that is a heading is passed over.
 */
export function readRateLines(text: string): RateLines {
  const rates: RateLine[] = [];
  const wrong: { line: number; fault: RateFault }[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const parts = raw
      .trim()
      .split(/[\s,;]+/)
      .filter(Boolean);
    if (parts.length === 0 || (at === 0 && parts[0]!.toLowerCase() === 'day')) continue;
    const found = readParts(parts);
    if (typeof found === 'string') wrong.push({ line: at + 1, fault: found });
    else rates.push(found);
  }
  return { rates, wrong };
}

function readParts(parts: readonly string[]): RateLine | RateFault {
  if (parts.length !== 4) return 'parts';
  const [day, first, second, rate] = parts as [string, string, string, string];
  const [from, to] = [first.toUpperCase(), second.toUpperCase()];
  if (!isCurrency(from) || !isCurrency(to)) return 'currency';
  if (!isDay(day)) return 'day';
  return ratioFromDecimal(rate) === null ? 'rate' : { from, to, day, rate };
}

function isDay(text: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
