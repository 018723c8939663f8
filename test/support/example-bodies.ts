import { z } from 'zod';
import type { Route } from '../../server/platform/http/route.ts';
import { type Json, unique } from './world.ts';

/** Gives an id for a field: of the account's own, of another's, or of nobody's. */
export type IdFor = (prefix: string) => string;

/** What no rule of names can tell. `ids` are asked for by prefix. */
const written: Record<string, (id: IdFor) => Json> = {
  'PATCH /v1/settings': () => ({
    credit: 'last',
    payout_threshold: { USD: 100 },
    payout_methods: ['paypal'],
    payout_schedule: { every: 'month', day: 1, confirm: true },
    allowed_hosts: ['shop.example'],
    click_retention_days: 730,
  }),
  'PUT /v1/programs/{id}/products/{sku}': () => ({
    kind: 'percent',
    tier1_bps: 2000,
    later_payments: { tier1_bps: 100 },
  }),
  'POST /v1/auth/two_factor': () => ({ code: '123456' }),
  'POST /v1/auth/two_factor/confirm': () => ({ code: '123456' }),
  'POST /v1/auth/step_up': () => ({ password: 'not the right one' }),
  'POST /v1/notes': (id) => ({ partner_id: id('part'), text: 'Called them.' }),
  'POST /v1/payout_runs/{id}/results': (id) => ({ results: [{ payout_id: id('pay'), status: 'paid' }] }),
  'PUT /v1/programs/{id}/signup_form': (id) => ({ open: true, upload_id: id('upl'), terms: 'Be kind.' }),
  'POST /v1/applications/approve': (id) => ({ ids: [id('appl')], note: 'Known to us.' }),
  'POST /v1/applications/reject': (id) => ({ ids: [id('appl')], reason: 'Too far away.' }),
  'POST /v1/center/claims': () => ({ order_id: unique('missed'), text: 'I sent them to you.' }),
  'PUT /v1/center/me/password': () => ({ password: 'a long enough password' }),
  'POST /v1/center/password_resets/use': () => ({ token: 'none of ours', password: 'a long enough password' }),
  'PATCH /v1/branding': (id) => ({ logo_upload_id: id('upl'), colors: { accent: '#2457d6', accent_dark: null } }),
  'PUT /v1/mail_settings': () => ({ from: { address: 'a@shop.example' }, owner_address: 'owner@owners.example' }),
  'PATCH /v1/message_templates/{kind}': () => ({ on: true, subject: 'You earned {{ amount }}' }),
  'POST /v1/message_templates/{kind}/preview': (id) => ({ partner_id: id('part'), body: 'Hello' }),
  'POST /v1/message_templates/{kind}/test': (id) => ({ partner_id: id('part'), to: 'owner@owners.example' }),
  'POST /v1/links': (id) => ({ partner_id: id('part'), url: 'https://shop.example/mugs', code: unique('l') }),
  'POST /v1/promo_tools': (id) => ({
    kind: 'banner',
    name: 'Banner',
    upload_id: id('upl'),
    program_ids: [id('prog')],
    partner_ids: [id('part')],
  }),
  'PATCH /v1/promo_tools/{id}': (id) => ({ program_ids: [id('prog')], partner_ids: [id('part')] }),
  'POST /v1/promo_tools/preview': (id) => ({ kind: 'banner', upload_id: id('upl'), partner_id: id('part') }),
  'POST /v1/promo_tools/{id}/preview': (id) => ({ partner_id: id('part') }),
  'POST /v1/coupons': (id) => ({ partner_id: id('part'), code: unique('C') }),
  'PATCH /v1/coupons/{id}': () => ({ ends_at: '2040-01-01T00:00:00Z', max_uses: 50 }),
  'POST /v1/coupons/import': () => ({ csv: `code,partner\n${unique('C')},nobody` }),
  'POST /v1/simulations': (id) => ({
    program_id: id('prog'),
    partners: [{ name: 'maria' }],
    journey: [
      { do: 'click', partner: 'maria', as: 'first' },
      {
        do: 'order',
        as: 'one',
        customer: 'bo',
        click: 'first',
        items: [{ sku: 'mug', quantity: 1, unit_amount: 100 }],
      },
      { do: 'refund', order: 'one', amount: 50 },
    ],
  }),
};

/** Which kind of id a field of this name holds. */
const kinds: Record<string, string> = {
  ...{ partner_id: 'part', sponsor_id: 'part', first_partner_id: 'part', last_partner_id: 'part', partner_ids: 'part' },
  ...{ program_id: 'prog', contact_id: 'cont', promo_tool_id: 'promo', click_id: 'clk', link_id: 'link' },
  ...{
    line_id: 'line',
    upload_id: 'upl',
    logo_upload_id: 'upl',
    claimed_order_id: 'ord',
    program_ids: 'prog',
    ids: 'com',
    contact_ids: 'cont',
    order_ids: 'ord',
    commission_id: 'com',
    payout_id: 'pay',
    run_id: 'run',
    other_contact_id: 'cont',
  },
};
/** Numbers of other systems, which name nothing of ours. */
const foreign = new Set(['order_id', 'external_id', 'refund_id', 'subscription.id', 'questions.id', 'question_id']);

/** The prefix of the ids that a field holds, or null; throws for a field that looks like an id and is not known here. */
export function kindOfField(field: string, parent = ''): string | null {
  const known = kinds[field];
  if (known !== undefined) return known;
  if (!/(^|_)ids?$/.test(field) || foreign.has(field) || foreign.has(`${parent}.${field}`)) return null;
  throw new Error(`say in test/support/example-bodies.ts what kind of id the field ${field} holds`);
}

/** What stands in paths beside ids; others are passed as their own name. */
const places: Record<string, string> = {
  sku: 'mug',
  format: 'csv',
  month: '2026-01',
  what: 'clicks',
  kind: 'commission_earned',
};
const nouns: Record<string, string> = {
  ...{ programs: 'prog', partners: 'part', links: 'link', coupons: 'coup', contacts: 'cont', orders: 'ord' },
  ...{
    refunds: 'ref',
    commissions: 'com',
    payout_runs: 'run',
    payouts: 'pay',
    keys: 'key',
    messages: 'msg',
    suppressions: 'supp',
    claims: 'claim',
    sessions: 'sess',
    uploads: 'upl',
    notes: 'note',
    sandboxes: 'acct',
    promo_tools: 'promo',
    members: 'user',
    invitations: 'inv',
    applications: 'appl',
  },
};

/** A route's path with something in each place; `id` is asked for the prefix of ids that the path takes. */
export function examplePath({ path }: Route, id: IdFor): string {
  const [, , first = '', second = ''] = path.split('/');
  const prefix = nouns[first === 'center' || first === 'auth' ? second : first];
  if (path.includes('{id}') && !prefix)
    throw new Error(`say in test/support/example-bodies.ts which ids ${path} takes`);
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(name === 'id' ? id(prefix!) : (places[name] ?? name)),
  );
}

export const nameOf = (route: Route): string => `${route.method} ${route.path}`;

const shapes = new WeakMap<object, Json>();

/** A body that a route takes, made from its schema, anew at each call. Undefined for a route without a body. */
export function exampleBody(route: Route, id: IdFor): Json {
  const schema = route.body;
  if (!schema) return undefined;
  const shape = shapes.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  shapes.set(schema, shape);
  const byHand = written[nameOf(route)];
  const candidates = byHand ? [byHand(id)] : [false, true].map((least) => fill(shape, '', '', { id, least }));
  const good = candidates.find((body) => schema.safeParse(body).success);
  if (good !== undefined) return good;
  const issues = JSON.stringify(schema.safeParse(candidates.at(-1)).error?.issues);
  throw new Error(`give ${nameOf(route)} a body in test/support/example-bodies.ts: ${issues}`);
}

interface Filling {
  readonly id: IdFor;
  /** Only what is required. */
  readonly least: boolean;
}

function fill(schema: Json, name: string, parent: string, how: Filling): Json {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice)
    return fill(
      choice.find((one: Json) => one.type !== 'null'),
      name,
      parent,
      how,
    );
  if (schema.type === 'object') return fillObject(schema, name, how);
  if (schema.type === 'array') return [fill(schema.items, name, parent, how)];
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (schema.type === 'boolean') return false;
  return fillText(name, parent, how);
}

function fillObject(schema: Json, name: string, how: Filling): Json {
  const required = new Set<string>(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).filter(([field]) => !how.least || required.has(field));
  return Object.fromEntries(fields.map(([field, inner]) => [field, fill(inner as Json, field, name, how)]));
}

const texts: Record<string, () => string> = {
  ...{ email: () => `${unique('e')}@people.example`, owner_email: () => 'owner@owners.example' },
  ...{ url: () => 'https://shop.example/mugs', default_url: () => 'https://shop.example/' },
  ...{ currency: () => 'USD', from: () => 'EUR', to: () => 'USD', day: () => '2026-01-05', rate: () => '1.1' },
  ...{ time_zone: () => 'UTC', slug: () => unique('s'), timestamp: () => '1', now: () => '2030-01-01T00:00:00Z' },
  ...{ occurred_at: () => '2026-01-05T10:00:00Z', joined_at: () => '2026-01-05T10:00:00Z' },
  ...{
    host: () => `${unique('go')}.example`,
    cutoff: () => '2026-01-05T10:00:00Z',
    starts_at: () => '2026-01-05T10:00:00Z',
    owner_password: () => unique('pw'),
  },
};

function fillText(name: string, parent: string, how: Filling): string {
  const kind = kindOfField(name, parent);
  return kind ? how.id(kind) : (texts[name]?.() ?? unique(name.replaceAll('_', '')));
}
