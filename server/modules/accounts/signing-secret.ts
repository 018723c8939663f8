import type { Context } from '../../platform/http/route.ts';
import { newSecret } from '../../platform/ids.ts';
import { findSecret } from './queries.ts';

/** The secret with which the owner's server signs leads and orders that pages send. */
export async function readSigningSecret({
  tx,
  accountId,
  seal,
}: Pick<Context, 'tx' | 'accountId' | 'seal'>): Promise<string> {
  const row = await findSecret(tx, accountId, 'signing');
  // Without one nothing can have been signed: a value nobody knows lets every check fail.
  return row ? seal.open(row.sealed, `${accountId}/signing`) : newSecret();
}
