import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import { codeKeyOf } from '../../values/code.ts';
import { isId, type PartnerId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { findContactsByEmail, findPartnerByContact, findPartners } from '../partners/index.ts';
import type { couponImport, couponImported } from './contract.ts';
import { createCoupon } from './create-coupon.ts';
import { findLinksByCodes } from './queries.ts';
import { type CouponRow, findCouponsByCodes } from './queries-coupons.ts';
import { findPromoTool } from './queries-tools.ts';
import { type CouponLine, readCouponLines } from './read-coupon-lines.ts';

type Answer = z.input<typeof couponImported>;
type Told = Answer['rows'][number];

/** A line with whose it is; null: nobody of that name. */
type Owned = CouponLine & { readonly partnerId: PartnerId | null };

/**
 * Makes the coupons of a list, as far as they can be made: a line that cannot be taken costs no other. What became of each is
 * told by `showImport`. Refuses `not_found` for the promo tool; throws `invalid` for what is no such list.
 */
export async function importCoupons(
  context: Context,
  importId: string,
  { csv, promo_tool_id }: z.output<typeof couponImport>,
): Promise<Refusal | null> {
  const { tx, accountId } = context;
  const tool = promo_tool_id ? await findPromoTool(tx, accountId, promo_tool_id) : null;
  if (tool !== null && tool?.kind !== 'coupon_set')
    return refuse('not_found', 'There is no such promo tool, or it is no coupon_set.');
  const lines = await ownersOf(context, readCouponLines(csv, context.account.timeZone));
  const codes = lines.map((line) => line.code);
  const taken = new Set((await findCouponsByCodes(tx, accountId, codes)).keys());
  for (const { code, partnerId, wrong, ...terms } of lines) {
    if (wrong !== null || partnerId === null || taken.has(codeKeyOf(code))) continue;
    taken.add(codeKeyOf(code));
    const { starts_at, ends_at, max_uses } = terms;
    const made = await createCoupon(context, partnerId, {
      ...{ code, starts_at, ends_at, max_uses, importId },
      promo_tool_id: promo_tool_id ?? null,
    });
    // A twin that took the code a moment ago is told of like any other.
    if (isRefusal(made) && made.refused !== 'code_taken') return made;
  }
  return null;
}

/** What became of each line: the same whenever it is asked, as long as nothing else took its code. */
export async function showImport(context: Context, importId: string, csv: string): Promise<Answer> {
  const lines = await ownersOf(context, readCouponLines(csv, context.account.timeZone));
  const known = await findCouponsByCodes(
    context.tx,
    context.accountId,
    lines.map((line) => line.code),
  );
  const told = new Set<string>();
  const rows = lines.map((line): Told => {
    const result = judge(line, known.get(codeKeyOf(line.code)), importId, told);
    return { row: line.row, code: line.code, ...result };
  });
  const made = rows.filter((row) => row.result === 'made').length;
  const left_out = rows.filter((row) => !['made', 'already_there'].includes(row.result)).length;
  return { made, left_out, rows };
}

function judge(
  { wrong, partnerId, partner }: Owned,
  coupon: CouponRow | undefined,
  importId: string,
  told: Set<string>,
): Pick<Told, 'result' | 'coupon_id' | 'detail'> {
  if (wrong !== null) return { result: 'invalid', coupon_id: null, detail: wrong };
  if (partnerId === null)
    return { result: 'unknown_partner', coupon_id: null, detail: `"${partner}" is no partner's id, code or address.` };
  if (coupon === undefined) return { result: 'invalid', coupon_id: null, detail: 'The coupon is not there any more.' };
  if (coupon.partner_id !== partnerId)
    return { result: 'code_taken', coupon_id: null, detail: 'The code belongs to another partner.' };
  const isFirst = !told.has(coupon.id);
  told.add(coupon.id);
  const isOurs = coupon.import_id === importId && isFirst;
  return { result: isOurs ? 'made' : 'already_there', coupon_id: coupon.id, detail: null };
}

/** By id, by code (of the partner or of a link of theirs), or by address. */
async function ownersOf(context: Context, lines: readonly CouponLine[]): Promise<Owned[]> {
  const { tx, accountId } = context;
  const named = [...new Set(lines.map((line) => line.partner))];
  const ids = named.filter((name) => isId('partner', name));
  const owners = new Map<string, PartnerId>((await findPartners(tx, accountId, ids)).map(({ id }) => [id, id]));
  const links = await findLinksByCodes(
    tx,
    accountId,
    named.filter((name) => !name.includes('@')),
  );
  for (const name of named) {
    const link = links.get(codeKeyOf(name));
    if (owners.has(name)) continue;
    if (link) owners.set(name, link.partner_id);
    else if (name.includes('@')) {
      const [contact] = await findContactsByEmail(tx, accountId, name);
      const partner = contact && (await findPartnerByContact(tx, accountId, contact.id));
      if (partner) owners.set(name, partner.id);
    }
  }
  return lines.map((line) => ({ ...line, partnerId: owners.get(line.partner) ?? null }));
}
