import type { z } from 'zod';
import { auditQuery, auditView } from '../../modules/accounts/contract.ts';
import { type AuditRow, listAudit } from '../../modules/accounts/index.ts';
import { prefersCsv } from '../../modules/reporting/index.ts';
import { toCsv } from '../../platform/csv.ts';
import { listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, RawAnswer, type Route } from '../../platform/http/route.ts';

/** A file holds so many rows, and says so by ending; what is more is narrowed down by its days. */
const ROWS_OF_A_FILE = 10_000;

/** Who did what, when: newest first. */
export function auditRoutes(): Route[] {
  return [
    plain({
      method: 'GET',
      path: '/v1/audit',
      tag: 'Team',
      summary: 'The audit log, by who, what, when and words; as CSV where the request accepts that',
      who: 'secret',
      scope: 'settings',
      query: auditQuery,
      answer: listOf(auditView),
      handle: async (context, { query, headers }) => {
        const { limit, cursor, ...filter } = query;
        const page = readPage({ limit, cursor });
        if (prefersCsv(headers.accept)) return toFile(context, await read(context, filter, null, ROWS_OF_A_FILE));
        return toList(await read(context, filter, page.after, page.limit + 1), page, toView);
      },
    }),
  ];
}

const read = (
  { tx, accountId }: Context,
  filter: Parameters<typeof listAudit>[2],
  after: string | null,
  limit: number,
) => listAudit(tx, accountId, filter, after, limit);

function toView({ id, at, actor, name, act, subject, note, detail }: AuditRow): z.input<typeof auditView> {
  return { id, at: at.toISOString(), actor: toActor(actor, name), act, subject, note, detail };
}

function toActor(actor: string, name: string | null): { kind: string; id: string; name: string | null } {
  const [kind = '', ...rest] = actor.split(':');
  return { kind, id: rest.join(':'), name };
}

function toFile({ account }: Context, rows: readonly AuditRow[]): RawAnswer {
  const head = ['at', 'actor', 'actor_name', 'act', 'subject', 'note', 'detail', 'id'];
  const cells = rows.map(({ at, actor, name, act, subject, note, detail, id }) => [
    ...[at.toISOString(), actor, name, act, subject, note, JSON.stringify(detail), id],
  ]);
  const file = `audit-${account.slug}.csv`;
  return new RawAnswer('text/csv; charset=utf-8', toCsv([head, ...cells]), {
    'content-disposition': `attachment; filename="${file}"`,
    'cache-control': 'no-store',
  });
}
