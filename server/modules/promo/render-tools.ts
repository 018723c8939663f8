import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findContact, findPartner, listPartners, type PartnerRow } from '../partners/index.ts';
import { findProgram } from '../programs/index.ts';
import type { DraftPreview, RenderedTool } from './contract-tools.ts';
import { embedBanner, embedTextLink } from './embed-code.ts';
import { type CouponRow, countUses, listCoupons } from './queries-coupons.ts';
import { listToolLinks, listToolsShownTo, type PromoToolRow } from './queries-tools.ts';
import { findUploads, type UploadRow } from './queries-uploads.ts';
import { couponState } from './rules/coupon-state.ts';
import { kindFacts } from './rules/kinds.ts';
import { checkFields } from './save-tool.ts';
import { ensureToolLinks, type ToolLink } from './tool-links.ts';
import { checkTexts, fillIn, type ToolFields } from './tool-templates.ts';
import { uploadUrl } from './uploads.ts';

/** What is merged into the tools of one partner. */
interface Reader {
  readonly fields: Omit<ToolFields, 'link_url'>;
  /** Those that can be used, newest first. */
  readonly coupons: readonly CouponRow[];
}

type Shown = Omit<PromoToolRow, 'account_id' | 'id' | 'created_at' | 'changed_at'> & { readonly id: string | null };

const COUPONS_AT_MOST = 100;

/**
 * The promo tools that a partner is shown now, each with the partner's own link (made on first need) and texts; none for a
 * partner who is not approved. Refuses `not_found`.
 */
export async function listPromoToolsFor(context: Context, partnerId: PartnerId): Promise<RenderedTool[] | Refusal> {
  const { tx, accountId, now } = context;
  const partner = await findPartner(tx, accountId, partnerId);
  if (!partner) return refuse('not_found', 'There is no such partner.');
  if (partner.status !== 'approved') return [];
  const tools = await listToolsShownTo(tx, accountId, partner, now);
  const linked = tools.filter((tool) => kindFacts[tool.kind].hasLink).map((tool) => tool.id);
  const links = await ensureToolLinks(context, partner.id, linked);
  const reader = await readerOf(context, partner);
  const uploads = await uploadsOf(context, tools);
  return tools.map((tool) => render(context, tool, reader, links.get(tool.id), uploads.get(tool.upload_id ?? '')));
}

/**
 * How a tool looks to a partner, or to an example of one, with what is changed put in: nothing is saved, and no link is made.
 * Refuses `not_found`; throws `template_invalid` and `invalid`.
 */
export async function previewTool(
  context: Context,
  tool: PromoToolRow | null,
  draft: DraftPreview,
): Promise<RenderedTool | Refusal> {
  const { tx, accountId } = context;
  const { partner_id, kind, ...given } = draft;
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const shown: Shown = { ...nothing, kind, ...tool, ...set };
  if (tool === null || Object.keys(set).length > 0) checkFields(kind, shown);
  checkTexts(kind, shown);
  const partner = partner_id
    ? await findPartner(tx, accountId, partner_id)
    : (await listPartners(tx, accountId, { status: 'approved' }, null, 1))[0];
  if (partner_id && !partner) return refuse('not_found', 'There is no such partner.');
  const uploads = await uploadsOf(context, [shown]);
  if (shown.upload_id !== null && uploads.size === 0) return refuse('not_found', 'There is no such upload.');
  const links =
    partner && tool ? await listToolLinks(tx, accountId, partner.id, [tool.id]) : new Map<string, ToolLink>();
  const reader = partner ? await readerOf(context, partner) : example(context);
  const link = links.get(tool?.id ?? '') ?? { id: null, code: reader.fields.partner_code };
  return render(context, shown, reader, link, uploads.get(shown.upload_id ?? ''));
}

const nothing = {
  ...{ id: null, name: '', note: null, published: false, program_ids: [], partner_ids: [], starts_at: null },
  ...{ ends_at: null, archived_at: null, url: null, text: null, subject: null, body: null, alt: null, upload_id: null },
};

const example = ({ account }: Context): Reader => ({
  fields: {
    ...{ partner_name: 'Maria Lopez', partner_code: 'maria', program_name: 'Standard', account_name: account.name },
    coupon_code: '',
  },
  coupons: [],
});

async function readerOf({ tx, accountId, account, now }: Context, partner: PartnerRow): Promise<Reader> {
  const contact = await findContact(tx, accountId, partner.contact_id);
  const program = await findProgram(tx, accountId, partner.program_id);
  const known = await listCoupons(tx, accountId, { partner_id: partner.id }, null, COUPONS_AT_MOST);
  const uses = await countUses(
    tx,
    accountId,
    known.map((coupon) => coupon.id),
  );
  const coupons = known.filter((coupon) => couponState(coupon, uses.get(coupon.id) ?? 0, now) === 'active');
  const fields = {
    partner_name: contact?.name ?? '',
    partner_code: partner.code,
    program_name: program?.name ?? '',
    account_name: account.name,
    coupon_code: coupons[0]?.code ?? '',
  };
  return { fields, coupons };
}

async function uploadsOf(
  { tx, accountId }: Context,
  tools: readonly Pick<Shown, 'upload_id'>[],
): Promise<Map<string, UploadRow>> {
  const ids = [...new Set(tools.flatMap((tool) => tool.upload_id ?? []))];
  return new Map((await findUploads(tx, accountId, ids)).map((upload) => [upload.id, upload]));
}

/** What stands before the code of a link whose banner is asked for: as `linkBase`, with /b/ in it. */
export const bannerBaseOf = (linkBase: string): string => linkBase.replace('/r/', '/b/');

const bannerEndings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

function render(
  context: Context,
  tool: Shown,
  { fields, coupons }: Reader,
  link: { readonly id: string | null; readonly code: string } | undefined,
  upload: UploadRow | undefined,
): RenderedTool {
  const code = link ? encodeURIComponent(link.code) : null;
  const link_url = code === null ? null : context.linkBase + code;
  const merged: ToolFields = { ...fields, link_url: link_url ?? '' };
  const written = (source: string | null) => (source === null ? null : fillIn(source, merged));
  const own = tool.kind === 'coupon_set' ? coupons.filter((coupon) => coupon.promo_tool_id === tool.id) : [];
  const text = written(tool.text);
  return {
    ...{ id: tool.id, kind: tool.kind, name: tool.name, note: tool.note, alt: tool.alt, text },
    starts_at: tool.starts_at?.toISOString() ?? null,
    ends_at: tool.ends_at?.toISOString() ?? null,
    ...{ link_id: link?.id ?? null, link_url },
    ...{ subject: written(tool.subject), body: written(tool.body) },
    ...files(context, tool, upload),
    embed_code: embed(context, tool, { code, link_url, text }, upload),
    coupons: own.map((coupon) => ({
      ...{ id: coupon.id, code: coupon.code },
      starts_at: coupon.starts_at?.toISOString() ?? null,
      ends_at: coupon.ends_at?.toISOString() ?? null,
    })),
  };
}

function files(
  context: Context,
  { kind }: Shown,
  upload: UploadRow | undefined,
): Pick<RenderedTool, 'picture' | 'file'> {
  if (!upload) return { picture: null, file: null };
  const { type, width, height, name, size } = upload;
  const url = uploadUrl(context, upload);
  return kind === 'file'
    ? { picture: null, file: { url, name, type, size: Number(size) } }
    : { picture: { url, type, width, height }, file: null };
}

function embed(
  { linkBase }: Context,
  { kind, alt }: Shown,
  { code, link_url, text }: { code: string | null; link_url: string | null; text: string | null },
  upload: UploadRow | undefined,
): string | null {
  if (code === null || link_url === null) return null;
  if (kind === 'text_link' && text !== null) return embedTextLink(link_url, text);
  if (kind !== 'banner' || !upload) return null;
  const imageUrl = `${bannerBaseOf(linkBase)}${code}.${bannerEndings[upload.type] ?? 'png'}`;
  return embedBanner({ linkUrl: link_url, imageUrl, width: upload.width, height: upload.height, alt: alt ?? '' });
}
