import { compound, inverse, type Ratio, ratioFromDecimal } from '../../../values/rate.ts';

export interface KnownRate {
  readonly from_currency: string;
  readonly to_currency: string;
  readonly day: string;
  readonly rate: string;
  readonly source: string;
}

/** A rate as it was used: exact, with the entries it came from, for the explanation. */
export interface ChosenRate {
  readonly ratio: Ratio;
  readonly way: 'direct' | 'inverse' | 'crossed';
  readonly entries: readonly KnownRate[];
}

/**
 * Direct rate, else inverse, else crossed through the account's currency (rules.md 21). `known` holds for each pair its
 * own latest entry within the seven days. Null: there is none.
 */
export function chooseRate(known: readonly KnownRate[], from: string, to: string, through: string): ChosenRate | null {
  const pair = (a: string, b: string): ChosenRate | null => {
    const direct = known.find((rate) => rate.from_currency === a && rate.to_currency === b);
    const forward = direct && ratioFromDecimal(direct.rate);
    if (direct && forward) return { ratio: forward, way: 'direct', entries: [direct] };
    const turned = known.find((rate) => rate.from_currency === b && rate.to_currency === a);
    const backward = turned && ratioFromDecimal(turned.rate);
    return turned && backward ? { ratio: inverse(backward), way: 'inverse', entries: [turned] } : null;
  };
  const plain = pair(from, to);
  if (plain || from === through || to === through) return plain;
  const first = pair(from, through);
  const second = pair(through, to);
  if (!first || !second) return null;
  return { ratio: compound(first.ratio, second.ratio), way: 'crossed', entries: [...first.entries, ...second.entries] };
}
