import { Liquid, type Template } from 'liquidjs';

/** What stands between the braces and does not hold. */
export interface TemplateFault {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export type FieldValues = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;

export const LONGEST_TEMPLATE = 20_000;
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

/** Templates with fields, as owners write them for mail and promo tools. Pure: no file, no clock, no other template. */
export class Templates {
  readonly #engine: Liquid;
  readonly #parsed = new Map<string, Template[]>();

  /** `outputEscape` is what becomes of each value before it is written out. */
  constructor(outputEscape: (value: unknown) => string) {
    this.#engine = new Liquid({
      templates: {},
      ownPropertyOnly: true,
      strictFilters: true,
      outputEscape,
      parseLimit: LONGEST_TEMPLATE,
      // Milliseconds of one rendering, and characters and entries that it may make.
      renderLimit: 200,
      memoryLimit: 50_000,
    });
    for (const name of Object.keys(this.#engine.tags)) if (!tags.has(name)) delete this.#engine.tags[name];
    for (const name of Object.keys(this.#engine.filters)) if (!filters.has(name)) delete this.#engine.filters[name];
  }

  /** Writes a template out. Throws where it takes too long, grows too large, or does not parse, which `check` tells beforehand. */
  render(source: string, values: FieldValues): string {
    const text: string = this.#engine.renderSync(this.#parse(source), { ...values });
    if (text.length > LONGEST_OUTPUT) throw new RangeError('the message grows too large');
    return text;
  }

  /** Parses a template, holds its fields against those that are known, and writes it out once. All that is wrong, or nothing. */
  check(source: string, known: readonly string[], sample: FieldValues): TemplateFault[] {
    try {
      const strange = this.#unknownFields(source, known);
      if (strange.length > 0) return strange;
      this.render(source, sample);
      return [];
    } catch (error) {
      return [faultOf(error)];
    }
  }

  #parse(source: string): Template[] {
    const known = this.#parsed.get(source);
    if (known) return known;
    const templates = this.#engine.parse(source);
    if (this.#parsed.size >= REMEMBERED_AT_MOST) this.#parsed.clear();
    this.#parsed.set(source, templates);
    return templates;
  }

  #unknownFields(source: string, known: readonly string[]): TemplateFault[] {
    const { globals } = this.#engine.analyzeSync(this.#parse(source), { partials: false });
    return Object.entries(globals)
      .filter(([name]) => !known.includes(name))
      .map(([name, [first]]) => ({
        line: first?.location.row ?? 1,
        column: first?.location.col ?? 1,
        reason: `there is no field "${name}" here; there are: ${known.join(', ')}`,
      }));
  }
}

/** Values as they are, for what is plain text. */
export const asPlainText = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

interface LiquidFault {
  readonly message?: string;
  readonly originalError?: { readonly message?: string };
  readonly token?: { getPosition?: () => [number, number] };
}

function faultOf(error: unknown): TemplateFault {
  const fault = error as LiquidFault;
  const [line, column] = fault.token?.getPosition?.() ?? [1, 1];
  const said = fault.originalError?.message ?? fault.message ?? 'cannot be read';
  return { line, column, reason: said.replace(/, (file:\S+ )?line:\d+, col:\d+.*$/s, '') };
}
