/**
 * What the proof is given. Terms are as the account set them; `recorded` is what the server says it did, and is only
 * compared with.
 */
export interface Terms {
  readonly kind: 'percent' | 'flat';
  readonly tier1_bps?: number;
  readonly tier2_bps?: number | null;
  readonly per?: 'unit' | 'line' | 'order';
  readonly tier1_amount?: number;
  readonly tier2_amount?: number | null;
}

export interface Program {
  readonly name: string;
  readonly tiers: number;
  readonly tier2_base: 'sale' | 'commission';
  readonly lead_window_days: number | null;
  readonly default_terms: Terms | null;
  readonly products: Record<string, Terms>;
}

export interface Partner {
  readonly code: string;
  readonly program: string;
  readonly sponsor: string | null;
  readonly joined_at: string;
}

export interface Agreement {
  readonly credit: 'last';
  readonly programs: readonly Program[];
  readonly partners: readonly Partner[];
}

export interface RecordedItem {
  readonly sku: string;
  readonly quantity: number;
  readonly unit_amount: number;
  readonly discount_amount: number;
}

export interface RecordedCommission {
  readonly kind: string;
  readonly partner: string;
  readonly tier: number;
  /** Place of the line in the order, from 0. */
  readonly line: number;
  readonly amount: number;
  readonly at: string;
}

export interface Recorded {
  readonly orders: readonly {
    readonly order_id: string;
    readonly partner: string | null;
    readonly items: readonly RecordedItem[];
    readonly commissions: readonly RecordedCommission[];
  }[];
  /** All that each partner has: pending, payable, in flight and paid. */
  readonly balances: Record<string, number>;
}
