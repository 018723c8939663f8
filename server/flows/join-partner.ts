import {
  addPartner,
  type ContactRow,
  changeContact,
  findPartner,
  findPartnerByContact,
  firstStatus,
  lockContact,
  type NewPartner,
  type PartnerRow,
  resolveContact,
  setPayoutMethod,
  updatePartner,
} from '../modules/partners/index.ts';
import { findProgram, hasProgramEnded, programEnded } from '../modules/programs/index.ts';
import { createLink, freeCode, rareCode } from '../modules/promo/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { ContactId, PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';

/** What an application brings along that may tell who brought the new partner. */
export interface Application {
  readonly contactId: ContactId;
  readonly clickId: string | null;
  readonly via: string | null;
  /** The moment of joining. */
  readonly joinedAt: Date;
}

/** The partner whom an order of the new partner would credit at the moment of joining (rules.md 19), or nobody. */
export type ChooseSponsor = (context: Context, application: Application) => Promise<PartnerId | null>;

/**
 * Makes somebody a partner: find or make the contact -> see that they are none yet -> find who brought them -> add the
 * partner -> give them their link -> keep how they are paid -> announce. Refuses `not_found`, `program_ended`, `already_a_partner`,
 * `code_taken`, `method_not_offered`, `identity_conflict` and `occurred_too_late`; then nothing of it stays.
 */
export async function joinPartner(
  context: Context,
  input: NewPartner,
  chooseSponsor: ChooseSponsor,
  /** Said with the event, such as the application that this comes of. */
  saying: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly partnerId: PartnerId } | Refusal> {
  const { tx, accountId, now } = context;
  const program = await findProgram(tx, accountId, input.program_id);
  if (!program) return refuse('not_found', 'There is no such program.');
  if (await hasProgramEnded(context, input.program_id)) return programEnded;

  const contact = await findContactOf(context, input);
  if (isRefusal(contact)) return contact;
  if (await findPartnerByContact(tx, accountId, contact.id))
    return refuse('already_a_partner', 'This contact is a partner already; move them to another program instead.');

  const sponsorId = await findSponsor(context, input, contact.id, chooseSponsor);
  if (isRefusal(sponsorId)) return sponsorId;

  const added = await addPartner(context, {
    contactId: contact.id,
    programId: input.program_id,
    code: input.code ?? (await freeCode(tx, accountId, contact.name ?? '')),
    status: firstStatus(program.approval, input.status),
    sponsorId,
    joinedAt: input.joined_at ?? now,
  });
  if (isRefusal(added)) return added;
  const linked = await giveLink(context, added, input.code ?? null, contact.name ?? '');
  if (isRefusal(linked)) return linked;

  const paid = input.payout_method ? await setPayoutMethod(context, added, input.payout_method) : added;
  if (isRefusal(paid)) return paid;
  const kind = announced[added.status] ?? 'partner_applied';
  const data = { program_id: added.program_id, ...saying };
  await context.announce({ kind, subject: added.id, partnerId: added.id, data });
  return { partnerId: added.id };
}

const announced: Partial<Record<PartnerRow['status'], string>> = {
  approved: 'partner_approved',
  rejected: 'partner_rejected',
};

/** The contact named by id, else the one of the address; its row stays locked, so that twins find one partner. */
async function findContactOf(context: Context, input: NewPartner): Promise<ContactRow | Refusal> {
  const given = { name: input.name ?? undefined, email: input.email ?? undefined };
  if (!input.contact_id) {
    const { contact } = await resolveContact(context, given, { cause: 'partner' });
    return changeContact(context, contact.id, { name: given.name });
  }
  const contact = await lockContact(context.tx, context.accountId, input.contact_id);
  if (!contact || contact.merged_into !== null) return refuse('not_found', 'There is no such contact.');
  return changeContact(context, contact.id, given);
}

/** By hand where `sponsor_id` is given, null included; else whoever brought them. */
async function findSponsor(
  context: Context,
  input: NewPartner,
  contactId: ContactId,
  chooseSponsor: ChooseSponsor,
): Promise<PartnerId | null | Refusal> {
  if (input.sponsor_id === undefined) {
    const { click_id: clickId = null, via = null, joined_at } = input;
    return chooseSponsor(context, { contactId, clickId, via, joinedAt: joined_at ?? context.now });
  }
  if (input.sponsor_id === null) return null;
  const sponsor = await findPartner(context.tx, context.accountId, input.sponsor_id);
  return sponsor ? sponsor.id : refuse('not_found', 'There is no such sponsor.');
}

const TRIES = 5;

/** The partner's own link. A code that was made and has been taken meanwhile is made anew; a given one is refused. */
async function giveLink(
  context: Context,
  partner: PartnerRow,
  given: string | null,
  name: string,
): Promise<Refusal | undefined> {
  const { tx, accountId } = context;
  let code = partner.code;
  for (let tries = 1; ; tries += 1) {
    const link = await createLink(context, { partnerId: partner.id, url: null, code });
    if (!isRefusal(link)) return undefined;
    if (given !== null || link.refused !== 'code_taken' || tries === TRIES) return link;
    code = rareCode(name);
    await updatePartner(tx, accountId, partner.id, { code });
  }
}
