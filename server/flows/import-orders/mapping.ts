import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { currency } from '../../platform/http/contract.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import { isTimeZone } from '../../values/instant.ts';

const column = z.string().min(1).max(200);
const pattern = z.string().min(1).max(500).refine(compiles, { message: 'is no regular expression' });
const timeZone = z.string().refine(isTimeZone, { message: 'is no IANA time zone, such as Europe/London' });

/** Order numbers of a kind, known by how they begin or by a regular expression. */
const numbersLike = z.union([
  z.strictObject({ order_prefix: z.string().min(1).max(50) }),
  z.strictObject({ order_pattern: pattern }),
]);

/** How a file of order lines is to be read. docs/guide-import.md says what each word means. */
export const mappingShape = z.strictObject({
  version: z.literal(1),
  columns: z.strictObject({
    order: column,
    sku: column,
    name: column.optional(),
    quantity: column,
    unit_price: column,
    time: column,
    customer: column.optional(),
    email: column.optional(),
  }),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  decimal_mark: z.enum(['.', ',']).default('.'),
  currency,
  time_zone: timeZone,
  cancellation: z.union([numbersLike, z.strictObject({ negative_quantity: z.literal(true) })]).optional(),
  adjustment: numbersLike.optional(),
  not_goods: z
    .strictObject({ skus: z.array(z.string().min(1)).max(10_000).default([]), sku_pattern: pattern.optional() })
    .optional(),
  referrals: z
    .strictObject({
      customer: column,
      partner_code: column,
      since: column,
      delimiter: z.enum([',', ';', '\t', '|']).default(','),
    })
    .default({ customer: 'customer', partner_code: 'partner_code', since: 'since', delimiter: ',' }),
});
export type Mapping = z.output<typeof mappingShape>;

/** Checks a mapping. Throws a StartProblem that names the field. */
export function parseMapping(value: unknown, name: string): Mapping {
  const read = mappingShape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.length ? `"${issue.path.join('.')}"` : 'the whole';
  throw new StartProblem(`The mapping ${name} is not right at ${field}: ${issue?.message}.`);
}

/** Reads a mapping from a JSON file. Throws a StartProblem with one line for a file that is not there or not right. */
export function readMapping(file: string): Mapping {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartProblem(`The mapping ${file} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return parseMapping(JSON.parse(text), file);
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw new StartProblem(`The mapping ${file} is no JSON: ${(error as Error).message}.`);
  }
}

function compiles(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
