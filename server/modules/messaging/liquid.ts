import {
  asPlainText,
  type FieldValues,
  LONGEST_TEMPLATE,
  type TemplateFault,
  Templates,
} from '../../platform/templates.ts';
import { commonFields, fieldsOf, type MessageKind } from './kinds.ts';
import { escapeValue } from './rules/escape-value.ts';

export type { FieldValues };

/** What stands between the braces of a message's words and does not hold. */
export interface TemplateProblem extends TemplateFault {
  readonly path: 'subject' | 'body';
}

export const LONGEST_BODY = LONGEST_TEMPLATE;

const engines = { body: new Templates(escapeValue), subject: new Templates(asPlainText) };

/**
 * Writes a template out. In a body values are escaped for our markup (`restoreValue`); a subject comes as it is. Throws
 * where it takes too long, grows too large, or does not parse, which `checkTemplate` tells beforehand.
 */
export function renderTemplate(path: 'subject' | 'body', source: string, values: FieldValues): string {
  return engines[path].render(source, values);
}

/** Parses a template, holds its fields against those of its kind, and writes it out once. All that is wrong, or nothing. */
export function checkTemplate(
  kind: MessageKind,
  path: 'subject' | 'body',
  source: string,
  sample: FieldValues,
): TemplateProblem[] {
  const common = commonFields as readonly string[];
  const known = [...fieldsOf(kind).filter((field) => !common.includes(field)), ...common];
  return engines[path].check(source, known, sample).map((fault) => ({ path, ...fault }));
}
