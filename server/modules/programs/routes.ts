import { idParams, listOf, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { changeProgram } from './change-program.ts';
import {
  newProgram,
  productParams,
  productView,
  programChange,
  programEnd,
  programView,
  terms,
  termsHistory,
} from './contract.ts';
import { createProgram } from './create-program.ts';
import { endProgram, programEnded } from './end-program.ts';
import { findProgramRow, listProgramRows, lockProgram } from './queries.ts';
import { listProducts, listTermsHistory } from './queries-terms.ts';
import { endTerms, setTerms } from './set-terms.ts';
import { showPrograms, toProductView, toTermsView } from './views.ts';

const tag = 'Programs';

/** `changed` is what later modules do then, such as reading anew where links lead. */
export function programRoutes(changed: (context: Context) => void): Route[] {
  return [
    createProgramRoute(changed),
    listProgramsRoute,
    readProgramRoute,
    changeProgramRoute(changed),
    endProgramRoute,
    listProductsRoute,
    putProductRoute,
    deleteProductRoute,
    listTermsRoute,
  ];
}

const noProgram = (): Refusal => refuse('not_found', 'There is no such program.');

async function showProgram({ tx, accountId }: Context, id: string) {
  const row = await findProgramRow(tx, accountId, id);
  return row ? (await showPrograms(tx, accountId, [row])).get(id) : noProgram();
}

const createProgramRoute = (changed: (context: Context) => void) =>
  post({
    method: 'POST',
    path: '/v1/programs',
    tag,
    summary: 'Makes a program; only name and default_url are required',
    who: 'secret',
    scope: 'write',
    body: newProgram,
    answer: programView,
    act: async (context, { body }) => {
      const subject = await createProgram(context, body);
      changed(context);
      return { subject };
    },
    show: showProgram,
  });

const listProgramsRoute = plain({
  method: 'GET',
  path: '/v1/programs',
  tag,
  summary: 'The programs of the account, newest first',
  who: 'secret',
  scope: 'read',
  query: pageQuery,
  answer: listOf(programView),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    const rows = await listProgramRows(tx, accountId, page.after, page.limit + 1);
    const views = await showPrograms(tx, accountId, rows);
    return toList(rows, page, (row) => views.get(row.id));
  },
});

const readProgramRoute = plain({
  method: 'GET',
  path: '/v1/programs/{id}',
  tag,
  summary: 'A program as it is now',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: programView,
  handle: (context, { params }) => showProgram(context, params.id),
});

const changeProgramRoute = (changed: (context: Context) => void) =>
  plain({
    method: 'PATCH',
    path: '/v1/programs/{id}',
    tag,
    summary: 'Changes the named fields from now on; recorded orders keep what they were recorded with',
    who: 'secret',
    scope: 'write',
    params: idParams,
    body: programChange,
    answer: programView,
    handle: async (context, { params, body }) => {
      const refused = await changeProgram(context, params.id, body);
      if (isRefusal(refused)) return refused;
      changed(context);
      return showProgram(context, params.id);
    },
  });

const endProgramRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/programs/{id}/end',
  tag,
  summary: 'Ends a program: nobody joins it any more, and orders from now on earn nothing; what was earned stays',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: programEnd,
  answer: programView,
  act: async (context, { params, body }) =>
    (await endProgram(context, params.id, body.note ?? null)) ?? { subject: params.id, status: 200 },
  show: showProgram,
});

const listProductsRoute = plain({
  method: 'GET',
  path: '/v1/programs/{id}/products',
  tag,
  summary: 'The products that are in the program, with their terms, the last changed first',
  who: 'secret',
  scope: 'read',
  params: idParams,
  query: pageQuery,
  answer: listOf(productView),
  handle: async ({ tx, accountId }, { params, query }) => {
    if (!(await findProgramRow(tx, accountId, params.id))) return noProgram();
    const page = readPage(query);
    return toList(await listProducts(tx, accountId, params.id, page.after, page.limit + 1), page, toProductView);
  },
});

const putProductRoute = plain({
  method: 'PUT',
  path: '/v1/programs/{id}/products/{sku}',
  tag,
  summary: 'Puts a product into the program, or changes its terms from now on',
  who: 'secret',
  scope: 'write',
  params: productParams,
  body: terms,
  answer: productView,
  handle: async (context, { params, body }) => {
    const program = await lockProgram(context.tx, context.accountId, params.id);
    if (!program) return noProgram();
    if (program.ended_at) return programEnded;
    return toProductView(await setTerms(context, { programId: params.id, sku: params.sku }, body));
  },
});

const deleteProductRoute = plain({
  method: 'DELETE',
  path: '/v1/programs/{id}/products/{sku}',
  tag,
  summary: 'Takes a product out of the program from now on',
  who: 'secret',
  scope: 'write',
  params: productParams,
  answer: productView,
  handle: async (context, { params }) => {
    if (!(await lockProgram(context.tx, context.accountId, params.id))) return noProgram();
    const ended = await endTerms(context, { programId: params.id, sku: params.sku });
    return ended ? toProductView(ended) : refuse('not_found', 'This product was never in the program.');
  },
});

const listTermsRoute = plain({
  method: 'GET',
  path: '/v1/programs/{id}/terms',
  tag,
  summary: "Every version of the program's terms, of its products and its default, newest first",
  who: 'secret',
  scope: 'read',
  params: idParams,
  query: pageQuery,
  answer: termsHistory,
  handle: async ({ tx, accountId }, { params, query }) => {
    if (!(await findProgramRow(tx, accountId, params.id))) return noProgram();
    const page = readPage(query);
    const rows = await listTermsHistory(tx, accountId, { programId: params.id }, page.after, page.limit + 1);
    return toList(rows, page, toTermsView);
  },
});
