import type { Body } from '../../api/types.ts';

export type Simulation = Body<'/v1/simulations', 'post'>;
type Steps = Simulation['journey'];

/** One step as it is built by clicking. */
export type Step =
  | { readonly id: number; readonly do: 'click' }
  | { readonly id: number; readonly do: 'lead' }
  | { readonly id: number; readonly do: 'wait'; readonly days: number }
  | { readonly id: number; readonly do: 'order'; readonly sku: string; readonly amount: number }
  | { readonly id: number; readonly do: 'refund'; readonly amount: number | null };

export const kinds = ['click', 'lead', 'wait', 'order', 'refund'] as const;
export type StepKind = (typeof kinds)[number];

export function newStep(kind: StepKind, id: number): Step {
  if (kind === 'wait') return { id, do: 'wait', days: 6 };
  if (kind === 'order') return { id, do: 'order', sku: 'mug', amount: 10_000 };
  if (kind === 'refund') return { id, do: 'refund', amount: null };
  return { id, do: kind };
}

/** The journey that everybody thinks of first. */
export const firstJourney: readonly Step[] = [
  newStep('click', 1),
  newStep('lead', 2),
  newStep('wait', 3),
  newStep('order', 4),
  newStep('refund', 5),
];

/** As the API takes it. A step takes part with the newest click and order before it. */
export function toJourney(steps: readonly Step[], currency: string): Steps {
  let click: string | undefined;
  let order: string | undefined;
  return steps.flatMap((step): Steps => {
    switch (step.do) {
      case 'click':
        click = `click-${step.id}`;
        return [{ do: 'click', partner: 'partner', as: click, visitor: 'visitor' }];
      case 'lead':
        return [{ do: 'lead', customer: 'customer', ...(click ? { click } : {}) }];
      case 'wait':
        return [{ do: 'wait', days: step.days }];
      case 'order':
        order = `order-${step.id}`;
        // Without the click's id: that the customer is known is what is tried out. A click alone is named.
        return [
          {
            do: 'order',
            as: order,
            customer: 'customer',
            currency,
            items: [{ sku: step.sku, quantity: 1, unit_amount: step.amount }],
            ...(isNamed(steps, step.id) && click ? { click } : {}),
          },
        ];
      default:
        return order
          ? [{ do: 'refund', order, reason: 'refund', ...(step.amount === null ? {} : { amount: step.amount }) }]
          : [];
    }
  });
}

/** An order names the click where nobody opted in before: else nothing would lead from one to the other. */
function isNamed(steps: readonly Step[], order: number): boolean {
  const before = steps.slice(
    0,
    steps.findIndex((step) => step.id === order),
  );
  return !before.some((step) => step.do === 'lead');
}
