import { DAY, HOUR } from '../../../values/instant.ts';

/** `quiet`: too little was ever heard to tell. */
export const healthStates = ['well', 'silent', 'orders_silent', 'conversion_fell', 'quiet'] as const;
export type HealthState = (typeof healthStates)[number];

/** One day of a link or site, oldest first, without gaps; the last is today. */
export interface HealthDay {
  readonly clicks: number;
  readonly unique_clicks: number;
  readonly orders: number;
}

export interface Pulse {
  readonly days: readonly HealthDay[];
  readonly last_click_at: Date | null;
}

export interface Health {
  readonly state: HealthState;
  /** Clicks per day that were usual until the last one. */
  readonly clicks_per_day: number;
  /** Of the last seven days, and of the four weeks before. Null without unique clicks. */
  readonly conversion_rate: number | null;
  readonly conversion_rate_before: number | null;
}

/** The past that something is held against. */
const USUAL_DAYS = 28;
const RECENT_DAYS = 7;
/** Less than this tells nothing of what is usual. */
const CLICKS_TO_JUDGE = 20;

/**
 * Holds a link or site against its own past. Silent: so long without a click that at its usual pace many were due; a night
 * alone is never enough. Orders silent, or conversion fallen: the clicks are there, and the orders that they used to bring
 * are not, by more than chance explains (three standard deviations of a count). `now`: the account's time.
 */
export function judgeHealth({ days, last_click_at }: Pulse, now: Date): Health {
  const lastActive = days.findLastIndex((day) => day.clicks > 0);
  const firstActive = days.findIndex((day) => day.clicks > 0);
  const usual = days.slice(Math.max(firstActive, lastActive + 1 - USUAL_DAYS), lastActive + 1);
  const pace = usual.length === 0 ? 0 : sum(usual, 'clicks') / usual.length;
  const recent = days.slice(-RECENT_DAYS);
  const before = days.slice(-RECENT_DAYS - USUAL_DAYS, -RECENT_DAYS);
  const health = {
    clicks_per_day: Math.round(pace * 10) / 10,
    conversion_rate: rateOf(recent),
    conversion_rate_before: rateOf(before),
  };
  return { ...health, state: stateOf() };

  function stateOf(): HealthState {
    if (last_click_at === null || lastActive < 0) return 'quiet';
    const gap = now.getTime() - last_click_at.getTime();
    if (sum(usual, 'clicks') < CLICKS_TO_JUDGE) return gap > RECENT_DAYS * DAY ? 'quiet' : 'well';
    const missed = (pace * gap) / DAY;
    if ((gap >= 12 * HOUR && missed >= 12) || (gap >= 2 * DAY && missed >= 6)) return 'silent';
    const expected = (health.conversion_rate_before ?? 0) * sum(recent, 'unique_clicks');
    const orders = sum(recent, 'orders');
    if (orders === 0 && expected >= 6) return 'orders_silent';
    return expected >= 10 && orders <= expected - 3 * Math.sqrt(expected) ? 'conversion_fell' : 'well';
  }
}

function sum(days: readonly HealthDay[], figure: keyof HealthDay): number {
  return days.reduce((total, day) => total + day[figure], 0);
}

function rateOf(days: readonly HealthDay[]): number | null {
  const unique = sum(days, 'unique_clicks');
  return unique === 0 ? null : sum(days, 'orders') / unique;
}
