import { z } from 'zod';
import { currency, day, text } from '../../platform/http/contract.ts';
import { isDay } from '../../values/instant.ts';
import { measures, subjects } from './rules/entries.ts';
import { intervals, lengthOf, type Period } from './rules/periods.ts';

/** A question that reaches over a century is a typing error. */
const DAYS_AT_MOST = 36_500;
const ROWS_AT_MOST = 10_000;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, { message: `is a whole number from ${least} to ${most}` })
    .transform(Number)
    .pipe(z.int().min(least).max(most));

const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');

/** The days: `from` inclusive, `to` exclusive (rules.md 34); by default the last thirty, today included. */
const days = { from: day.optional(), to: day.optional() };

/** What narrows a report; several together narrow further. Empty: rows that have none. */
export const filterShapes = {
  currency,
  partner_id: text(100, 0),
  program_id: text(100, 0),
  link_id: text(100, 0),
  promo_tool_id: text(100, 0),
  sub: text(200, 0),
  country: z.string().regex(/^([A-Z]{2})?$/, { message: 'is two capital letters, such as DE' }),
  device: z.string().regex(/^[a-z_]{0,40}$/, { message: 'is a word such as mobile' }),
};
export type FilterName = keyof typeof filterShapes;

/** Figures that every report may have, in the order in which they are shown. */
export const figureNames = [
  'impressions',
  'clicks',
  'click_through_rate',
  'unique_clicks',
  'uncounted',
  'leads',
  'orders',
  'units',
  'revenue',
  'refunds',
  'refunded',
  'commission',
  'conversion_rate',
  'epc',
] as const;
export type FigureName = (typeof figureNames)[number];

/** Refuses days that are in the wrong order or too many, each with its field. Days that are none have been refused already. */
function checkDays(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  context: z.RefinementCtx,
): void {
  const wrong = from !== undefined && to !== undefined && isDay(from) && isDay(to) ? judgeDays({ from, to }) : null;
  if (wrong) context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.message });
}

/** What is wrong with a period; null: nothing. */
export function judgeDays(period: Period): { field: 'from' | 'to'; message: string } | null {
  if (period.from > period.to) return { field: 'from', message: 'is after to' };
  if (lengthOf(period) < DAYS_AT_MOST) return null;
  return { field: 'to', message: 'is a hundred years or more after from' };
}

function filters(names: readonly FilterName[]) {
  return Object.fromEntries(names.map((name) => [name, filterShapes[name].optional()]));
}

/** The query of a report that can be narrowed by these, and sorted by these figures. */
export function reportQuery(names: readonly FilterName[], figures: readonly [FigureName, ...FigureName[]]) {
  return z
    .strictObject({
      ...days,
      ...filters(names),
      compare: yesOrNo.default(false),
      sort: z.enum(figures).optional(),
      order: z.enum(['asc', 'desc']).default('desc'),
      limit: whole(1, ROWS_AT_MOST).default(ROWS_AT_MOST),
    })
    .superRefine(checkDays);
}

export const allFilters = Object.keys(filterShapes) as FilterName[];

export const timeseriesQuery = z
  .strictObject({
    ...days,
    ...filters(allFilters),
    interval: z.enum(intervals).default('day'),
    compare: yesOrNo.default(false),
  })
  .superRefine(checkDays);

export const moversQuery = z
  .strictObject({
    ...days,
    ...filters(['currency', 'program_id']),
    by: z.enum(['clicks', 'unique_clicks', 'leads', 'orders', 'revenue', 'commission']).default('revenue'),
    limit: whole(1, 100).default(10),
  })
  .superRefine(checkDays);

export const daysToOrderQuery = z
  .strictObject({
    ...days,
    ...filters(['currency', 'partner_id', 'program_id']),
    since: z.enum(['click', 'lead']).default('click'),
    compare: yesOrNo.default(false),
  })
  .superRefine(checkDays);

export const rowsQuery = z
  .strictObject({
    ...days,
    ...filters(allFilters),
    about: z.enum(subjects).default('facts'),
    split: z.string().max(200).optional(),
    figure: z.enum(measures).optional(),
    limit: whole(1, 100).default(25),
    cursor: z.string().max(100).optional(),
  })
  .superRefine(checkDays);

const count = z.int();
const figureShapes = {
  /** How often banners were seen; null where the question asks for what they do not know. */
  impressions: count.nullable(),
  /** Clicks per impression; null without impressions. */
  click_through_rate: z.number().nullable(),
  clicks: count,
  unique_clicks: count,
  uncounted: count,
  leads: count,
  orders: count,
  units: count,
  revenue: count,
  refunds: count,
  refunded: count,
  commission: count,
  /** Orders per unique click; null without unique clicks. */
  conversion_rate: z.number().nullable(),
  /** Minor units of commission per unique click; null without unique clicks. */
  epc: z.number().nullable(),
} satisfies Record<FigureName, z.ZodType>;

/** The figures of one row. */
export function figuresView(figures: readonly FigureName[]) {
  return z.object(Object.fromEntries(figures.map((name) => [name, figureShapes[name]])));
}

/** A report's answer: rows with these keys and figures. */
export function reportView(keys: Readonly<Record<string, z.ZodType>>, figures: readonly FigureName[]) {
  const view = figuresView(figures);
  const compared = { before: view.optional() };
  return z.object({
    from: z.string(),
    to: z.string(),
    before: z.object({ from: z.string(), to: z.string() }).optional(),
    data: z.array(view.extend({ ...keys, currency: z.string(), ...compared, rows: z.string() })),
    /** What all rows come to, those beyond the limit included, per currency. */
    totals: z.array(view.extend({ currency: z.string(), ...compared })),
  });
}

export const rowView = z.object({
  kind: z.enum(['click', 'lead', 'order', 'refund', 'refund_reversal', 'commission']),
  id: z.string(),
  at: z.string(),
  day: z.string(),
  currency: z.string(),
  partner_id: z.string().nullable(),
  program_id: z.string().nullable(),
  link_id: z.string().nullable(),
  promo_tool_id: z.string().nullable(),
  sub: z.string().nullable(),
  country: z.string().nullable(),
  device: z.string().nullable(),
  split: z.string().nullable(),
  /** What the row adds to each figure; figures to which it adds nothing are left out. */
  adds: z.partialRecord(z.enum(figureNames), count),
});

export const healthView = z.object({
  sites: z.array(healthOf({ site: z.string() })),
  links: z.array(healthOf({ link_id: z.string(), code: z.string(), partner_id: z.string() })),
  /** Orders that nobody was credited for because they named a click that is not known, of the last 30 days. */
  unknown_clicks: z.object({ orders: count, rows: z.string() }),
  /** Of pages that wait for consent (`data-consent="wait"`), what visitors answered in the last 30 days. */
  consent: z.array(z.object({ site: z.string(), given: count, refused: count, refused_share: z.number() })),
});

function healthOf<S extends z.ZodRawShape>(subject: S) {
  return z.object({
    ...subject,
    state: z.enum(['well', 'silent', 'orders_silent', 'conversion_fell', 'quiet']),
    last_click_at: z.string().nullable(),
    last_lead_at: z.string().nullable(),
    last_order_at: z.string().nullable(),
    /** Since when nothing was heard that should have been. */
    silent_since: z.string().nullable(),
    clicks_per_day: z.number(),
    conversion_rate: z.number().nullable(),
    conversion_rate_before: z.number().nullable(),
  });
}
