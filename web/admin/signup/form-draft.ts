import type { Answer, Body } from '../../api/types.ts';

export type SignupForm = Answer<'/v1/programs/{id}/signup_form'>;
export type FormBody = Body<'/v1/programs/{id}/signup_form', 'put'>;
export type Question = SignupForm['questions'][number];
export type QuestionKind = Question['kind'];
type Approval = SignupForm['approval'];
type Rule = Extract<Approval, { kind: 'rule' }>;

export const questionKinds = ['text', 'choice', 'number', 'checkbox'] as const satisfies readonly QuestionKind[];

/** A question as it stands in the editor, with the parts of every kind, so that changing the kind loses nothing. */
export interface QuestionDraft {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly options: readonly string[];
  readonly min: number | '';
  readonly max: number | '';
}

/** One answer that a rule asks for; a tick is "yes" or "no". */
export interface ConditionDraft {
  readonly question_id: string;
  readonly how: 'equals' | 'contains';
  readonly value: string;
}

export interface ApprovalDraft {
  readonly kind: Approval['kind'];
  readonly countries: readonly string[];
  readonly email_domains: readonly string[];
  readonly answers: readonly ConditionDraft[];
  readonly otherwise: 'by_hand' | 'reject';
}

export interface FormDraft extends Record<string, unknown> {
  readonly open: boolean;
  readonly slug: string;
  readonly title: string;
  readonly text: string;
  readonly upload_id: string | null;
  readonly show_rates: boolean;
  readonly questions: readonly QuestionDraft[];
  readonly terms: string;
  readonly approval: ApprovalDraft;
  readonly embed_hosts: readonly string[];
  readonly reapply_after_days: number | '';
  readonly signups_per_hour: number | '';
}

export function draftOf(form: SignupForm): FormDraft {
  const { open, slug, title, text, upload_id, show_rates, terms, embed_hosts } = form;
  return {
    ...{ open, title, text, upload_id, show_rates, embed_hosts },
    slug: slug ?? '',
    questions: form.questions.map(questionDraft),
    terms: terms?.text ?? '',
    approval: approvalDraft(form.approval),
    reapply_after_days: form.reapply_after_days ?? '',
    signups_per_hour: form.signups_per_hour,
  };
}

function questionDraft(question: Question): QuestionDraft {
  const { id, kind, label, help = '', required = false } = question;
  return {
    ...{ id, kind, label, help, required },
    options: question.kind === 'choice' ? question.options : [],
    min: question.kind === 'number' ? (question.min ?? '') : '',
    max: question.kind === 'number' ? (question.max ?? '') : '',
  };
}

function approvalDraft(approval: Approval): ApprovalDraft {
  const rule: Partial<Rule> = approval.kind === 'rule' ? approval : {};
  const written = (value: string | number | boolean): string =>
    typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  return {
    kind: approval.kind,
    countries: rule.countries ?? [],
    email_domains: rule.email_domains ?? [],
    answers: (rule.answers ?? []).map((one) =>
      'contains' in one
        ? { question_id: one.question_id, how: 'contains', value: one.contains }
        : { question_id: one.question_id, how: 'equals', value: written(one.equals) },
    ),
    otherwise: rule.otherwise ?? 'by_hand',
  };
}

export function bodyOf(draft: FormDraft): FormBody {
  const { open, text, upload_id, show_rates, questions, embed_hosts } = draft;
  return {
    ...{ open, text, upload_id, show_rates },
    slug: draft.slug.trim() || null,
    title: draft.title.trim() || null,
    questions: questions.map(questionBody),
    terms: draft.terms.trim() === '' ? null : draft.terms,
    approval: approvalBody(draft.approval, questions),
    embed_hosts: [...embed_hosts],
    reapply_after_days: draft.reapply_after_days === '' ? null : draft.reapply_after_days,
    ...(draft.signups_per_hour === '' ? {} : { signups_per_hour: draft.signups_per_hour }),
  };
}

const numberOf = (value: number | ''): number | null => (value === '' ? null : value);

function questionBody({ id, kind, label, help, required, options, min, max }: QuestionDraft): Question {
  const asked = { id, label, help, required };
  if (kind === 'choice')
    return { ...asked, kind, options: options.map((option) => option.trim()).filter((option) => option !== '') };
  if (kind === 'number') return { ...asked, kind, min: numberOf(min), max: numberOf(max) };
  return { ...asked, kind };
}

function approvalBody(draft: ApprovalDraft, questions: readonly QuestionDraft[]): FormBody['approval'] {
  const { kind, countries, email_domains, answers, otherwise } = draft;
  if (kind !== 'rule') return { kind };
  return {
    ...{ kind, otherwise },
    countries: countries.length > 0 ? [...countries] : null,
    email_domains: email_domains.length > 0 ? [...email_domains] : null,
    answers: answers.map(({ question_id, how, value }) => {
      const asked = questions.find((one) => one.id === question_id)?.kind ?? 'text';
      return how === 'contains' && asked === 'text'
        ? { question_id, contains: value }
        : { question_id, equals: asked === 'number' ? Number(value) : asked === 'checkbox' ? value === 'yes' : value };
    }),
  };
}

/** A question that asks nothing yet, under an id that no other has. */
export function newQuestion(known: readonly QuestionDraft[]): QuestionDraft {
  let number = known.length + 1;
  while (known.some((one) => one.id === `q${number}`)) number += 1;
  const blank = { label: '', help: '', required: false, options: [], min: '', max: '' } as const;
  return { id: `q${number}`, kind: 'text', ...blank };
}

/** The first thing that is wrong at a place of the form or below it. */
export function wrongAt(errors: Readonly<Record<string, unknown>>, place: string): string | undefined {
  const found = Object.entries(errors).find(([path]) => path === place || path.startsWith(`${place}.`));
  return found?.[1] as string | undefined;
}
