import { z } from 'zod';
import {
  applicationQuery,
  applicationView,
  approveMany,
  approveOne,
  rejectMany,
  rejectOne,
} from '../../modules/joining/contract.ts';
import {
  type ApplicationAct,
  type ApplicationRow,
  findApplication,
  findApplications,
  listApplications,
  toApplicationView,
} from '../../modules/joining/index.ts';
import { findContacts } from '../../modules/partners/index.ts';
import { prefersCsv } from '../../modules/reporting/index.ts';
import { toCsv } from '../../platform/csv.ts';
import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, RawAnswer, type Route } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { decideOnApplication, decideOnApplications } from './decide-on-application.ts';

const tag = 'Joining';

export function applicationRoutes(): Route[] {
  return [
    listRoute,
    readRoute,
    actRoute('approve', 'Approves an application that waits; the applicant is a partner from now on', approveOne),
    actRoute('reject', 'Rejects an application that waits; `reason` is told to the applicant', rejectOne),
    manyRoute('approve', 'Approves all of these applications, or none', approveMany),
    manyRoute('reject', 'Rejects all of these applications, or none', rejectMany),
  ];
}

type View = z.input<typeof applicationView>;

async function showAll(context: Context, rows: readonly ApplicationRow[]): Promise<Map<string, View>> {
  const ids = [...new Set(rows.map((row) => row.contact_id))];
  const contacts = await findContacts(context.tx, context.accountId, ids);
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return new Map(rows.map((row) => [row.id, toApplicationView(context, row, byId.get(row.contact_id))]));
}

async function showOne(context: Context, id: string) {
  const row = await findApplication(context.tx, context.accountId, id);
  return row ? (await showAll(context, [row])).get(id) : refuse('not_found', 'There is no such application.');
}

const listRoute = plain({
  method: 'GET',
  path: '/v1/applications',
  tag,
  summary: 'Applications, newest first; as a file with Accept: text/csv',
  who: 'secret',
  scope: 'read',
  query: applicationQuery,
  answer: listOf(applicationView),
  handle: async (context, { query, headers }) => {
    const page = readPage(query);
    const { limit: _, cursor: __, ...filter } = query;
    const rows = await listApplications(context.tx, context.accountId, filter, page.after, page.limit + 1);
    const views = await showAll(context, rows);
    const list = toList(rows, page, (row) => views.get(row.id)!);
    return prefersCsv(headers.accept) ? asCsv(list.data) : list;
  },
});

const columns = [
  'id',
  'status',
  'name',
  'email',
  'program_id',
  'sponsor_id',
  'country',
  'terms_version',
  'confirmed_at',
];

/** Answers stand together in one cell, since each form asks something else. */
function asCsv(views: readonly View[]): RawAnswer {
  const cells = views.map((view) => [
    ...columns.map((name) => view[name as keyof View] as string | number | null),
    view.answers.map(({ label, value }) => `${label}: ${value ?? ''}`).join('\n'),
  ]);
  return new RawAnswer('text/csv; charset=utf-8', toCsv([[...columns, 'answers'], ...cells]), {
    'content-disposition': 'attachment; filename="applications.csv"',
  });
}

const readRoute = plain({
  method: 'GET',
  path: '/v1/applications/{id}',
  tag,
  summary: 'An application, with what was answered and why it was decided so',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: applicationView,
  handle: (context, { params }) => showOne(context, params.id),
});

const actRoute = (act: ApplicationAct, summary: string, body: typeof approveOne | typeof rejectOne) =>
  post({
    method: 'POST',
    statuses: [200],
    path: `/v1/applications/{id}/${act}`,
    tag,
    summary,
    who: 'secret',
    scope: 'write',
    params: idParams,
    body,
    answer: applicationView,
    act: async (context, { params, body: said }) =>
      (await decideOnApplication(context, params.id, act, said)) ?? { subject: params.id, status: 200 },
    show: showOne,
  });

const manyRoute = (act: ApplicationAct, summary: string, body: typeof approveMany | typeof rejectMany) =>
  post({
    method: 'POST',
    statuses: [200],
    path: `/v1/applications/${act}`,
    tag,
    summary,
    who: 'secret',
    scope: 'write',
    body,
    answer: z.object({ data: z.array(applicationView) }),
    act: async (context, { body: { ids, ...said } }) => {
      const refused = await decideOnApplications(context, ids, act, said);
      return isRefusal(refused) ? refused : { subject: ids[0] ?? '', status: 200 };
    },
    show: async (context, _subject, { body: { ids } }) => {
      const rows = await findApplications(context.tx, context.accountId, ids);
      const views = await showAll(context, rows);
      return { data: ids.flatMap((id) => views.get(id) ?? []) };
    },
  });
