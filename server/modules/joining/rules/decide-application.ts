import type { Approval } from '../contract.ts';

export type ReasonCode =
  | 'form_approves'
  | 'form_waits'
  | 'country_listed'
  | 'country_not_listed'
  | 'domain_listed'
  | 'domain_not_listed'
  | 'answer_fits'
  | 'answer_does_not_fit'
  | 'no_proof_of_work'
  | 'applied_again';

export interface Reason {
  readonly code: ReasonCode;
  readonly detail: string;
}

/** What becomes of an application, by the form or its rule, with every reason. `wait`: a person decides. */
export interface Decision {
  readonly by: 'form' | 'rule';
  readonly outcome: 'approve' | 'wait' | 'reject';
  readonly reasons: readonly Reason[];
}

export interface Applicant {
  readonly email: string;
  /** Two capital letters, or null where the country is not known. */
  readonly country: string | null;
  readonly answers: readonly { readonly question_id: string; readonly value: string | number | boolean | null }[];
  /** Filled in with proof of work. */
  readonly proved: boolean;
  /** Was rejected before. */
  readonly again: boolean;
}

type Rule = Extract<Approval, { kind: 'rule' }>;

/**
 * Decides on an application whose address is confirmed. All conditions of a rule must hold. Who was rejected before, or came
 * without proof of work, waits for a person, whatever the form says: no program approves itself into the account.
 */
export function decideApplication(approval: Approval, applicant: Applicant): Decision {
  const doubts: Reason[] = [];
  if (!applicant.proved)
    doubts.push({ code: 'no_proof_of_work', detail: 'The form was sent without script, so a person looks at it.' });
  if (applicant.again) doubts.push({ code: 'applied_again', detail: 'Was rejected before, and applied again.' });
  if (doubts.length > 0) return { by: 'form', outcome: 'wait', reasons: doubts };
  if (approval.kind === 'automatic')
    return {
      by: 'form',
      outcome: 'approve',
      reasons: [{ code: 'form_approves', detail: 'The form approves everyone.' }],
    };
  if (approval.kind === 'by_hand')
    return { by: 'form', outcome: 'wait', reasons: [{ code: 'form_waits', detail: 'A person decides on everyone.' }] };
  const judged = [...judgeCountry(approval, applicant), ...judgeDomain(approval, applicant)];
  judged.push(...approval.answers.map((condition) => judgeAnswer(condition, applicant)));
  const holds = judged.every(({ holds: one }) => one);
  const otherwise = approval.otherwise === 'reject' ? 'reject' : 'wait';
  return { by: 'rule', outcome: holds ? 'approve' : otherwise, reasons: judged.map(({ reason }) => reason) };
}

interface Judged {
  readonly holds: boolean;
  readonly reason: Reason;
}

function judgeCountry({ countries }: Rule, { country }: Applicant): Judged[] {
  if (countries === null) return [];
  if (country === null)
    return [{ holds: false, reason: { code: 'country_not_listed', detail: 'The country is not known.' } }];
  const holds = countries.includes(country);
  const detail = holds ? `${country} is on the list of countries.` : `${country} is not on the list of countries.`;
  return [{ holds, reason: { code: holds ? 'country_listed' : 'country_not_listed', detail } }];
}

/** A domain stands for its subdomains too. */
function judgeDomain({ email_domains: domains }: Rule, { email }: Applicant): Judged[] {
  if (domains === null) return [];
  const own = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const holds = domains.some((domain) => own === domain || own.endsWith(`.${domain}`));
  const detail = holds ? 'The e-mail domain is on the list.' : 'The e-mail domain is not on the list.';
  return [{ holds, reason: { code: holds ? 'domain_listed' : 'domain_not_listed', detail } }];
}

function judgeAnswer(condition: Rule['answers'][number], { answers }: Applicant): Judged {
  const value = answers.find(({ question_id }) => question_id === condition.question_id)?.value ?? null;
  const holds = 'equals' in condition ? isEqual(value, condition.equals) : contains(value, condition.contains);
  const wanted = 'equals' in condition ? `be "${condition.equals}"` : `contain "${condition.contains}"`;
  const detail = `The answer to ${condition.question_id} ${holds ? 'fits' : 'does not fit'}: it should ${wanted}.`;
  return { holds, reason: { code: holds ? 'answer_fits' : 'answer_does_not_fit', detail } };
}

const plain = (text: string): string => text.trim().toLowerCase();

function isEqual(value: string | number | boolean | null, wanted: string | number | boolean): boolean {
  // A box that was left alone is a "no".
  if (typeof wanted === 'boolean') return (value ?? false) === wanted;
  return value !== null && plain(String(value)) === plain(String(wanted));
}

const contains = (value: string | number | boolean | null, wanted: string): boolean =>
  value !== null && plain(String(value)).includes(plain(wanted));
