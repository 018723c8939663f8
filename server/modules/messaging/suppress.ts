import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { withoutAddresses } from '../../platform/mail/mail-problem.ts';
import type { ContactId } from '../../values/id.ts';
import { findPartnerByContact, normalizeEmail } from '../partners/index.ts';
import { findSuppression, putSuppression, type SuppressionRow } from './queries-wishes.ts';
import type { SuppressedBecause } from './tables.ts';

type Sealer = Pick<Context, 'tx' | 'accountId' | 'seal'>;

/** What a suppression's sealed address is bound to. */
export const aboutSuppressed = (account: string, contact: string): string => `${account}/${contact}/suppressed`;

/** True where this address of the contact came back or complained. A new address is written to again. */
export async function isSuppressed(reader: Sealer, contact: ContactId, address: string): Promise<boolean> {
  const row = await findSuppression(reader.tx, reader.accountId, contact);
  return row !== undefined && suppressedAddress(reader, row) === normalizeEmail(address);
}

/** The address that a suppression holds for; null where it was sealed under another secret. */
export function suppressedAddress({ accountId, seal }: Sealer, row: SuppressionRow): string | null {
  try {
    return seal.open(row.address, aboutSuppressed(accountId, row.contact_id));
  } catch {
    return null;
  }
}

/** From now on nothing is sent to this address of the contact. */
export async function suppress(
  context: Sealer & Pick<Context, 'now'>,
  contact: ContactId,
  address: string,
  because: SuppressedBecause,
  detail: string | null,
): Promise<void> {
  const { tx, accountId, seal, now } = context;
  const partner = await findPartnerByContact(tx, accountId, contact);
  await putSuppression(tx, {
    account_id: accountId,
    id: newId('suppression', now),
    contact_id: contact,
    partner_id: partner?.id ?? null,
    address: seal.close(normalizeEmail(address), aboutSuppressed(accountId, contact)),
    because,
    detail: detail === null ? null : withoutAddresses(detail),
    at: now,
  });
}
