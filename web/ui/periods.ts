/** A span of days (2026-01-01), both included, in the account's time zone. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const periodNames = ['last_7', 'last_30', 'last_90', 'this_month', 'last_month', 'this_year'] as const;
export type PeriodName = (typeof periodNames)[number];

const DAY_MS = 86_400_000;

/** The day that an instant falls on in a time zone. */
export function dayIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(at);
}

/** Days are counted in UTC, where each has 24 hours. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** As the API is asked: people name the last day that counts, the API the first that does not. */
export function askedOf({ from, to }: Period): Period {
  return { from, to: addDays(to, 1) };
}

/** What a name means on a day. */
export function periodOf(name: PeriodName, today: string): Period {
  const month = `${today.slice(0, 7)}-01`;
  switch (name) {
    case 'last_7':
      return { from: addDays(today, -6), to: today };
    case 'last_30':
      return { from: addDays(today, -29), to: today };
    case 'last_90':
      return { from: addDays(today, -89), to: today };
    case 'this_month':
      return { from: month, to: today };
    case 'last_month':
      return { from: `${addDays(month, -1).slice(0, 7)}-01`, to: addDays(month, -1) };
    case 'this_year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}

export function isPeriodName(text: string | undefined): text is PeriodName {
  return periodNames.some((name) => name === text);
}

/** The period as an address says it: a name, or two days; else the last 30 days. */
export function readPeriod(search: Readonly<Record<string, string | undefined>>, today: string): Period {
  const { period, from, to } = search;
  if (isPeriodName(period)) return periodOf(period, today);
  if (from && to && isDay(from) && isDay(to) && from <= to) return { from, to };
  return periodOf('last_30', today);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
