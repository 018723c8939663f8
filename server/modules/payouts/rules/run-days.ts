import { Temporal } from 'temporal-polyfill';
import { type Day, dayOf, shiftDay } from '../../../values/instant.ts';

/** When runs are made: a day of the month (1 to 28), or of the week (1 is Monday), in the account's time zone. */
export interface RunSchedule {
  readonly every: 'month' | 'week';
  readonly day: number;
}

/** True for a day on which this schedule has a run. */
export function isRunDay(schedule: RunSchedule, day: Day): boolean {
  const date = Temporal.PlainDate.from(day);
  return schedule.day === (schedule.every === 'month' ? date.day : date.dayOfWeek);
}

/** The first run day after the day on which `after` falls: the run of that day itself began with its first instant. */
export function nextRunDay(schedule: RunSchedule, timeZone: string, after: Date): Day {
  let day = shiftDay(dayOf(after, timeZone), 1);
  while (!isRunDay(schedule, day)) day = shiftDay(day, 1);
  return day;
}
