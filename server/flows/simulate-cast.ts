import { addPartner, resolveContact } from '../modules/partners/index.ts';
import { createProgram, findProgram, setTerms } from '../modules/programs/index.ts';
import { createCoupon, createLink } from '../modules/promo/index.ts';
import type { Context } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import type { PartnerId, ProgramId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import type { NewSimulation } from './simulate-contract.ts';

/** Who plays in a what-if: made for it, and gone with it. */
export interface Cast {
  /** Stands in every address, code and number, so that nothing of the account's own is met. */
  readonly mark: string;
  readonly currency: string;
  readonly partners: ReadonlyMap<string, { readonly id: PartnerId; readonly code: string }>;
  nameOf(partner: PartnerId | null): string | null;
  couponOf(name: string): string;
}

/** Makes the program of a draft, the partners and their coupons. Refuses what the journey names and does not have. */
export async function castOf(context: Context, input: NewSimulation): Promise<Cast | Refusal> {
  const mark = newId('request', context.now).slice(-20);
  const program = await programOf(context, input);
  if (isRefusal(program)) return program;
  const partners = new Map<string, { id: PartnerId; code: string }>();
  for (const wanted of input.partners) {
    const sponsor = wanted.sponsor === undefined ? null : partners.get(wanted.sponsor);
    if (sponsor === undefined)
      return refuse('invalid', `Name the sponsor "${wanted.sponsor}" before the partner "${wanted.name}".`);
    if ([...partners.keys()].some((name) => name.toLowerCase() === wanted.name.toLowerCase()))
      return refuse('invalid', `There are two partners "${wanted.name}"; names ignore case.`);
    const code = `${mark}-${wanted.name}`;
    const { contact } = await resolveContact(
      context,
      { email: `${wanted.name.toLowerCase()}@partner-${mark}.invalid`, name: wanted.name },
      { cause: 'what_if' },
    );
    const standing = {
      contactId: contact.id,
      programId: program.id,
      code,
      status: 'approved' as const,
      sponsorId: sponsor?.id ?? null,
      joinedAt: context.now,
    };
    const added = await addPartner(context, standing);
    if (isRefusal(added)) return added;
    if (wanted.terms) await setTerms(context, { partnerId: added.id }, wanted.terms);
    await createLink(context, { partnerId: added.id, url: null, code });
    await createCoupon(context, added.id, { code: `c-${code}` });
    partners.set(wanted.name, { id: added.id, code });
  }
  return {
    mark,
    currency: program.currency,
    partners,
    nameOf: (id) => [...partners].find(([, partner]) => partner.id === id)?.[0] ?? null,
    couponOf: (name) => `c-${mark}-${name}`,
  };
}

async function programOf(
  context: Context,
  { program_id, program }: NewSimulation,
): Promise<{ id: ProgramId; currency: string } | Refusal> {
  const { tx, accountId } = context;
  if (program_id !== undefined) {
    const found = await findProgram(tx, accountId, program_id);
    return found ? { id: found.programId, currency: found.currency } : refuse('not_found', 'There is no such program.');
  }
  const { products, ...draft } = program!;
  const id = await createProgram(context, { ...draft, name: draft.name ?? 'What if' });
  for (const [sku, terms] of Object.entries(products)) await setTerms(context, { programId: id, sku }, terms);
  return { id, currency: draft.currency ?? context.account.currency };
}
