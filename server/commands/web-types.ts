/** A JSON schema, as far as zod writes them. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
}

interface Operation {
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, Schema> };
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The type that the pages' client wants of the API: an interface of all paths, from the same description that is published. */
export function webTypesOf(openApi: string): string {
  const document: Document = JSON.parse(openApi);
  const names = new Map<string, string>();
  const nameFor = (text: string): string => {
    if (text.length < 120) return text;
    const known = names.get(text) ?? `Shape${names.size + 1}`;
    names.set(text, known);
    return known;
  };
  const typeOf = (schema: Schema): string => nameFor(typeText(schema, typeOf));
  const problem = typeText(document.components.schemas['Problem']!, typeOf);
  const paths = Object.entries(document.paths).map(([path, operations]) => {
    const lines = METHODS.map((method) => {
      const operation = operations[method];
      return operation ? `    ${method}: ${operationText(operation, typeOf)};` : `    ${method}?: never;`;
    });
    return `  '${path}': {\n    parameters: { query?: never; header?: never; path?: never; cookie?: never };\n${lines.join('\n')}\n  };`;
  });
  return [
    '// Made from the schemas that check requests (npm run generate). Not written by hand.',
    `export type Problem = ${problem};`,
    ...[...names].map(([text, name]) => `export type ${name} = ${text};`),
    `export interface paths {\n${paths.join('\n')}\n}`,
    '',
  ].join('\n');
}

function operationText({ parameters = [], requestBody, responses }: Operation, typeOf: (schema: Schema) => string) {
  const group = (place: string): string => {
    const own = parameters.filter((one) => one.in === place);
    if (own.length === 0) return `${place}?: never`;
    const fields = own.map(({ name, required, schema }) => `${quote(name)}${required ? '' : '?'}: ${typeOf(schema)}`);
    return `${place}${own.some((one) => one.required) ? '' : '?'}: { ${fields.join('; ')} }`;
  };
  const places = ['query', 'header', 'path', 'cookie'].map(group).join('; ');
  const sent = requestBody?.content['application/json'];
  const body = sent
    ? `requestBody${mayBeLeftOut(sent.schema) ? '?' : ''}: { content: { 'application/json': ${typeOf(sent.schema)} } }`
    : 'requestBody?: never';
  const answers = Object.entries(responses).map(([status, { $ref, content }]) => {
    if ($ref)
      return `${status}: { headers: Record<string, unknown>; content: { 'application/problem+json': Problem } }`;
    const json = content?.['application/json'];
    return `${status}: { headers: Record<string, unknown>; content: { 'application/json': ${json ? typeOf(json.schema) : 'unknown'} } }`;
  });
  return `{ parameters: { ${places} }; ${body}; responses: { ${answers.join('; ')} } }`;
}

/** A body of which nothing is required need not be sent. */
function mayBeLeftOut({ type, required = [] }: Schema): boolean {
  return type === 'object' && required.length === 0;
}

function typeText(schema: Schema, typeOf: (schema: Schema) => string): string {
  if (schema.$ref) return schema.$ref === '#' ? 'unknown' : (schema.$ref.split('/').at(-1) ?? 'unknown');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ') || 'never';
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map(typeOf))].map(bracket).join(' | ');
  if (schema.allOf) return schema.allOf.map(typeOf).map(bracket).join(' & ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return schema.properties ? objectText(schema, typeOf) : 'unknown';
  return types.map((type) => plainText(type, schema, typeOf)).join(' | ');
}

function plainText(type: string, schema: Schema, typeOf: (schema: Schema) => string): string {
  if (type === 'integer') return 'number';
  if (type === 'object') return objectText(schema, typeOf);
  if (type !== 'array') return type;
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(', ')}]`;
  return schema.items ? `${bracket(typeOf(schema.items))}[]` : 'unknown[]';
}

function objectText(schema: Schema, typeOf: (schema: Schema) => string): string {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, one]) => `${quote(name)}${required.has(name) ? '' : '?'}: ${typeOf(one)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  const rest = schema.additionalProperties;
  if (rest === false) return 'Record<string, never>';
  return `Record<string, ${typeof rest === 'object' ? typeOf(rest) : 'unknown'}>`;
}

const quote = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name));
const bracket = (type: string): string => (/ [|&] /.test(type) ? `(${type})` : type);
