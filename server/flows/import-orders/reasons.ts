import { type ProblemCode, problems } from '../../platform/http/problems.ts';

/** Why a line of a file was not taken in: the closed list, each with what it means. */
export const reasons = {
  corrupt_line: 'The line is no CSV record with as many values as the first line has names.',
  value_missing: 'The order number, the product code or another needed value is empty.',
  value_unfit: 'A value is too long, or holds a character that cannot be kept.',
  bad_quantity: 'The quantity is no whole number, or zero, or too large.',
  bad_price: 'The price is no plain decimal number, or too large.',
  bad_time: 'The time is none of the calendar.',
  adjustment: 'An accounting adjustment, by the mapping: no order.',
  not_goods: 'Postage, fees, manual entries and the like, by the mapping: no product.',
  write_off: 'A negative quantity outside of a cancellation: a stock write-off, and no order.',
  no_price: 'The price is zero: nothing was sold.',
  negative_price: 'The price is below zero: a correction of the books, and no order.',
  other_customer: 'The line names another customer than the first line of its order.',
  too_many_lines: 'The order has more lines than 5,000.',
  cancellation_without_customer: 'The cancellation names no customer, so there is no purchase to match it with.',
  unknown_customer: 'The customer of the cancellation has bought nothing in this account.',
  nothing_to_cancel: 'The customer has no earlier purchase of the product with units left.',
  more_than_bought: 'Part of the cancellation found no earlier purchase with units left; the rest is a refund.',
  unknown_partner: 'No partner has the code.',
} as const;

/** A word of the list above, or a code of the API where the rules refused the order, refund or lead as a whole. */
export type Reason = keyof typeof reasons | ProblemCode;

/** What a reason means, in a sentence or a title. */
export function meaningOf(reason: string): string {
  if (Object.hasOwn(reasons, reason)) return reasons[reason as keyof typeof reasons];
  return Object.hasOwn(problems, reason) ? `${problems[reason as ProblemCode][1]}.` : '';
}
