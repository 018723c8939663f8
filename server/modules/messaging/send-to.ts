import type { Context } from '../../platform/http/route.ts';
import type { ContactId, PartnerId } from '../../values/id.ts';
import type { MessageKind } from './kinds.ts';
import { openDesk, sealContent } from './read-messages.ts';
import { writeMessage } from './write-message.ts';

export interface MessageTo {
  readonly kind: MessageKind;
  /** A contact at their address of today, or anybody by address (whoever is not a contact: the owner's people). */
  readonly to: { readonly contactId: ContactId } | { readonly address: string; readonly name: string | null };
  readonly partnerId?: PartnerId | null;
  /** Why, and the id of what it is about. */
  readonly event: string;
  readonly subjectId?: string | null;
  /** The kind's own fields, such as sign_in_url, as they are to be read. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Sends a message that no event tells of: a sign-in link, an invitation, a password reset. Written out and sealed at once,
 * since its links are secrets that stand nowhere else. Resolves to the message's id.
 */
export async function sendMessageTo(context: Omit<Context, 'announce'>, message: MessageTo): Promise<string> {
  const { kind, to, texts } = message;
  const contactId = 'contactId' in to ? to.contactId : null;
  const telling = {
    kind,
    partner_id: message.partnerId ?? null,
    contact_id: contactId,
    facts: { texts },
    created_at: context.now,
  };
  const named = 'address' in to ? to : { address: null, name: null };
  const { unsubscribeUrl, ...written } = (await openDesk(context, [telling])).write(telling, named.name);
  const said = {
    ...written,
    links: [...written.links],
    to: named.address,
    name: named.name,
    unsubscribe_url: unsubscribeUrl,
  };
  return writeMessage(context, {
    kind,
    partnerId: message.partnerId ?? null,
    contactId,
    event: message.event,
    subjectId: message.subjectId ?? null,
    facts: {},
    content: (id) => sealContent(context, id, said),
  });
}
