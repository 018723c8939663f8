import { z } from 'zod';
import { LARGEST_UPLOAD, readUpload } from '../../platform/files/index.ts';
import { postBytes } from '../../platform/http/bytes.ts';
import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { plain, type Route } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { uploadQuery, uploadsQuery, uploadView, usageView } from './contract-uploads.ts';
import { listHeld, listUploads } from './queries-uploads.ts';
import { removeUpload, showUpload, showUsage, takeUpload, toUploadView, type UploadParts } from './uploads.ts';

const tag = 'Uploads';
const described = { tag, who: 'secret', scope: 'read' } as const;

export function uploadRoutes(parts: UploadParts): Route[] {
  return [
    addRoute(parts),
    listRoute,
    usageRoute(parts),
    plain({
      ...described,
      method: 'GET',
      path: '/v1/uploads/{id}',
      summary: 'An upload',
      params: idParams,
      answer: uploadView,
      handle: (context, { params }) => showUpload(context, params.id),
    }),
    removeRoute(parts),
  ];
}

const addRoute = (parts: UploadParts) =>
  postBytes({
    ...described,
    path: '/v1/uploads',
    summary:
      'Takes a file: its bytes are the body, at most 10 MiB. Pictures are written anew, other files served as downloads',
    scope: 'write',
    query: uploadQuery,
    answer: uploadView,
    most: LARGEST_UPLOAD,
    read: (bytes, { name }) => readUpload(bytes, name),
    act: async (context, taken) => {
      const made = await takeUpload(context, parts, taken);
      return isRefusal(made) ? made : { subject: made.id };
    },
    show: showUpload,
  });

const listRoute = plain({
  ...described,
  method: 'GET',
  path: '/v1/uploads',
  summary: 'The uploads, newest first',
  query: uploadsQuery,
  answer: listOf(uploadView),
  handle: async (context, { query }) => {
    const { tx, accountId } = context;
    const page = readPage(query);
    const rows = await listUploads(tx, accountId, query.kind, page.after, page.limit + 1);
    const held = await listHeld(
      tx,
      accountId,
      rows.map((row) => row.id),
    );
    return toList(rows, page, (row) => toUploadView(context, row, held.has(row.id)));
  },
});

const usageRoute = (parts: UploadParts) =>
  plain({
    ...described,
    method: 'GET',
    path: '/v1/uploads/usage',
    summary: 'How much room uploads take, and how much there is',
    answer: usageView,
    handle: (context) => showUsage(context, parts),
  });

const removeRoute = (parts: UploadParts) =>
  plain({
    ...described,
    method: 'DELETE',
    path: '/v1/uploads/{id}',
    summary: 'Deletes an upload that nothing shows',
    scope: 'write',
    params: idParams,
    answer: z.object({ id: z.string() }),
    handle: async (context, { params }) => {
      const id = await removeUpload(context, parts, params.id);
      return isRefusal(id) ? id : { id };
    },
  });
