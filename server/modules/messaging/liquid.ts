import { Liquid, type Template } from 'liquidjs';
import { commonFields, fieldsOf, type MessageKind } from './kinds.ts';
import { escapeValue } from './rules/escape-value.ts';

/** What stands between the braces and does not hold. */
export interface TemplateProblem {
  readonly path: 'subject' | 'body';
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export const LONGEST_BODY = 20_000;
const LONGEST_OUTPUT = 100_000;
const REMEMBERED_AT_MOST = 500;

/** Only these are known to templates: nothing that reads files, includes others, or tells the time. */
const tags = new Set(['assign', 'break', 'capture', 'case', 'comment', 'continue', 'for', 'if', 'raw', 'unless', '#']);
const filters = new Set([
  'append',
  'capitalize',
  'default',
  'downcase',
  'first',
  'join',
  'last',
  'minus',
  'plus',
  'prepend',
  'replace',
  'size',
  'strip',
  'truncate',
  'upcase',
]);

function makeEngine(outputEscape: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    outputEscape,
    parseLimit: LONGEST_BODY,
    // Milliseconds of one rendering, and characters and entries that it may make.
    renderLimit: 200,
    memoryLimit: 50_000,
  });
  for (const name of Object.keys(engine.tags)) if (!tags.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!filters.has(name)) delete engine.filters[name];
  return engine;
}

const bodies = makeEngine(escapeValue);
const subjects = makeEngine((value) => (value === null || value === undefined ? '' : String(value)));
const engines = { body: bodies, subject: subjects };
const parsed = { body: new Map<string, Template[]>(), subject: new Map<string, Template[]>() };

function parse(path: 'subject' | 'body', source: string): Template[] {
  const known = parsed[path].get(source);
  if (known) return known;
  const templates = engines[path].parse(source);
  if (parsed[path].size >= REMEMBERED_AT_MOST) parsed[path].clear();
  parsed[path].set(source, templates);
  return templates;
}

export type FieldValues = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;

/**
 * Writes a template out. In a body values are escaped for our markup (`restoreValue`); a subject comes as it is. Throws
 * where it takes too long, grows too large, or does not parse, which `checkTemplate` tells beforehand.
 */
export function renderTemplate(path: 'subject' | 'body', source: string, values: FieldValues): string {
  const text: string = engines[path].renderSync(parse(path, source), { ...values });
  if (text.length > LONGEST_OUTPUT) throw new RangeError('the message grows too large');
  return text;
}

/** Parses a template, holds its fields against those of its kind, and writes it out once. All that is wrong, or nothing. */
export function checkTemplate(
  kind: MessageKind,
  path: 'subject' | 'body',
  source: string,
  sample: FieldValues,
): TemplateProblem[] {
  try {
    const strange = unknownFields(kind, path, parse(path, source));
    if (strange.length > 0) return strange;
    renderTemplate(path, source, sample);
    return [];
  } catch (error) {
    return [problemOf(path, error)];
  }
}

function unknownFields(kind: MessageKind, path: 'subject' | 'body', templates: Template[]): TemplateProblem[] {
  const known = new Set(fieldsOf(kind));
  const { globals } = engines[path].analyzeSync(templates, { partials: false });
  return Object.entries(globals)
    .filter(([name]) => !known.has(name))
    .map(([name, [first]]) => ({
      path,
      line: first?.location.row ?? 1,
      column: first?.location.col ?? 1,
      reason: `there is no field "${name}" here; there are: ${[...known]
        .filter((field) => !(commonFields as readonly string[]).includes(field))
        .concat(commonFields)
        .join(', ')}`,
    }));
}

interface LiquidFault {
  readonly message?: string;
  readonly originalError?: { readonly message?: string };
  readonly token?: { getPosition?: () => [number, number] };
}

function problemOf(path: 'subject' | 'body', error: unknown): TemplateProblem {
  const fault = error as LiquidFault;
  const [line, column] = fault.token?.getPosition?.() ?? [1, 1];
  const said = fault.originalError?.message ?? fault.message ?? 'cannot be read';
  return { path, line, column, reason: said.replace(/, (file:\S+ )?line:\d+, col:\d+.*$/s, '') };
}
