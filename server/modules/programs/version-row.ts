import type { Context } from '../../platform/http/route.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';
import type { NewProgram, ProgramChange } from './contract.ts';
import type { NewVersionRow, ProgramVersion } from './queries.ts';

/** What a version says, in the words of the API. */
export type ProgramContent = Omit<Required<NewProgram>, 'default_terms'>;

export function contentOf(version: ProgramVersion): ProgramContent {
  return {
    name: version.name,
    tiers: version.tiers,
    currency: version.currency,
    default_url: version.defaultUrl,
    click_window_days: version.clickWindowDays,
    lead_window_days: version.leadWindowDays,
    hold_days: version.holdDays,
    approval: version.approval,
    commission_approval: version.commissionApproval,
    include_tax: version.includeTax,
    include_shipping: version.includeShipping,
    tier2_base: version.tier2Base,
    partner_sees_customers: version.partnerSeesCustomers,
  };
}

/** The content after a change; the fields that it does not name stay. */
export function changed(content: ProgramContent, { default_terms: _, ...change }: ProgramChange): ProgramContent {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...content, ...Object.fromEntries(named) };
}

interface Place {
  readonly accountId: AccountId;
  readonly programId: ProgramId;
  readonly version: number;
  readonly fromAt: Date;
  readonly author: string;
}

export function toVersionRow(content: ProgramContent, place: Place): NewVersionRow {
  const { accountId, programId, version, fromAt, author } = place;
  return { account_id: accountId, program_id: programId, version, from_at: fromAt, author, ...content };
}

/** Who made a version, as it stands in the table: "key:key_...". */
export function authorOf({ actor }: Context): string {
  return `${actor.kind}:${actor.id}`;
}

/** A new version never begins before the one that it follows, even where the clocks of two machines differ a little. */
export function notBefore(now: Date, previous: Date | undefined): Date {
  return previous && previous.getTime() > now.getTime() ? previous : now;
}
