import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { findContacts, findPartners } from '../partners/index.ts';
import { listProgramVersions } from '../programs/index.ts';
import { findLinks, findPromoTools } from '../promo/index.ts';
import type { NameKind } from './reports.ts';

/** Names by id; of a link its code. Read for the rows that are shown, and kept nowhere (rules.md 37). */
export async function findNames(
  tx: Tx,
  account: AccountId,
  kind: NameKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== ''))];
  if (wanted.length === 0) return new Map();
  if (kind === 'program') {
    const versions = await listProgramVersions(tx, account, wanted);
    return new Map(versions.map((version) => [version.programId, version.name]));
  }
  if (kind === 'link') return new Map((await findLinks(tx, account, wanted)).map((link) => [link.id, link.code]));
  if (kind === 'promo_tool')
    return new Map((await findPromoTools(tx, account, wanted)).map((tool) => [tool.id, tool.name]));
  const partners = await findPartners(tx, account, wanted);
  const contacts = await findContacts(
    tx,
    account,
    partners.map((partner) => partner.contact_id),
  );
  const byContact = new Map(contacts.map((contact) => [contact.id, contact.name ?? contact.email ?? '']));
  return new Map(partners.map((partner) => [partner.id, byContact.get(partner.contact_id) ?? '']));
}
