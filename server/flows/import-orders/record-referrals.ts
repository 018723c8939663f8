import { findKeyOwners, normalizeEmail } from '../../modules/partners/index.ts';
import { findLinkByCode } from '../../modules/promo/index.ts';
import { listTouchesOfContact } from '../../modules/tracking/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { isId, type PartnerId } from '../../values/id.ts';
import { isDay, startOfDay } from '../../values/instant.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { recordLead } from '../record-lead.ts';
import type { Mapping } from './mapping.ts';
import type { Reason } from './reasons.ts';
import type { RefusedLine } from './rules/read-line.ts';
import type { CsvRecord } from './rules/split-records.ts';
import { attempt } from './run-batch.ts';

export interface ReferralsRecorded {
  readonly recorded: number;
  readonly known: number;
  readonly refusedLines: readonly RefusedLine[];
}

/** Names of columns that the mapping asks for and the file of referrals does not have. */
export function missingReferralColumns({ referrals }: Mapping, header: readonly string[]): string[] {
  return [referrals.customer, referrals.partner_code, referrals.since].filter((name) => !header.includes(name));
}

/** Records each referral (customer, partner's code, day) as a lead at the start of that day, in the mapping's time zone. */
export async function recordReferrals(
  context: Context,
  records: readonly CsvRecord[],
  mapping: Mapping,
  header: readonly string[],
): Promise<ReferralsRecorded> {
  const refusedLines: RefusedLine[] = [];
  const count = { recorded: 0, known: 0 };
  for (const { line, cells } of records) {
    const found = cells ? await recordReferral(context, cells, mapping, header) : refuse('corrupt_line' as const, '');
    if (isRefusal(found)) refusedLines.push({ line, refused: found.refused as Reason, detail: found.detail });
    else count[found.isNew ? 'recorded' : 'known'] += 1;
  }
  return { ...count, refusedLines };
}

async function recordReferral(context: Context, cells: readonly string[], mapping: Mapping, header: readonly string[]) {
  const { tx, accountId } = context;
  const cell = (name: string): string => (cells[header.indexOf(name)] ?? '').trim();
  const [customer, code, since] = [
    cell(mapping.referrals.customer),
    cell(mapping.referrals.partner_code),
    cell(mapping.referrals.since),
  ];
  if (!customer || !code) return refuse('value_missing', `partner code "${code}"`);
  if (
    customer.length > 200 ||
    code.length > 200 ||
    !customer.isWellFormed() ||
    !code.isWellFormed() ||
    `${customer}${code}`.includes('\u0000')
  ) {
    return refuse('value_unfit', 'the customer or the code');
  }
  if (!isDay(since)) return refuse('bad_time', `"${since}"`);
  const link = await findLinkByCode(tx, accountId, code);
  if (!link) return refuse('unknown_partner', `"${code}"`);
  const who = mapping.columns.customer === undefined ? { email: customer } : { external_id: customer };
  const at = startOfDay(since, mapping.time_zone);
  if (await isRecorded(context, who, link.partner_id, at)) return { isNew: false };
  const lead = await attempt(context, () =>
    recordLead(context, { ...who, via: code, occurred_at: at }, { verified: true }),
  );
  return isRefusal(lead) ? lead : { isNew: true };
}

/** Leads have no number of their own: it is the same one if it named the same partner at the same instant. */
async function isRecorded(
  { tx, accountId }: Context,
  who: { email?: string; external_id?: string },
  partner: PartnerId,
  at: Date,
): Promise<boolean> {
  const owners = await findKeyOwners(tx, accountId, {
    externalId: who.external_id ?? null,
    emailKey: who.email === undefined ? null : normalizeEmail(who.email),
  });
  const contact = owners.external ?? owners.email;
  if (contact === null) return false;
  const touches = await listTouchesOfContact(tx, accountId, contact);
  return touches.some(
    (touch) =>
      touch.kind === 'via' &&
      touch.partner_id === partner &&
      touch.at.getTime() === at.getTime() &&
      isId('lead', touch.named_by),
  );
}
