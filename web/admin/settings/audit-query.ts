import type { Query } from '../../api/types.ts';
import { fromLocalText } from '../../ui/local-time.ts';

type AuditQuery = Query<'/v1/audit'>;

const DAY_MS = 86_400_000;

/** Days of the account as the instants that the API asks for; the last day counts as a whole. */
export function auditQuery(chosen: Readonly<Record<string, string | undefined>>, timeZone: string): AuditQuery {
  const { from, to, ...rest } = chosen;
  const begin = (day: string): string | null => fromLocalText(`${day}T00:00`, timeZone);
  const [first, last] = [from ? begin(from) : null, to ? begin(dayAfter(to)) : null];
  return { ...rest, ...(first ? { from: first } : {}), ...(last ? { to: last } : {}) };
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? '' : new Date(at + DAY_MS).toISOString().slice(0, 10);
}
