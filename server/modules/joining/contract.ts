import { z } from 'zod';
import { listOf, pageQuery, text } from '../../platform/http/contract.ts';
import { parseWebAddress } from '../../values/web-address.ts';

const questionId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, { message: 'is 1 to 40 of a-z, 0-9 and _, a letter first' });
const asked = {
  id: questionId,
  label: text(300),
  help: text(500, 0).default(''),
  required: z.boolean().default(false),
};
const whole = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);

/** What the owner asks of applicants besides name and address. */
export const question = z.discriminatedUnion('kind', [
  z.strictObject({ ...asked, kind: z.literal('text') }),
  z.strictObject({
    ...asked,
    kind: z.literal('choice'),
    options: z
      .array(text(200))
      .min(2)
      .max(50)
      .refine((options) => new Set(options).size === options.length, { message: 'names an option twice' }),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('number'),
    min: whole.nullable().default(null),
    max: whole.nullable().default(null),
  }),
  z.strictObject({ ...asked, kind: z.literal('checkbox') }),
]);
export type Question = z.output<typeof question>;

const domain = z
  .string()
  .max(253)
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(value), { message: 'is no domain, such as example.com' });

const answerCondition = z.union([
  z.strictObject({ question_id: questionId, equals: z.union([text(2000), z.number(), z.boolean()]) }),
  z.strictObject({ question_id: questionId, contains: text(2000) }),
]);

/** How applications are approved. All conditions of a rule must hold. */
export const approval = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('automatic') }),
  z.strictObject({ kind: z.literal('by_hand') }),
  z
    .strictObject({
      kind: z.literal('rule'),
      countries: z
        .array(z.string().regex(/^[A-Z]{2}$/, { message: 'is no ISO 3166 country of two letters' }))
        .min(1)
        .max(250)
        .nullable()
        .default(null),
      email_domains: z.array(domain).min(1).max(200).nullable().default(null),
      answers: z.array(answerCondition).max(20).default([]),
      otherwise: z.enum(['by_hand', 'reject']).default('by_hand'),
    })
    .refine(({ countries, email_domains, answers }) => countries || email_domains || answers.length > 0, {
      message: 'needs countries, email_domains or answers',
    }),
]);
export type Approval = z.output<typeof approval>;

const embedHost = z
  .string()
  .max(260)
  .transform((value, context) => {
    const url = parseWebAddress(`https://${value.trim()}/`);
    if (url && url.pathname === '/' && `${url.search}${url.hash}` === '') return url.host;
    context.addIssue({ code: 'custom', message: 'is no host name, such as shop.example' });
    return z.NEVER;
  });

export const formSlug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
  message: 'is 1 to 40 of a-z, 0-9 and hyphens inside',
});

/** What is kept as one value; `title` null: a title made of the program's name. */
export const chosenForm = z.strictObject({
  title: text(200).nullable().default(null),
  text: text(10_000, 0).default(''),
  /** A picture that was uploaded (POST /v1/uploads). */
  upload_id: text(100).nullable().default(null),
  show_rates: z.boolean().default(true),
  questions: z.array(question).max(20).default([]),
  approval: approval.nullable().default(null),
  embed_hosts: z.array(embedHost).max(50).default([]),
  /** After how many days somebody who was rejected may apply again; null: never. */
  reapply_after_days: z.int().min(0).max(3650).nullable().default(null),
  signups_per_hour: z.int().min(1).max(10_000).default(100),
});
export type ChosenForm = z.output<typeof chosenForm>;

export const formPut = chosenForm
  .extend({
    open: z.boolean().default(false),
    slug: formSlug.nullable().default(null),
    terms: text(50_000).nullable().default(null),
  })
  .superRefine(({ questions, approval: how }, context) => {
    const ids = questions.map(({ id }) => id);
    for (const [at, id] of ids.entries())
      if (ids.indexOf(id) !== at)
        context.addIssue({ code: 'custom', path: ['questions', at, 'id'], message: 'names a question twice' });
    for (const [at, { id, ...rest }] of questions.entries())
      if (rest.kind === 'number' && rest.min !== null && rest.max !== null && rest.min > rest.max)
        context.addIssue({ code: 'custom', path: ['questions', at, 'max'], message: `of ${id} is below min` });
    for (const [at, { question_id }] of (how?.kind === 'rule' ? how.answers : []).entries())
      if (!ids.includes(question_id))
        context.addIssue({
          code: 'custom',
          path: ['approval', 'answers', at, 'question_id'],
          message: 'is no question of this form',
        });
  });
export type FormPut = z.output<typeof formPut>;

export const formView = z.object({
  program_id: z.string(),
  open: z.boolean(),
  slug: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  upload_id: z.string().nullable(),
  show_rates: z.boolean(),
  questions: z.array(question),
  terms: z.object({ version: z.int(), text: z.string(), from_at: z.string() }).nullable(),
  approval,
  embed_hosts: z.array(z.string()),
  reapply_after_days: z.int().nullable(),
  signups_per_hour: z.int(),
  page_url: z.string(),
  embed_html: z.string(),
  changed_at: z.string().nullable(),
});

export const termsList = listOf(
  z.object({ version: z.int(), text: z.string().nullable(), from_at: z.string(), author: z.string() }),
);

/** What a stranger sends. Answers are checked against the form's questions (rules/check-answers.ts). */
export const application = z.strictObject({
  email: text(320),
  name: text(200),
  answers: z
    .record(z.string().max(100), z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]))
    .default({}),
  terms_version: z.int().nullable().default(null),
  started: z.string().max(300),
  proof: z.string().max(4000).nullish(),
  /** Nobody sees this field: who fills it in is a program. */
  website: z.string().max(5000).default(''),
  via: text(300).nullish(),
  click_id: text(300).nullish(),
});
export type ApplicationSent = z.output<typeof application>;

export const answerKept = z.object({
  question_id: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'choice', 'number', 'checkbox']),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
});
export type AnswerKept = z.output<typeof answerKept>;

export const applicationStatus = z.enum(['waiting', 'approved', 'rejected']);

export const applicationView = z.object({
  id: z.string(),
  program_id: z.string(),
  contact_id: z.string(),
  partner_id: z.string(),
  status: applicationStatus,
  email: z.string().nullable(),
  name: z.string().nullable(),
  answers: z.array(answerKept),
  sponsor_id: z.string().nullable(),
  country: z.string().nullable(),
  terms_version: z.int().nullable(),
  /** Whether the form was filled in with proof of work. */
  proved: z.boolean(),
  decision: z.object({
    by: z.enum(['form', 'rule']),
    outcome: z.enum(['approve', 'wait', 'reject']),
    reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
  }),
  signed_up_at: z.string(),
  confirmed_at: z.string(),
  decided_at: z.string().nullable(),
  decided_by: z.string().nullable(),
  note: z.string().nullable(),
});

const id = text(100);
export const applicationQuery = pageQuery.extend({
  status: applicationStatus.optional(),
  program_id: id.optional(),
  partner_id: id.optional(),
  contact_id: id.optional(),
  sponsor_id: id.optional(),
});

const note = text(2000).nullish();
/** Told to the applicant. */
const reason = text(2000).nullish();
export const approveOne = z.strictObject({ note });
export const rejectOne = z.strictObject({ note, reason });
const ids = z.array(id).min(1).max(100);
export const approveMany = z.strictObject({ ids, note });
export const rejectMany = z.strictObject({ ids, note, reason });
