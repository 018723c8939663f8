import { type FieldError, Problem } from '../../platform/http/problems.ts';
import { asPlainText, Templates } from '../../platform/templates.ts';
import { type OwnField, type PromoToolKind, type TemplateField, templateFields } from './rules/kinds.ts';

/** What an owner may merge into a text. */
export const toolFields = [
  'partner_name',
  'partner_code',
  'link_url',
  'program_name',
  'account_name',
  'coupon_code',
] as const;
export type ToolFields = Readonly<Record<(typeof toolFields)[number], string>>;

/** What comes out is plain text; where it goes into HTML it is escaped there (embed-code.ts). */
const templates = new Templates(asPlainText);

const sample: ToolFields = {
  partner_name: 'Maria Lopez',
  partner_code: 'maria',
  link_url: 'https://shop.example/r/maria',
  program_name: 'Standard',
  account_name: 'Shop',
  coupon_code: 'MARIA10',
};

/** A line of its own in a name would be a line of its own in the text. */
const oneLine = (value: string): string => value.replace(/[\r\n\u2028\u2029\u0085\v\f]+/g, ' ');

export function fillIn(source: string, fields: ToolFields): string {
  return templates.render(
    source,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, oneLine(value)])),
  );
}

const longest: Readonly<Partial<Record<PromoToolKind, number>>> = { social_post: 5000 };

/** Throws `template_invalid` with line and reason of each mistake, and `invalid` for a text that is too long for its kind. */
export function checkTexts(
  kind: PromoToolKind,
  held: Readonly<Partial<Record<OwnField, string | null | undefined>>>,
): void {
  const most = longest[kind];
  if (most !== undefined && (held.body?.length ?? 0) > most)
    throw invalid([{ path: 'body', code: 'too_big', message: `has ${most} characters at most` }]);
  const errors = templateFields.flatMap((path) => errorsOf(path, held[path]));
  if (errors.length === 0) return;
  const { path, message } = errors[0]!;
  throw new Problem('template_invalid', `The ${path} does not hold: ${message}.`, { errors });
}

function errorsOf(path: TemplateField, source: string | null | undefined): FieldError[] {
  if (!source) return [];
  return templates.check(source, toolFields, sample).map(({ line, column, reason }) => ({
    path,
    code: 'template',
    message: `line ${line}, column ${column}: ${reason}`,
  }));
}

export function invalid(errors: FieldError[]): Problem {
  return new Problem('invalid', `The body is not right: ${errors[0]!.path} ${errors[0]!.message}.`, { errors });
}
