/** When runs are made: a day of the month (1 to 28), or of the week (1 is Monday). */
export interface RunSchedule {
  readonly every: 'month' | 'week';
  readonly day: number;
}

/** The first run day after today, as the server reckons it: a run of today began with its first moment. */
export function nextRunDay({ every, day }: RunSchedule, today: string): string {
  const date = new Date(`${today}T00:00:00Z`);
  const isRunDay = (): boolean => day === (every === 'month' ? date.getUTCDate() : date.getUTCDay() || 7);
  do date.setUTCDate(date.getUTCDate() + 1);
  while (!isRunDay());
  return date.toISOString().slice(0, 10);
}
