import { z } from 'zod';
import { readChosenSettings, readSettings } from '../modules/accounts/index.ts';
import { hasOrder } from '../modules/orders/index.ts';
import { hasPartner } from '../modules/partners/index.ts';
import { hasAnyTerms, listProgramIds } from '../modules/programs/index.ts';
import { wasHeard } from '../modules/reporting/index.ts';
import type { Context } from '../platform/http/route.ts';

/** The first steps, in the order in which an owner takes them. */
export const guideSteps = ['settings', 'program', 'product', 'partner', 'script', 'first_order'] as const;

export const guideView = z.object({
  shown: z.boolean(),
  steps: z.array(z.object({ step: z.enum(guideSteps), done: z.boolean() })),
});

/** How far a new account has come: read from what is there, so that whatever way it came about, it is seen. */
export async function showSetupGuide({ tx, accountId }: Context): Promise<z.input<typeof guideView>> {
  const [settings, chosen, programs, terms, partner, heard, order] = await Promise.all([
    readSettings(tx, accountId),
    readChosenSettings(tx, accountId),
    listProgramIds(tx, accountId, 1),
    hasAnyTerms(tx, accountId),
    hasPartner(tx, accountId),
    wasHeard(tx, accountId),
    hasOrder(tx, accountId),
  ]);
  const done: Record<(typeof guideSteps)[number], boolean> = {
    settings: Object.keys(chosen).some((name) => name !== 'setup_guide'),
    program: programs.length > 0,
    product: terms,
    partner,
    script: heard.click !== null || heard.lead !== null,
    first_order: order,
  };
  return { shown: settings.setup_guide === 'shown', steps: guideSteps.map((step) => ({ step, done: done[step] })) };
}
