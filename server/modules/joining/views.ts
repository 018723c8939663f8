import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import type { ContactRow } from '../partners/index.ts';
import { readAnswers } from './applications.ts';
import type { applicationView, formView } from './contract.ts';
import { embedHtml } from './embed-html.ts';
import type { ApplicationRow } from './queries-applications.ts';
import type { SignupForm } from './signup-form.ts';

type Placed = Pick<Context, 'account' | 'linkBase'>;

/** Where the form's page is. */
export function pageUrlOf({ account, linkBase }: Placed, form: Pick<SignupForm, 'slug' | 'programId'>): string {
  return `${new URL(linkBase).origin}/join/${account.slug}/${form.slug ?? form.programId}`;
}

export function toFormView(context: Placed, form: SignupForm): z.input<typeof formView> {
  const { programId, programName: _, currency: __, tiers: ___, changedAt, terms, ...shown } = form;
  const page_url = pageUrlOf(context, form);
  return {
    ...shown,
    program_id: programId,
    terms: terms && { version: terms.version, text: terms.text, from_at: terms.fromAt.toISOString() },
    page_url,
    embed_html: embedHtml(form, page_url),
    changed_at: changedAt?.toISOString() ?? null,
  };
}

export function toApplicationView(
  context: Pick<Context, 'accountId' | 'seal'>,
  row: ApplicationRow,
  contact: Pick<ContactRow, 'name' | 'email'> | undefined,
): z.input<typeof applicationView> {
  const { id, program_id, contact_id, partner_id, status, sponsor_id, country, terms_version, proved, note } = row;
  return {
    ...{ id, program_id, contact_id, partner_id, status },
    email: contact?.email ?? null,
    name: contact?.name ?? null,
    answers: readAnswers(context, row),
    ...{ sponsor_id, country, terms_version, proved },
    decision: { ...row.decision, reasons: [...row.decision.reasons] },
    signed_up_at: row.signed_up_at.toISOString(),
    confirmed_at: row.confirmed_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
    decided_by: row.decided_by,
    note,
  };
}
