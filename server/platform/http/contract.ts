import { z } from 'zod';
import { isDay, parseInstant } from '../../values/instant.ts';
import { isCurrency, LARGEST_AMOUNT } from '../../values/money.ts';

/** Text that PostgreSQL and JSON both carry: no U+0000, no half of a surrogate pair; any other Unicode as it came. */
export function text(most: number, least = 1) {
  return z
    .string()
    .min(least)
    .max(most)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      message: 'holds a character that cannot be kept',
    });
}

/** Whole minor units, never negative. */
export const amount = z.int().min(0).max(Number(LARGEST_AMOUNT));
/** Whole minor units, either sign. */
export const signedAmount = z.int().min(-Number(LARGEST_AMOUNT)).max(Number(LARGEST_AMOUNT));
/** Basis points: 2,000 is 20 %. */
export const bps = z.int().min(0).max(10_000);
export const currency = z.string().refine(isCurrency, { message: 'is no ISO 4217 currency in upper case' });

const instantOf = (endOfSecond: boolean) =>
  z
    .string()
    .max(40)
    .transform((value, context) => {
      const at = parseInstant(value, endOfSecond);
      if (at && at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9000) return at;
      context.addIssue({ code: 'custom', message: 'is no ISO 8601 instant with a zone, such as 2026-01-31T10:00:00Z' });
      return z.NEVER;
    });
/** An instant as given. */
export const instant = instantOf(false);
/** `occurred_at`: without a fraction it means the end of that second (rules.md 5). */
export const occurredAt = instantOf(true);
export const day = z.string().refine(isDay, { message: 'is no day, such as 2026-01-31' });

const limit = z
  .string()
  .regex(/^\d{1,3}$/, { message: 'is a whole number from 1 to 100' })
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(25);

/** What every list takes. Extend with `.extend({...})`. */
export const pageQuery = z.strictObject({ limit, cursor: z.string().max(300).optional() });
export const nothing = z.strictObject({});
export const idParams = z.strictObject({ id: z.string() });

/** The shape of every list. */
export function listOf<S extends z.ZodType>(row: S) {
  return z.object({ data: z.array(row), next_cursor: z.string().nullable() });
}

/** Several ids with commas between, to ask for just these; as many as a page holds. */
export const idList = z
  .string()
  .max(5000)
  .transform((value) => value.split(','))
  .pipe(z.array(text(100)).min(1).max(100));

/** What somebody typed into a search field. */
export const searchWords = text(200).refine((value) => value.trim() !== '', { message: 'is empty' });

/** A choice of words in a query, such as `?status=pending`. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words);
}
