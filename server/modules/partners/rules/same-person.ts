import type { ContactId } from '../../../values/id.ts';
import { normalizeEmail } from './normalize-email.ts';

/** Somebody as far as they are known: an order's customer may stand with a contact and another address than that one's. */
export interface Person {
  readonly contact_id: ContactId | null;
  readonly emails: readonly string[];
}

/**
 * True where a customer and a partner are one (rules.md 10): the same contact, or the same e-mail address ignoring case,
 * and for Gmail also dots and +tags. Somebody of whom nothing is known is nobody's same.
 */
export function isSamePerson(a: Person, b: Person): boolean {
  if (a.contact_id !== null && a.contact_id === b.contact_id) return true;
  const mailboxes = new Set(a.emails.map(mailboxOf));
  return b.emails.some((email) => mailboxes.has(mailboxOf(email)));
}

const gmail = new Set(['gmail.com', 'googlemail.com']);

/** One text for all spellings of one mailbox. To compare with, never to send to. */
export function mailboxOf(email: string): string {
  const address = normalizeEmail(email);
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 1 || !gmail.has(domain)) return address;
  const local = address.slice(0, at).replace(/\+.*$/s, '').replaceAll('.', '');
  return `${local}@gmail.com`;
}
