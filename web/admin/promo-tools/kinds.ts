import { FileDown, Image, Link2, type LucideIcon, Mail, MessagesSquare, TicketPercent } from 'lucide-react';
import type { Answer, Body } from '../../api/types.ts';

export type PromoTool = Answer<'/v1/promo_tools/{id}'>;
export type Rendered = Answer<'/v1/promo_tools/preview', 'post'>;
export type Kind = PromoTool['kind'];
export type Field = 'text' | 'subject' | 'body' | 'alt' | 'upload_id' | 'url';

interface KindFacts {
  readonly icon: LucideIcon;
  /** In the order in which they are filled in. */
  readonly fields: readonly Field[];
  readonly needs: readonly Field[];
  readonly upload: 'picture' | 'any';
}

/** What each kind of tool is made of. */
export const kinds: Readonly<Record<Kind, KindFacts>> = {
  text_link: { icon: Link2, fields: ['text', 'url'], needs: ['text'], upload: 'picture' },
  banner: { icon: Image, fields: ['upload_id', 'alt', 'url'], needs: ['upload_id'], upload: 'picture' },
  email: { icon: Mail, fields: ['subject', 'body', 'url'], needs: ['subject', 'body'], upload: 'picture' },
  social_post: { icon: MessagesSquare, fields: ['body', 'upload_id', 'url'], needs: ['body'], upload: 'picture' },
  file: { icon: FileDown, fields: ['upload_id'], needs: ['upload_id'], upload: 'any' },
  coupon_set: { icon: TicketPercent, fields: ['body', 'url'], needs: [], upload: 'picture' },
};
export const kindNames = Object.keys(kinds) as Kind[];
export const isKind = (text: string | undefined): text is Kind => text !== undefined && text in kinds;

/** What an owner may merge into a text. */
export const mergeFields = [
  'partner_name',
  'partner_code',
  'link_url',
  'program_name',
  'account_name',
  'coupon_code',
] as const;

/** A tool as it stands in a form: nothing chosen is an empty text. */
export interface ToolDraft extends Record<string, unknown> {
  readonly name: string;
  readonly note: string;
  readonly program_ids: string[];
  readonly partner_ids: string[];
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly text: string;
  readonly subject: string;
  readonly body: string;
  readonly alt: string;
  readonly url: string;
  readonly upload_id: string | null;
}

export function draftOf(tool: PromoTool | null): ToolDraft {
  return {
    name: tool?.name ?? '',
    note: tool?.note ?? '',
    program_ids: tool?.program_ids ?? [],
    partner_ids: tool?.partner_ids ?? [],
    starts_at: tool?.starts_at ?? null,
    ends_at: tool?.ends_at ?? null,
    text: tool?.text ?? '',
    subject: tool?.subject ?? '',
    body: tool?.body ?? '',
    alt: tool?.alt ?? '',
    url: tool?.url ?? '',
    upload_id: tool?.upload_id ?? null,
  };
}

type Content = Pick<Body<'/v1/promo_tools', 'post'>, Field>;

/** Only what the kind has is sent; what was left empty is null. */
export function contentOf(kind: Kind, draft: ToolDraft): Content {
  return Object.fromEntries(kinds[kind].fields.map((field) => [field, draft[field] || null])) as Content;
}

export function bodyOf(kind: Kind, draft: ToolDraft) {
  const { name, note, program_ids, partner_ids, starts_at, ends_at } = draft;
  return {
    ...{ name: name.trim(), note: note.trim() || null, program_ids, partner_ids, starts_at, ends_at },
    ...contentOf(kind, draft),
  };
}
