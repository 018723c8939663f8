import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import type { mailSettingsView, messageContent, messageView, suppressionView, templateView } from './contract.ts';
import { fieldsOf, kindFacts, type MessageKind } from './kinds.ts';
import type { SuppressionRow } from './queries-wishes.ts';
import type { OpenMessage } from './read-messages.ts';
import { type MailSetup, serverOf } from './settings.ts';
import { suppressedAddress } from './suppress.ts';
import type { Template } from './templates.ts';
import { wordsOf } from './words/index.ts';

/**
 * A message in a list. Links that let their reader in are shown in a sandbox only; else by the message's content. Links that
 * let people into the office stay hidden there too from whoever may not change settings: they would become more than they are.
 */
export function toMessageView(
  { account, scopes }: Pick<Context, 'account' | 'scopes'>,
  message: OpenMessage,
): z.input<typeof messageView> {
  const { row, to, written, contactId } = message;
  const words = wordsOf();
  const isForOffice = contactId === null && row.partner_id === null;
  const mayLetIn = scopes === undefined || scopes.includes('settings');
  const hides = kindFacts[row.kind as MessageKind].secret && (!account.sandbox || (isForOffice && !mayLetIn));
  const links = written && !hides ? [...written.links] : [];
  return {
    id: row.id,
    to,
    kind: row.kind as MessageKind,
    state: row.state,
    subject: written?.subject ?? words.layout.erased,
    text: written === null ? words.layout.erased : hides ? hideLinks(written.text, written.links) : written.text,
    created_at: row.created_at.toISOString(),
    links,
    why: { event: row.event, subject: row.subject_id },
    contact_id: contactId,
    partner_id: row.partner_id,
    detail: row.detail,
    uncertain: row.uncertain,
    attempts: row.attempts,
    settled_at: row.settled_at?.toISOString() ?? null,
  };
}

function hideLinks(text: string, links: readonly string[]): string {
  return links.reduce((shown, link) => shown.replaceAll(link, wordsOf().layout.hiddenLink), text);
}

export function toContentView({ row, to, written }: OpenMessage): z.input<typeof messageContent> {
  const { erased } = wordsOf().layout;
  const { subject, text, html, links } = written ?? { subject: erased, text: erased, html: '', links: [] };
  return { id: row.id, to, subject, text, html, links: [...links] };
}

export function toSettingsView(
  { account }: Pick<Context, 'account'>,
  setup: MailSetup,
  publicUrl: string,
): z.input<typeof mailSettingsView> {
  const { password, ownerAddress, hookSecret, ...shown } = setup;
  return {
    ...shown,
    password_set: password !== null,
    owner_address: ownerAddress,
    bounce_url: hookSecret === null ? null : `${publicUrl}/hooks/mail/${account.id}/${hookSecret}`,
    mode: account.sandbox || serverOf(setup) === null ? 'captures' : 'sends',
  };
}

export function toTemplateView({ kind, on, subject, body, edited, changedAt }: Template): z.input<typeof templateView> {
  const { to, essential } = kindFacts[kind];
  return {
    kind,
    to,
    always: essential,
    on,
    subject,
    body,
    edited,
    fields: [...fieldsOf(kind)],
    changed_at: changedAt?.toISOString() ?? null,
  };
}

export function toSuppressionView(context: Context, row: SuppressionRow): z.input<typeof suppressionView> {
  const { id, contact_id, because, detail, at } = row;
  return { id, contact_id, address: suppressedAddress(context, row), because, detail, at: at.toISOString() };
}
