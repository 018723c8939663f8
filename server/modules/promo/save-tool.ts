import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { bumpLinksVersion, recordAct } from '../accounts/index.ts';
import { findPartners } from '../partners/index.ts';
import { listDefaultUrls } from '../programs/index.ts';
import type { NewPromoTool, PromoToolChange } from './contract-tools.ts';
import { listAllowedHosts } from './create-link.ts';
import { insertPromoTool, lockPromoTool, type PromoToolRow, updatePromoTool } from './queries-tools.ts';
import { checkDestination } from './rules/check-destination.ts';
import { kindFacts, misfits, type PromoToolKind } from './rules/kinds.ts';
import { checkTexts, invalid } from './tool-templates.ts';
import { moveHold } from './uploads.ts';

/** What of a tool its owner decides. */
type Draft = Omit<PromoToolRow, 'account_id' | 'id' | 'kind' | 'created_at' | 'changed_at' | 'archived_at'>;

/**
 * Makes a promo tool. Refuses `not_found` (a program, partner or upload that is not there), `host_not_allowed`,
 * `file_not_allowed`; throws `invalid` and `template_invalid` with each field.
 */
export async function createPromoTool(context: Context, input: NewPromoTool): Promise<PromoToolRow | Refusal> {
  const { tx, accountId, now } = context;
  const draft = await check(context, input.kind, toDraft(input), null);
  if (isRefusal(draft)) return draft;
  const id = newId('promoTool', now);
  const held = await moveHold(context, id, null, draft.upload_id, holding(input.kind));
  if (isRefusal(held)) return held;
  const times = { created_at: now, changed_at: now, archived_at: null };
  const row = await insertPromoTool(tx, { account_id: accountId, id, kind: input.kind, ...draft, ...times });
  await recordAct(context, 'promo_tool_created', id, { detail: { kind: row.kind, published: row.published } });
  return row;
}

/** Changes a tool that is not archived; refuses and throws as `createPromoTool`, and `wrong_status`. */
export async function changePromoTool(
  context: Context,
  id: string,
  change: PromoToolChange,
): Promise<PromoToolRow | Refusal> {
  const { tx, accountId, now } = context;
  const before = await lockPromoTool(tx, accountId, id);
  if (!before) return notThere();
  if (before.archived_at !== null)
    return refuse('wrong_status', 'The promo tool is archived: bring it back first (POST .../restore).');
  const { status, ...rest } = change;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const wanted: Draft = { ...draftOf(before), ...given, ...(status ? { published: status === 'published' } : {}) };
  const draft = await check(context, before.kind, wanted, before);
  if (isRefusal(draft)) return draft;
  const held = await moveHold(context, id, before.upload_id, draft.upload_id, holding(before.kind));
  if (isRefusal(held)) return held;
  const row = await updatePromoTool(tx, accountId, id, { ...draft, changed_at: now });
  // Its links lead elsewhere from now on.
  if (row.url !== before.url) await bumpLinksVersion(tx, accountId);
  await recordAct(context, 'promo_tool_changed', id, { detail: { fields: Object.keys(change) } });
  return row;
}

/** Out of sight for partners and lists; its links lead on, its figures stay. Twice is once. */
export async function archivePromoTool(context: Context, id: string): Promise<PromoToolRow | Refusal> {
  const { tx, accountId, now } = context;
  const before = await lockPromoTool(tx, accountId, id);
  if (!before) return notThere();
  if (before.archived_at !== null) return before;
  await recordAct(context, 'promo_tool_archived', id);
  return updatePromoTool(tx, accountId, id, { archived_at: now, changed_at: now });
}

/** Back from the archive, as a draft: somebody looks at it before partners do. */
export async function restorePromoTool(context: Context, id: string): Promise<PromoToolRow | Refusal> {
  const { tx, accountId, now } = context;
  const before = await lockPromoTool(tx, accountId, id);
  if (!before) return notThere();
  if (before.archived_at === null) return before;
  await recordAct(context, 'promo_tool_restored', id);
  return updatePromoTool(tx, accountId, id, { archived_at: null, published: false, changed_at: now });
}

const notThere = (): Refusal => refuse('not_found', 'There is no such promo tool.');

const holding = (kind: PromoToolKind) => ({ picture: kindFacts[kind].upload === 'picture' });

function toDraft({ kind: _, status, ...given }: NewPromoTool): Draft {
  const { name, note, program_ids, partner_ids, starts_at, ends_at, url, text, subject, body, alt, upload_id } = given;
  return {
    ...{ name, program_ids, partner_ids, published: status === 'published', note: note ?? null },
    ...{ starts_at: starts_at ?? null, ends_at: ends_at ?? null, url: url ?? null, text: text ?? null },
    ...{ subject: subject ?? null, body: body ?? null, alt: alt ?? null, upload_id: upload_id ?? null },
  };
}

function draftOf(row: PromoToolRow): Draft {
  const { account_id: _, id: _id, kind: _kind, created_at: _c, changed_at: _ch, archived_at: _a, ...draft } = row;
  return draft;
}

async function check(
  context: Context,
  kind: PromoToolKind,
  draft: Draft,
  before: PromoToolRow | null,
): Promise<Draft | Refusal> {
  checkFields(kind, draft);
  if (draft.starts_at && draft.ends_at && draft.ends_at <= draft.starts_at)
    throw invalid([{ path: 'ends_at', code: 'custom', message: 'is not after starts_at' }]);
  checkTexts(kind, draft);
  const missing = await findMissing(context, draft);
  if (missing) return missing;
  if (draft.url === null || draft.url === before?.url) return draft;
  const destination = checkDestination(draft.url, await listAllowedHosts(context));
  return isRefusal(destination) ? destination : { ...draft, url: destination.url };
}

/** Throws `invalid` for what the kind does not have, and for what it lacks. */
export function checkFields(kind: PromoToolKind, held: Parameters<typeof misfits>[1]): void {
  const { missing, strange } = misfits(kind, held);
  const errors = [
    ...strange.map((path) => ({ path, code: 'unknown_field', message: `is not a field of a ${kind}` })),
    ...missing.map((path) => ({ path, code: 'invalid_type', message: `is needed for a ${kind}` })),
  ];
  if (errors.length > 0) throw invalid(errors);
}

async function findMissing({ tx, accountId }: Context, draft: Draft): Promise<Refusal | null> {
  const programs = draft.program_ids.length > 0 ? await listDefaultUrls(tx, accountId) : new Map();
  if (draft.program_ids.some((id) => !programs.has(id))) return refuse('not_found', 'There is no such program.');
  const partners = await findPartners(tx, accountId, draft.partner_ids);
  if (partners.length < draft.partner_ids.length) return refuse('not_found', 'There is no such partner.');
  return null;
}
