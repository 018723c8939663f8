import type { FastifyRequest } from 'fastify';
import {
  type AccountRow,
  findAccount,
  findAccountBySlug,
  findBareHostAccount,
  findHostOwner,
} from '../../modules/accounts/index.ts';
import { centerHeaderOf } from '../../modules/center/index.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Parts } from '../context.ts';

/**
 * Whose center a request means: the account that is named, else the one that has proved the host, else the one that owns the
 * bare host. Throws `not_found`.
 */
export async function findCenter(
  parts: Pick<Parts, 'database'>,
  request: FastifyRequest,
  named: string | null = centerHeaderOf(request),
): Promise<AccountRow> {
  const found = await parts.database.inDirectory(async (tx) => {
    if (named !== null) return findAccountBySlug(tx, named.slice(0, 100));
    const owner = await findHostOwner(tx, request.hostname.toLowerCase().slice(0, 253));
    const id = owner ?? (await findBareHostAccount(tx))?.account_id;
    return id === undefined ? undefined : findAccount(tx, id);
  });
  if (!found) throw new Problem('not_found', 'There is no such partner center.');
  return found;
}
