/** Prefixed, time-sortable text (TypeID: prefix_, then a UUIDv7 in 26 characters), the same in database, API, log and URL. */
export const prefixes = {
  account: 'acct',
  key: 'key',
  program: 'prog',
  terms: 'terms',
  partner: 'part',
  contact: 'cont',
  link: 'link',
  coupon: 'coup',
  promoTool: 'promo',
  upload: 'upl',
  signup: 'sgnp',
  application: 'appl',
  click: 'clk',
  touch: 'touch',
  lead: 'lead',
  order: 'ord',
  line: 'line',
  refund: 'ref',
  commission: 'com',
  transfer: 'xfer',
  payoutRun: 'run',
  payout: 'pay',
  message: 'msg',
  suppression: 'supp',
  event: 'evt',
  visitor: 'vis',
  conflict: 'conf',
  audit: 'aud',
  note: 'note',
  referral: 'rfrl',
  request: 'req',
  importRun: 'imp',
  user: 'user',
  credential: 'cred',
  verification: 'veri',
  twoFactor: 'totp',
  invitation: 'inv',
  session: 'sess',
  claim: 'claim',
} as const;

export type Kind = keyof typeof prefixes;
export type Id<K extends Kind> = string & { readonly kind?: K };

export type AccountId = Id<'account'>;
export type ProgramId = Id<'program'>;
export type PartnerId = Id<'partner'>;
export type ContactId = Id<'contact'>;
export type LinkId = Id<'link'>;
export type ClickId = Id<'click'>;
export type TouchId = Id<'touch'>;
export type LeadId = Id<'lead'>;
export type OrderId = Id<'order'>;
export type LineId = Id<'line'>;
export type RefundId = Id<'refund'>;
export type CommissionId = Id<'commission'>;
export type PayoutRunId = Id<'payoutRun'>;
export type PayoutId = Id<'payout'>;
export type UserId = Id<'user'>;

const suffix = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** True for text of the right form; whether such a thing exists is another question. */
export function isId(kind: Kind, text: string): boolean {
  const prefix = `${prefixes[kind]}_`;
  return text.startsWith(prefix) && suffix.test(text.slice(prefix.length));
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The instant inside a TypeID's UUIDv7 (its first 48 bits), or null for another form. */
export function instantOfId(id: string): Date | null {
  const text = id.slice(id.lastIndexOf('_') + 1);
  if (!suffix.test(text)) return null;
  // 26 characters carry 130 bits, of which the first two are padding: ten characters hold 48 bits and no more.
  let bits = 0n;
  for (const letter of text.slice(0, 10)) bits = bits * 32n + BigInt(alphabet.indexOf(letter));
  return new Date(Number(bits & 0xffff_ffff_ffffn));
}
