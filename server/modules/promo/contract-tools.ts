import { z } from 'zod';
import { instant, oneOf, pageQuery, text } from '../../platform/http/contract.ts';
import { LONGEST_TEMPLATE } from '../../platform/templates.ts';
import { uploadView } from './contract-uploads.ts';
import { promoToolKinds } from './rules/kinds.ts';
import { toolStates } from './rules/tool-state.ts';

const PARTNERS_AT_MOST = 1000;

const ids = (most: number) =>
  z
    .array(text(100))
    .max(most)
    .transform((list) => [...new Set(list)]);

/** What the tool is made of; which of them a kind has is said in rules/kinds.ts. */
const content = {
  text: text(500).nullish(),
  subject: text(300).nullish(),
  body: text(LONGEST_TEMPLATE).nullish(),
  alt: text(300).nullish(),
  url: text(2000).nullish(),
  upload_id: text(100).nullish(),
};

const frame = {
  name: text(200),
  note: text(2000).nullish(),
  status: oneOf(['draft', 'published']),
  program_ids: ids(100),
  partner_ids: ids(PARTNERS_AT_MOST),
  starts_at: instant.nullish(),
  ends_at: instant.nullish(),
};

export const newPromoTool = z.strictObject({
  kind: oneOf(promoToolKinds),
  ...frame,
  status: frame.status.default('draft'),
  program_ids: frame.program_ids.default([]),
  partner_ids: frame.partner_ids.default([]),
  ...content,
});
export type NewPromoTool = z.output<typeof newPromoTool>;

export const promoToolChange = z.strictObject({
  name: frame.name.optional(),
  note: frame.note,
  status: frame.status.optional(),
  program_ids: frame.program_ids.optional(),
  partner_ids: frame.partner_ids.optional(),
  starts_at: frame.starts_at,
  ends_at: frame.ends_at,
  ...content,
});
export type PromoToolChange = z.output<typeof promoToolChange>;

export const toolPreview = z.strictObject({ partner_id: text(100).nullish(), ...content });
export const draftPreview = toolPreview.extend({ kind: oneOf(promoToolKinds) });
export type DraftPreview = z.output<typeof draftPreview>;

export const promoToolsQuery = pageQuery.extend({
  kind: oneOf(promoToolKinds).optional(),
  state: oneOf(toolStates).optional(),
  program_id: text(100).optional(),
  partner_id: text(100).optional(),
});

const when = z.string().nullable();

export const promoToolView = z.object({
  id: z.string(),
  kind: z.enum(promoToolKinds),
  name: z.string(),
  note: z.string().nullable(),
  status: z.enum(['draft', 'published']),
  /** As of now. */
  state: z.enum(toolStates),
  program_ids: z.array(z.string()),
  partner_ids: z.array(z.string()),
  starts_at: when,
  ends_at: when,
  url: z.string().nullable(),
  text: z.string().nullable(),
  subject: z.string().nullable(),
  body: z.string().nullable(),
  alt: z.string().nullable(),
  upload_id: z.string().nullable(),
  upload: uploadView.nullable(),
  archived_at: when,
  created_at: z.string(),
  changed_at: z.string(),
});

/** A tool as one partner gets it: plain text, but for `embed_code`, which is HTML to be pasted. */
export const renderedTool = z.object({
  id: z.string().nullable(),
  kind: z.enum(promoToolKinds),
  name: z.string(),
  note: z.string().nullable(),
  starts_at: when,
  ends_at: when,
  link_id: z.string().nullable(),
  link_url: z.string().nullable(),
  text: z.string().nullable(),
  subject: z.string().nullable(),
  body: z.string().nullable(),
  alt: z.string().nullable(),
  picture: z
    .object({ url: z.string(), type: z.string(), width: z.int().nullable(), height: z.int().nullable() })
    .nullable(),
  file: z.object({ url: z.string(), name: z.string(), type: z.string(), size: z.int() }).nullable(),
  embed_code: z.string().nullable(),
  coupons: z.array(z.object({ id: z.string(), code: z.string(), starts_at: when, ends_at: when })),
});
export type RenderedTool = z.infer<typeof renderedTool>;
