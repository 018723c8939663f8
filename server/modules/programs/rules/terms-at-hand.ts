import type { TermsAtHand } from './resolve-terms.ts';
import type { Terms } from './terms.ts';
import { termsInForce } from './terms-in-force.ts';

interface Version {
  readonly id: string;
  readonly scope: 'default' | 'product' | 'partner';
  readonly programId: string | null;
  readonly sku: string | null;
  readonly partnerId: string | null;
  readonly fromAt: Date;
  readonly terms: Terms | null;
}

/** Whose order line it is: the program and partner as they were then, and the product. */
export interface TermsFor {
  readonly programId: string;
  readonly sku: string;
  readonly partnerId: string;
  /** When the program's first version began: an older order takes its first terms (rules.md 12). */
  readonly programBegan: Date;
}

/**
 * The versions in force at an instant for one product and one partner, ready for `resolveTerms`. `versions` come from
 * `listTermsOf`, in order of version, and may hold the terms of other products.
 */
export function termsAtHand(versions: readonly Version[], line: TermsFor, at: Date): TermsAtHand {
  const inForce = (own: (version: Version) => boolean, programBegan: Date | null) =>
    termsInForce(
      versions.filter(own).map(({ id, terms, fromAt }) => ({ id, terms, from_at: fromAt })),
      at,
      programBegan,
    );
  const { programId, sku, partnerId, programBegan } = line;
  return {
    own: inForce((version) => version.scope === 'partner' && version.partnerId === partnerId, null),
    product: inForce(
      (version) => version.scope === 'product' && version.programId === programId && version.sku === sku,
      programBegan,
    ),
    program_default: inForce((version) => version.scope === 'default' && version.programId === programId, programBegan),
  };
}
