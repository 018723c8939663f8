/** The make-believe shop of the demo: its programs and partners. Amounts are pence, rates basis points. */
export const CURRENCY = 'GBP';
export const TIME_ZONE = 'Europe/London';
const SHOP = 'https://gifts.example';

type Percent = { readonly kind: 'percent'; readonly tier1_bps: number; readonly tier2_bps?: number };
type Flat = {
  readonly kind: 'flat';
  readonly per: 'unit' | 'line' | 'order';
  readonly tier1_amount: number;
  readonly tier2_amount?: number;
};
export type DemoTerms = Percent | Flat;

export interface DemoProgram {
  readonly name: string;
  readonly tiers: 1 | 2;
  readonly tier2_base: 'sale' | 'commission';
  readonly lead_window_days: number | null;
  readonly default_terms: DemoTerms | null;
  readonly products: Readonly<Record<string, DemoTerms>>;
}

export const programs: readonly DemoProgram[] = [
  {
    name: 'Everything in the shop',
    tiers: 1,
    tier2_base: 'sale',
    lead_window_days: null,
    default_terms: { kind: 'percent', tier1_bps: 1000 },
    // The cake stand sells by itself; the heart holder pays by the piece.
    products: {
      '22423': { kind: 'percent', tier1_bps: 500 },
      '85123A': { kind: 'flat', per: 'unit', tier1_amount: 15 },
    },
  },
  {
    name: 'Bring friends',
    tiers: 2,
    tier2_base: 'sale',
    lead_window_days: null,
    default_terms: { kind: 'percent', tier1_bps: 850, tier2_bps: 225 },
    products: { '84879': { kind: 'flat', per: 'line', tier1_amount: 120, tier2_amount: 30 } },
  },
  {
    name: 'Bags and bunting',
    tiers: 1,
    tier2_base: 'sale',
    lead_window_days: 120,
    default_terms: null,
    products: {
      ...percents(1250, [
        '85099B',
        '20725',
        '20727',
        '20728',
        '22382',
        '22383',
        '22384',
        '22411',
        '21929',
        '21931',
        '47566',
      ]),
      // However many of them an order has, one amount for the order.
      '22386': { kind: 'flat', per: 'order', tier1_amount: 250 },
      '85099F': { kind: 'flat', per: 'order', tier1_amount: 200 },
    },
  },
];

function percents(bps: number, skus: readonly string[]): Record<string, DemoTerms> {
  return Object.fromEntries(skus.map((sku) => [sku, { kind: 'percent', tier1_bps: bps }]));
}

export interface DemoPartner {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  /** Place in the list of programs. */
  readonly program: number;
  /** Another partner's code. */
  readonly sponsor: string | null;
  readonly joined_at: string;
  readonly paypal: boolean;
  /** A page of the shop to which the partner has a link besides the one to its front door. */
  readonly page: string;
}

const names =
  `Amal Beatriz Chidi Dagny Emre Farah Goran Hana Isabel Jonas Kofi Leila Maria Nils Oksana Pedro Quyen Rosa Samir
  Tomasz Uma Viggo Wanjiru Ximena Yusuf Zoe Anouk Bruno Carmen Dmitri Esther Fabio Greta Hugo Ines Jakub Kaja Luis Mira
  Noor`.split(/\s+/);

/** Forty partners, all of them there before the first order. */
export const partners: readonly DemoPartner[] = names.map((name, index) => {
  const code = name.toLowerCase();
  const program = index % 3;
  return {
    code,
    name: `${name} ${'BCDFGHJKLM'[index % 10]}.`,
    email: `${code}@partners.example`,
    program,
    // Each of the second program was brought by the one before, every fourth came alone.
    sponsor: program === 1 && index > 3 && index % 4 !== 0 ? names[index - 3]!.toLowerCase() : null,
    joined_at: `2010-${index < 20 ? '09' : '10'}-${String((index % 20) + 5).padStart(2, '0')}T09:00:00Z`,
    paypal: index % 8 !== 7,
    page: `${SHOP}/products/${['22423', '85123A', '85099B', '84879', '47566'][index % 5]}`,
  };
});

export const frontDoor = `${SHOP}/`;

/** Every third customer was brought by a partner; most before the first order, some of them only in March. */
export function referralOf(customer: number): { partner: string; since: string } | null {
  if (customer % 3 !== 0) return null;
  const turn = customer / 3;
  return { partner: partners[turn % partners.length]!.code, since: turn % 5 === 4 ? '2011-03-01' : '2010-11-30' };
}
