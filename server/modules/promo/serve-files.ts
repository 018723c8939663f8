import type { FastifyReply } from 'fastify';
import type { Database } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { findAccountBySlug } from '../accounts/index.ts';
import { findUploadByToken, type UploadRow } from './queries-uploads.ts';
import { fileKeyOf, type UploadParts } from './uploads.ts';

const form = /^([a-z0-9-]{1,100})-([A-Za-z0-9_-]{22})$/;

/** `/files/{id}/{name}`: what was uploaded, for the world, so that nothing in it can run. */
export function fileRoutes(parts: UploadParts & { readonly database: Database }): OpenRoute[] {
  return (['GET', 'HEAD'] as const).map((method) => ({
    method,
    path: '/files/{id}/{name}',
    tag: 'Uploads',
    summary: 'A file that was uploaded',
    open: 'anyone',
    serve: async (request, reply) => {
      const { id = '', name = '' } = request.params as Record<string, string>;
      const found = await findFile(parts, id, name);
      const bytes = found && (await parts.files.get(found.key));
      if (!found || !bytes) throw new Problem('not_found', 'There is no such file.');
      return send(reply, found.row, bytes);
    },
  }));
}

async function findFile({ database }: { readonly database: Database }, id: string, name: string) {
  const [, slug, token] = form.exec(id) ?? [];
  const account = slug && token ? await database.inDirectory((tx) => findAccountBySlug(tx, slug)) : undefined;
  if (!account || !token) return null;
  const row = await database.inAccount(account.id, (tx) => findUploadByToken(tx, account.id, token));
  return row && row.name === name ? { row, key: fileKeyOf(account.id, row) } : null;
}

/**
 * A picture is shown in its place; all else is a download, whatever it says of itself. The address is that of one content for
 * good, so whoever has it need not ask again.
 */
function send(reply: FastifyReply, { kind, type, name }: UploadRow, bytes: Buffer): FastifyReply {
  const how = kind === 'picture' ? 'inline' : 'attachment';
  return reply
    .headers({
      'content-disposition': `${how}; filename="${plainName(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
      // Banners stand on partners' pages, those too that let nothing in without this.
      'cross-origin-resource-policy': 'cross-origin',
    })
    .type(type)
    .send(bytes);
}

/** For what does not read the longer form. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_');
