import { type FieldError, Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findPartner, listPartners } from '../partners/index.ts';
import type { TemplateChange } from './contract.ts';
import type { Facts } from './fields.ts';
import { kindFacts, type MessageKind, messageKinds } from './kinds.ts';
import { checkTemplate, type TemplateProblem } from './liquid.ts';
import { findNewestFacts } from './queries.ts';
import { findTemplate, listTemplates, putTemplate, type TemplateRow } from './queries-settings.ts';
import { openDesk, type Reader, sealContent } from './read-messages.ts';
import { sampleFacts } from './rules/sample-facts.ts';
import { type Words, wordsOf } from './words/index.ts';
import { writeMessage } from './write-message.ts';
import type { Written } from './write-out.ts';

export interface Template {
  readonly kind: MessageKind;
  readonly on: boolean;
  readonly subject: string;
  readonly body: string;
  readonly edited: boolean;
  readonly changedAt: Date | null;
}

/** The kind of this name, or null. */
export function kindNamed(name: string): MessageKind | null {
  return messageKinds.find((kind) => kind === name) ?? null;
}

function toTemplate(kind: MessageKind, row: TemplateRow | undefined, words: Words): Template {
  const own = words.templates[kind];
  return {
    kind,
    on: kindFacts[kind].essential || (row?.is_on ?? true),
    subject: row?.subject ?? own.subject,
    body: row?.body ?? own.body,
    edited: (row?.subject ?? row?.body ?? null) !== null,
    changedAt: row?.changed_at ?? null,
  };
}

/** The templates of all kinds, as they stand for the account. */
export async function readTemplates({ tx, accountId }: Pick<Context, 'tx' | 'accountId'>): Promise<Template[]> {
  const rows = new Map((await listTemplates(tx, accountId)).map((row) => [row.kind, row]));
  return messageKinds.map((kind) => toTemplate(kind, rows.get(kind), wordsOf()));
}

export async function readTemplate(
  { tx, accountId }: Pick<Context, 'tx' | 'accountId'>,
  kind: MessageKind,
): Promise<Template> {
  return toTemplate(kind, await findTemplate(tx, accountId, kind), wordsOf());
}

/**
 * Changes the words of a kind, or switches it on or off. Refuses `always_sent`; throws `template_invalid` with line and reason
 * of each mistake.
 */
export async function changeTemplate(
  context: Context,
  kind: MessageKind,
  change: TemplateChange,
): Promise<Template | Refusal> {
  const { tx, accountId, now, actor } = context;
  if (change.on === false && kindFacts[kind].essential)
    return refuse('always_sent', 'It is about access or money, and cannot be switched off.');
  const before = await findTemplate(tx, accountId, kind);
  const subject = change.subject === undefined ? (before?.subject ?? null) : change.subject;
  const body = change.body === undefined ? (before?.body ?? null) : change.body;
  await check(context, kind, { subject, body });
  const is_on = change.on ?? before?.is_on ?? true;
  await putTemplate(tx, {
    account_id: accountId,
    kind,
    is_on,
    subject,
    body,
    changed_at: now,
    author: `${actor.kind}:${actor.id}`,
  });
  await recordAct(context, 'message_template_changed', kind, { detail: { on: is_on, subject, body } });
  return readTemplate(context, kind);
}

interface Draft {
  readonly subject?: string | null;
  readonly body?: string | null;
}

async function check(reader: Reader & Pick<Context, 'now'>, kind: MessageKind, draft: Draft): Promise<void> {
  const { desk, telling } = await sampleOf(reader, kind, undefined);
  const values = desk.values(telling);
  const problems = (['subject', 'body'] as const).flatMap((path) => {
    const source = draft[path];
    return source ? checkTemplate(kind, path, source, values) : [];
  });
  if (problems.length === 0) return;
  const first = problems[0]!;
  throw new Problem('template_invalid', `The ${first.path} does not hold: line ${first.line}, ${first.reason}.`, {
    errors: problems.map(toError),
  });
}

function toError({ path, line, column, reason }: TemplateProblem): FieldError {
  return { path, code: 'template', message: `line ${line}, column ${column}: ${reason}` };
}

/** What really happened last of this kind, else an example; with a real partner, where there is one. */
async function sampleOf(reader: Reader & Pick<Context, 'now'>, kind: MessageKind, partner: PartnerId | undefined) {
  const { tx, accountId, account, now } = reader;
  const newest = await findNewestFacts(tx, accountId, kind, partner ?? null);
  const [anybody] = partner || newest?.partner_id ? [] : await listPartners(tx, accountId, {}, null, 1);
  const facts: Facts = { ...sampleFacts(account.currency, now), ...newest?.facts };
  const telling = {
    kind,
    partner_id: partner ?? newest?.partner_id ?? anybody?.id ?? null,
    contact_id: null,
    facts,
    created_at: newest?.created_at ?? now,
  };
  return { telling, desk: await openDesk(reader, [telling]) };
}

export interface PreviewOf extends Draft {
  readonly partner_id?: string | undefined;
}

/** How a message of this kind would look, with the words given or those that are set. Refuses `not_found` for the partner. */
export async function previewTemplate(context: Context, kind: MessageKind, of: PreviewOf): Promise<Written | Refusal> {
  const { tx, accountId } = context;
  if (of.partner_id !== undefined && !(await findPartner(tx, accountId, of.partner_id)))
    return refuse('not_found', 'There is no such partner.');
  await check(context, kind, of);
  const { desk, telling } = await sampleOf(context, kind, of.partner_id);
  const set = desk.template(kind);
  const { subject, text, html, links } = desk.write(telling, undefined, {
    subject: of.subject ?? set.subject,
    body: of.body ?? set.body,
  });
  return { subject, text, html, links };
}

/** Sends the preview to an address of the owner's choice, marked as a test. Resolves to the message's id. */
export async function sendTest(
  context: Context,
  kind: MessageKind,
  of: PreviewOf & { readonly to: string },
): Promise<string | Refusal> {
  const preview = await previewTemplate(context, kind, of);
  if ('refused' in preview) return preview;
  const said = {
    ...preview,
    subject: `[${wordsOf().test}] ${preview.subject}`,
    links: [...preview.links],
    to: of.to,
    name: null,
    unsubscribe_url: null,
  };
  return writeMessage(context, {
    kind,
    partnerId: null,
    event: 'test',
    subjectId: null,
    facts: {},
    content: (id) => sealContent(context, id, said),
  });
}
