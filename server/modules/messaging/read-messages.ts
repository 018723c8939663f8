import { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import type { ContactId, PartnerId, ProgramId } from '../../values/id.ts';
import { addDays } from '../../values/instant.ts';
import { centerUrlOf, readBranding } from '../accounts/index.ts';
import { makeDecisionToken } from '../joining/index.ts';
import { type ContactRow, findContacts, findPartners, type PartnerRow } from '../partners/index.ts';
import { findProgram } from '../programs/index.ts';
import { findUpload, uploadUrl } from '../promo/index.ts';
import { fieldValues, type Scene } from './fields.ts';
import { kindFacts, type MessageKind } from './kinds.ts';
import type { FieldValues } from './liquid.ts';
import type { MessageRow } from './queries.ts';
import { listTemplates } from './queries-settings.ts';
import { type MailSetup, readMailSetup } from './settings.ts';
import { makeUnsubscribeToken } from './unsubscribe-token.ts';
import { type Words, wordsOf } from './words/index.ts';
import type { Footer, Look } from './write-html.ts';
import { type Written, writeOut } from './write-out.ts';

export type Reader = Pick<Context, 'tx' | 'accountId' | 'account' | 'seal' | 'linkBase'>;

const content = z.object({
  /** Only where it is not the contact's address of today. */
  to: z.string().nullable(),
  name: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
  unsubscribe_url: z.string().nullable(),
});
export type Content = z.output<typeof content>;

const about = (account: string, id: string): string => `${account}/${id}/message`;

/** Seals what a message says; it opens for this message alone. */
export function sealContent(
  { seal, accountId }: Pick<Reader, 'seal' | 'accountId'>,
  id: string,
  said: Content,
): Buffer {
  return seal.close(JSON.stringify(said), about(accountId, id));
}

/** A message with what it says and to whom it goes. `written` is null once it was erased. */
export interface OpenMessage {
  readonly row: MessageRow;
  readonly to: string | null;
  readonly name: string | null;
  readonly contactId: ContactId | null;
  readonly written: Written | null;
  readonly unsubscribeUrl: string | null;
}

/** What a message is told of and who it goes to: all that is needed to write one out. */
type Telling = Pick<MessageRow, 'kind' | 'partner_id' | 'contact_id' | 'facts' | 'created_at'>;

/** Everything that messages of an account are written out with, read once for many of them. */
export interface Desk {
  readonly setup: MailSetup;
  readonly words: Words;
  template(kind: MessageKind): { readonly subject: string; readonly body: string };
  scene(telling: Telling, name?: string | null): Scene;
  /** The person behind a message, where it is a contact. */
  contact(telling: Pick<Telling, 'partner_id' | 'contact_id'>): ContactRow | undefined;
  values(telling: Telling, name?: string | null): FieldValues;
  write(
    telling: Telling,
    name?: string | null,
    template?: { readonly subject: string; readonly body: string },
  ): Written & { readonly unsubscribeUrl: string | null };
}

export async function openDesk(
  reader: Reader,
  tellings: readonly Pick<Telling, 'partner_id' | 'contact_id' | 'facts'>[],
): Promise<Desk> {
  const { tx, accountId, account } = reader;
  const people = await readPeople(reader, tellings);
  const setup = await readMailSetup(reader);
  const changed = new Map((await listTemplates(tx, accountId)).map((row) => [row.kind, row]));
  const words = wordsOf();
  const publicUrl = new URL(reader.linkBase).origin;
  const brand = await readBrand(reader, setup);
  const look: Look = {
    accountName: brand.name,
    language: words.language,
    accent: brand.accent,
    logoUrl: brand.logoUrl,
  };
  const desk: Desk = {
    setup,
    words,
    template(kind) {
      const own = changed.get(kind);
      const { subject, body } = words.templates[kind];
      return { subject: own?.subject ?? subject, body: own?.body ?? body };
    },
    contact: (telling) => people.contactOf(telling),
    scene(telling, name) {
      const partner = telling.partner_id === null ? undefined : people.partners.get(telling.partner_id);
      const contact = people.contactOf(telling);
      const toOwner = kindFacts[telling.kind as MessageKind].to === 'owner';
      return {
        account: { ...account, name: brand.name },
        publicUrl,
        centerUrl: brand.centerUrl,
        recipientName: name ?? (toOwner ? null : (contact?.name ?? null)),
        partnerName: contact?.name ?? null,
        programName: people.programs.get(programOf(telling, partner) ?? '') ?? null,
        linkUrl: partner ? reader.linkBase + encodeURIComponent(partner.code) : null,
        applicationUrl: applicationUrlOf(reader, publicUrl, telling),
        at: telling.created_at,
      };
    },
    values: (telling, name) =>
      fieldValues(telling.kind as MessageKind, telling.facts, desk.scene(telling, name), words),
    write(telling, name, template) {
      const kind = telling.kind as MessageKind;
      const unsubscribeUrl = unsubscribeUrlOf(reader, publicUrl, kind, telling.partner_id);
      const footer = footerOf(words, brand.name, unsubscribeUrl);
      return { ...writeOut(template ?? desk.template(kind), desk.values(telling, name), look, footer), unsubscribeUrl };
    },
  };
  return desk;
}

/**
 * How the account's mails look: as its partner center does. The mail settings' own logo and accent stand in for what was not
 * chosen there.
 */
async function readBrand(reader: Reader, setup: MailSetup) {
  const branding = await readBranding(reader);
  const { logo_upload_id: logo } = branding;
  const upload = logo === null ? undefined : await findUpload(reader.tx, reader.accountId, logo);
  return {
    name: branding.name ?? reader.account.name,
    accent: branding.colors?.accent ?? setup.accent,
    logoUrl: upload ? uploadUrl(reader, upload) : setup.logo_url,
    centerUrl: centerUrlOf(reader, branding.domain),
  };
}

function unsubscribeUrlOf(
  { seal, accountId }: Reader,
  publicUrl: string,
  kind: MessageKind,
  partner: string | null,
): string | null {
  const { essential, to } = kindFacts[kind];
  if (essential || to === 'person' || (to === 'partner' && partner === null)) return null;
  const wish = to === 'partner' ? { account: accountId, partner: partner! } : { account: accountId, kind };
  return `${publicUrl}/unsubscribe/${makeUnsubscribeToken(seal, wish)}`;
}

/** How long the owner's link decides. It is made anew, and the same, whenever the message is written out. */
const DECISION_DAYS = 14;

function applicationUrlOf(
  { seal, accountId, account }: Reader,
  publicUrl: string,
  { facts, created_at }: Pick<Telling, 'facts' | 'created_at'>,
): string | null {
  const id = facts['application_id'];
  if (typeof id !== 'string') return null;
  const token = makeDecisionToken(seal, accountId, id, addDays(created_at, DECISION_DAYS));
  return `${publicUrl}/join/${account.slug}/applications/${token}`;
}

function footerOf(words: Words, account: string, unsubscribeUrl: string | null): Footer {
  const { why, sentBy, unsubscribe } = words.layout;
  const line = (unsubscribeUrl ? why : sentBy).replace('{account}', account);
  return { lines: [line], link: unsubscribeUrl ? { text: unsubscribe, url: unsubscribeUrl } : null };
}

const programOf = ({ facts }: Pick<Telling, 'facts'>, partner: PartnerRow | undefined): ProgramId | undefined =>
  typeof facts['program_id'] === 'string' ? facts['program_id'] : partner?.program_id;

async function readPeople(
  { tx, accountId }: Reader,
  tellings: readonly Pick<Telling, 'partner_id' | 'contact_id' | 'facts'>[],
) {
  const partnerIds = distinct(tellings.map((telling) => telling.partner_id)) as PartnerId[];
  const partners = new Map((await findPartners(tx, accountId, partnerIds)).map((row) => [row.id, row]));
  const contactIds = distinct([
    ...tellings.map((telling) => telling.contact_id),
    ...[...partners.values()].map((row) => row.contact_id),
  ]);
  const contacts = new Map((await findContacts(tx, accountId, contactIds)).map((row) => [row.id, row]));
  const programs = new Map<string, string>();
  for (const id of distinct(
    tellings.map((telling) => programOf(telling, partners.get(telling.partner_id ?? '')) ?? null),
  )) {
    const program = await findProgram(tx, accountId, id);
    if (program) programs.set(id, program.name);
  }
  const contactOf = (telling: Pick<Telling, 'partner_id' | 'contact_id'>): ContactRow | undefined =>
    contacts.get(telling.contact_id ?? partners.get(telling.partner_id ?? '')?.contact_id ?? '');
  return { partners, programs, contactOf };
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Opens messages; those that were not written out yet are written as they would be now. */
export async function openMessages(reader: Reader, rows: readonly MessageRow[]): Promise<OpenMessage[]> {
  const desk = await openDesk(reader, rows);
  return rows.map((row) => openOne(reader, desk, row));
}

function openOne(reader: Reader, desk: Desk, row: MessageRow): OpenMessage {
  const contact = desk.contact(row);
  const kept = row.content === null ? null : openContent(reader, row.id, row.content);
  const toOwner = kindFacts[row.kind as MessageKind].to === 'owner';
  const to = kept?.to ?? (toOwner ? desk.setup.ownerAddress : (contact?.email ?? null));
  const name = kept?.name ?? (toOwner ? null : (contact?.name ?? null));
  const shown = { row, name, contactId: contact?.id ?? null };
  if (row.erased_at !== null) return { ...shown, to: null, name: null, written: null, unsubscribeUrl: null };
  if (kept) return { ...shown, to, written: kept, unsubscribeUrl: kept.unsubscribe_url };
  const { unsubscribeUrl, ...written } = desk.write(row, name);
  return { ...shown, to, written, unsubscribeUrl };
}

function openContent({ seal, accountId }: Reader, id: string, sealed: Buffer): Content {
  return content.parse(JSON.parse(seal.open(sealed, about(accountId, id))));
}
