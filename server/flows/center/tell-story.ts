import { outcomeWords, reasonWords, stepWords } from '../../modules/attribution/index.ts';
import { type CommissionRow, listCommissionsOfOrder } from '../../modules/commissions/index.ts';
import { findOrder } from '../../modules/orders/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { explainOrder, type Step } from '../explain-order.ts';
import { priceWords } from '../explain-words.ts';

export interface Told {
  readonly step: string;
  readonly outcome: string;
  /** Plain words of the closed vocabulary, as partners read them. */
  readonly says: string;
  readonly at: string | null;
  readonly amount: number | null;
  readonly base_amount: number | null;
  readonly rate_bps: number | null;
}

type Own = Pick<CommissionRow, 'id' | 'partner_id' | 'tier' | 'line_id' | 'credit_version' | 'order_id'>;

/**
 * The story of a commission in a partner's words: the explanation of its order, with nothing of other partners, of other
 * lines, of customers, or of what people of the office wrote (rules.md 36).
 */
export async function tellStory(context: Context, own: Own): Promise<Told[]> {
  const order = own.order_id === null ? undefined : await findOrder(context.tx, context.accountId, own.order_id);
  if (!order) return [];
  const commissions = await listCommissionsOfOrder(context.tx, context.accountId, order.id);
  const reversals = new Set(commissions.filter((row) => row.reversal_of === own.id).map((row) => row.id as string));
  const { steps } = await explainOrder(context, order);
  return steps.filter((step) => isOwn(step, own, reversals)).map(tell);
}

/** Of an order that is another partner's, a sponsor learns how their share came about and no more. */
const ofSponsors = new Set(['exchange_rate', 'commission', 'refund', 'reversal', 'state']);

function isOwn(step: Step, own: Own, reversals: ReadonlySet<string>): boolean {
  const { commission_id, line_id, partner_id, credit_version, reversals: taken } = step as Record<string, unknown>;
  if (own.tier === 2 && !ofSponsors.has(step.step)) return false;
  if (typeof credit_version === 'number' && credit_version !== own.credit_version) return false;
  if (typeof partner_id === 'string' && partner_id !== own.partner_id) return false;
  if (typeof commission_id === 'string') return commission_id === own.id || reversals.has(commission_id);
  if (Array.isArray(taken)) return taken.some((row) => (row as { reversal_of?: unknown }).reversal_of === own.id);
  return typeof line_id !== 'string' || own.line_id === null || line_id === own.line_id;
}

const words: Readonly<Record<string, { readonly partner: string }>> = {
  ...priceWords,
  ...reasonWords,
  ...stepWords,
  ...outcomeWords,
};
const outcomes: typeof words = { ...priceWords, ...outcomeWords, ...reasonWords };

function tell(step: Step): Told {
  const fields = step as Record<string, unknown>;
  const number = (name: string): number | null => (typeof fields[name] === 'number' ? (fields[name] as number) : null);
  const at = fields['occurred_at'] ?? fields['at'] ?? fields['payable_on'] ?? null;
  const said = [words[step.step]?.partner, outcomes[step.outcome]?.partner].filter((text) => text !== undefined);
  const isAmountOwn = step.step === 'commission' || step.step === 'reversal';
  return {
    ...{ step: step.step, outcome: step.outcome, says: [...new Set(said)].map(endSentence).join(' ') },
    at: typeof at === 'string' ? at : null,
    amount: isAmountOwn ? number('amount') : null,
    base_amount: isAmountOwn ? number('base_amount') : null,
    rate_bps: isAmountOwn ? number('rate_bps') : null,
  };
}

const endSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}:`);
