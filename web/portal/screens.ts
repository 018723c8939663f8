/** One screen of the partner center. To add one: an entry here, a file that exports the screen by default, and its words. */
export interface ScreenEntry {
  /** The address below the center's own; `$name` stands for a part that changes. */
  readonly path: string;
  /** The file below web/portal/, without its ending. */
  readonly file: string;
  /** Areas of words that the screen uses: files in words/en/. */
  readonly words: readonly string[];
  /** True: outside of the frame, for who is not signed in. */
  readonly door?: true;
  /** Ids for the parts that change, by the kind of thing that a test takes one of: `{ link_id: 'link' }`. */
  readonly example?: Readonly<Record<string, string>>;
  /** What stands behind the address in tests, where the screen needs it. */
  readonly exampleSearch?: string;
}

/** Every screen. The router and the tests that look at each of them are made from this list. */
export const screens = [
  { path: '/', file: 'home/home', words: ['home'] },
  { path: '/links', file: 'links/links', words: ['links'] },
  { path: '/links/$link_id', file: 'links/link', words: ['links'], example: { link_id: 'link' } },
  { path: '/promo-tools', file: 'tools/promo-tools', words: ['tools'] },
  { path: '/referrals', file: 'people/referrals', words: ['people'] },
  { path: '/recruits', file: 'people/recruits', words: ['people'] },
  { path: '/earnings', file: 'earnings/earnings', words: ['earnings'] },
  {
    path: '/earnings/$commission_id',
    file: 'earnings/earning',
    words: ['earnings'],
    example: { commission_id: 'com' },
  },
  { path: '/payments', file: 'payments/payments', words: ['payments', 'home'] },
  {
    path: '/payments/$payout_id',
    file: 'payments/payment',
    words: ['payments', 'earnings'],
    example: { payout_id: 'pay' },
  },
  { path: '/statements', file: 'payments/statements', words: ['payments'] },
  { path: '/reports', file: 'reports/reports', words: ['reports'] },
  { path: '/claims', file: 'claims/claims', words: ['claims'] },
  { path: '/claims/new', file: 'claims/new-claim', words: ['claims'] },
  { path: '/settings', file: 'settings/settings', words: ['settings'] },
  { path: '/sign-in', file: 'doors/sign-in', words: ['doors'], door: true },
  { path: '/reset', file: 'doors/reset', words: ['doors'], door: true },
  { path: '/confirm', file: 'doors/confirm', words: ['doors'], door: true, exampleSearch: '#token=nothing' },
] as const satisfies readonly ScreenEntry[];

export type ScreenPath = (typeof screens)[number]['path'];

type NamesIn<P extends string> = P extends `${string}$${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : P extends `${string}$${infer Name}`
    ? Name
    : never;

/** What a screen is handed for the parts of its address: `ScreenParams<'/links/$link_id'>`. */
export type ScreenParams<P extends ScreenPath> = { readonly [Name in NamesIn<P>]: string };

/** The address of a screen: `hrefOf('/links/$link_id', { link_id })`. */
export function hrefOf<P extends ScreenPath>(
  path: P,
  ...[params]: keyof ScreenParams<P> extends never ? [] : [params: ScreenParams<P>]
): string {
  const values: Readonly<Record<string, string>> = params ?? {};
  return path.replaceAll(/\$(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** The first part of an address below /partner that is a screen, and so no account. */
export function isScreenPart(part: string): boolean {
  return screens.some(({ path }) => path.split('/')[1] === part);
}
