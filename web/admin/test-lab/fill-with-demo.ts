import { ask } from '../../api/client.ts';
import { api } from '../api.ts';

const DAY_MS = 86_400_000;
const DAYS = 35;

const people = [
  ...[
    'Maria Lindqvist',
    'Ben Okafor',
    'Aiko Tanaka',
    'Chloé Martin',
    'Jonas Weber',
    'Priya Nair',
    'Tom Ashdown',
    'Lucía Gómez',
  ],
  ...['Sam Fields', 'Nora Bakker', 'Ivan Petrov', 'Grace Mwangi'],
];
const goods = [
  { sku: 'candle-amber', name: 'Candle, amber', unit_amount: 2400 },
  { sku: 'candle-fig', name: 'Candle, fig', unit_amount: 2600 },
  { sku: 'holder-brass', name: 'Holder, brass', unit_amount: 4900 },
  { sku: 'gift-box', name: 'Gift box of six', unit_amount: 11_900 },
];

/** The same numbers each time, so that two people who look at the demo see the same. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Fills a sandbox with five weeks of a small shop, by the API alone, moving its clock along. `tell`: percent done. */
export async function fillWithDemo(
  account: { id: string; currency: string; secret_key?: string },
  tell: (percent: number) => void,
): Promise<void> {
  const { currency } = account;
  const headers = { 'Tributary-Account': account.id };
  const random = dice(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const pageHeaders = { ...headers, Authorization: `Bearer ${await keyOf(account, headers)}` };
  const programs = await makePrograms(headers);
  const partners: { id: string; code: string }[] = [];
  for (const [index, name] of people.entries()) {
    const email = `${name
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[^a-z]+/g, '.')}@partners.example`;
    const sponsor = index > 3 && index % 3 === 0 ? partners[index % 4]!.id : null;
    partners.push(
      await ask(
        api.POST('/v1/partners', {
          headers,
          body: {
            ...{ name, email, program_id: programs[index % 2]!, sponsor_id: sponsor },
            status: index === people.length - 1 ? 'pending' : 'approved',
            ...(index % 4 === 3 ? {} : { payout_method: { kind: 'paypal' as const, email } }),
          },
        }),
      ),
    );
  }
  const active = partners.slice(0, -1);
  const { now } = await ask(api.GET('/v1/test_clock', { headers }));
  const start = Date.parse(now);
  const orders: string[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    tell(Math.round((day * 100) / DAYS));
    for (let visit = 0; visit < 4 + Math.floor(random() * 4); visit += 1) {
      const who = active[Math.floor(random() ** 2 * active.length)]!;
      await visitShop({
        headers,
        pageHeaders,
        code: who.code,
        currency,
        number: `D-${day}-${visit}`,
        buys: random() < 0.4,
        optsIn: random() < 0.5,
        pick,
        orders,
      });
    }
    if (day % 9 === 8 && orders.length > 0) await refund(headers, pick(orders), `R-${day}`);
    const body = { now: new Date(start + (day + 1) * DAY_MS).toISOString() };
    await ask(api.POST('/v1/test_clock', { headers, body }));
  }
}

/** What pages report with: people at the office cannot. The secret key is missing where its answer was lost on the way. */
async function keyOf(account: { secret_key?: string }, headers: Record<string, string>): Promise<string> {
  return account.secret_key ?? (await ask(api.GET('/v1/publishable_key', { headers }))).publishable_key;
}

async function makePrograms(headers: Record<string, string>): Promise<string[]> {
  const usual = { default_url: 'https://candles.example/', approval: 'manual' as const, hold_days: 14 };
  const friends = await ask(
    api.POST('/v1/programs', {
      headers,
      body: {
        ...usual,
        name: 'Friends',
        tiers: 2,
        default_terms: { kind: 'percent', tier1_bps: 1500, tier2_bps: 300 },
      },
    }),
  );
  const press = await ask(
    api.POST('/v1/programs', {
      headers,
      body: {
        ...usual,
        name: 'Press and blogs',
        commission_approval: 'manual',
        default_terms: { kind: 'percent', tier1_bps: 2000 },
      },
    }),
  );
  const path = { id: press.id, sku: 'gift-box' };
  await ask(
    api.PUT('/v1/programs/{id}/products/{sku}', {
      headers,
      params: { path },
      body: { kind: 'flat', per: 'unit', tier1_amount: 1000 },
    }),
  );
  return [friends.id, press.id];
}

interface Visit {
  readonly headers: Record<string, string>;
  /** Those of a page: visits and opt-ins are reported with a key. */
  readonly pageHeaders: Record<string, string>;
  readonly code: string;
  readonly currency: string;
  readonly number: string;
  readonly buys: boolean;
  readonly optsIn: boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly orders: string[];
}

async function visitShop({ headers, pageHeaders, ...visit }: Visit): Promise<void> {
  const { code, currency, number, buys, optsIn, pick, orders } = visit;
  const email = `visitor.${number.toLowerCase()}@customers.example`;
  const { click_id } = await ask(
    api.POST('/v1/track/clicks', {
      headers: pageHeaders,
      body: { via: code, url: `https://candles.example/?via=${code}`, sub: pick(['blog', 'mail', 'story']) },
    }),
  );
  if (optsIn) await ask(api.POST('/v1/track/leads', { headers: pageHeaders, body: { email, click_id } }));
  if (!buys) return;
  const order = await ask(
    api.POST('/v1/orders', {
      headers,
      body: {
        order_id: number,
        customer: { email },
        click_id,
        currency,
        items: [{ ...pick(goods), quantity: pick([1, 1, 2]) }],
      },
    }),
  );
  orders.push(order.id);
}

async function refund(headers: Record<string, string>, id: string, refund_id: string): Promise<void> {
  // One that was taken back whole already has nothing left: then the demo has one refund less.
  await api.POST('/v1/orders/{id}/refunds', {
    headers,
    params: { path: { id } },
    body: { refund_id, reason: 'refund' },
  });
}
