import type { z } from 'zod';
import { toJsonAmount } from '../../values/money.ts';
import type { itemView } from './contract.ts';
import type { LineRow } from './queries.ts';

/** A line as the API shows it. */
export function toItemView(line: LineRow): z.input<typeof itemView> {
  return {
    line_id: line.id,
    sku: line.sku,
    name: line.name,
    quantity: Number(line.quantity),
    unit_amount: toJsonAmount(line.unit_amount),
    discount_amount: toJsonAmount(line.discount_amount),
    tax_amount: toJsonAmount(line.tax_amount),
  };
}
