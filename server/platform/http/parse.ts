import type { z } from 'zod';
import { type FieldError, Problem } from './problems.ts';

/** Checks a value against its schema. Throws `invalid` (400) with the path of each bad field. */
export function parse<S extends z.ZodType>(
  schema: S | undefined,
  value: unknown,
  where: 'path' | 'query' | 'body',
): z.output<S> {
  if (!schema) return {} as z.output<S>;
  const result = schema.safeParse(value);
  const odd = result.success ? oddTexts(value, []) : [];
  // An id that nobody can have is not there, and is answered like any other that is not.
  if (where === 'path' && odd[0]?.path === 'id') return parse(schema, { ...(value as object), id: '' }, where);
  if (result.success && odd.length === 0) return result.data;
  const errors = (result.success ? odd : result.error.issues.flatMap(fieldErrors)).slice(0, 20);
  const first = errors[0];
  const said = first ? `${first.path || where}: ${first.message}` : 'is not right';
  throw new Problem('invalid', `The ${where} is not right: ${said}.`, { errors });
}

/** Texts that neither PostgreSQL nor UTF-8 can carry: with U+0000, or half of a surrogate pair. The schema bounds the depth. */
function oddTexts(value: unknown, path: readonly string[]): FieldError[] {
  if (typeof value === 'string') {
    const isOdd = value.includes('\u0000') || !value.isWellFormed();
    return isOdd ? [{ path: path.join('.'), code: 'custom', message: 'holds a character that cannot be kept' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...oddTexts(name, [...path, name]),
    ...oddTexts(inner, [...path, name]),
  ]);
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      code: 'unknown_field',
      message: 'is not a field of this request',
    }));
  if (issue.code === 'invalid_union' && issue.errors[0]?.[0] && issue.errors.length > 0) {
    const nested = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    return nested.flatMap((inner) =>
      fieldErrors({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue),
    );
  }
  return [{ path, code: issue.code, message: issue.message }];
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** Reads JSON from raw bytes. Throws `malformed` (400) unless it is UTF-8 JSON without what cannot be kept. */
export function parseJson(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new Problem('malformed', 'The body is not JSON in UTF-8.');
  }
  return value;
}
