/** One screen of the office. To add one: an entry here, a file that exports the screen by default, and its words. */
export interface ScreenEntry {
  /** The address; `$name` stands for a part that changes. */
  readonly path: string;
  /** The file below web/admin/, without its ending: doors/sign-in is doors/sign-in.screen.tsx. */
  readonly file: string;
  /** Areas of words that the screen uses: files in words/en/. */
  readonly words: readonly string[];
  /** What a role must permit to come here; absent: read. */
  readonly scope?: 'write' | 'payouts' | 'settings';
  /** True: outside of the frame, for who is not signed in. */
  readonly door?: true;
  /** True: needs somebody signed in, and no account. */
  readonly noAccount?: true;
  /** Ids for the parts that change, by the kind of thing that a test takes one of: `{ partner_id: 'part' }`. */
  readonly example?: Readonly<Record<string, string>>;
  /** What stands behind the address in tests, where the screen needs it: `?token=x`. */
  readonly exampleSearch?: string;
}

/** Every screen. The router, the search, and the tests that look at each of them are made from this list. */
export const screens = [
  { path: '/', file: 'home/home', words: ['home', 'reports'] },
  { path: '/programs', file: 'programs/programs', words: ['programs'] },
  { path: '/programs/new', file: 'programs/new-program', words: ['programs'], scope: 'write' },
  {
    path: '/programs/$program_id',
    file: 'programs/program',
    words: ['programs', 'signup'],
    example: { program_id: 'prog' },
  },
  {
    path: '/programs/$program_id/edit',
    file: 'programs/edit-program',
    words: ['programs'],
    scope: 'write',
    example: { program_id: 'prog' },
  },
  {
    path: '/programs/$program_id/signup',
    file: 'signup/signup',
    words: ['signup', 'uploads'],
    scope: 'settings',
    example: { program_id: 'prog' },
  },
  {
    path: '/partners',
    file: 'partners/partners',
    words: ['partners'],
  },
  { path: '/partners/new', file: 'partners/new-partner', words: ['partners'], scope: 'write' },
  { path: '/partners/import', file: 'partners/import-partners', words: ['partners'], scope: 'write' },
  {
    path: '/partners/$partner_id',
    file: 'partners/partner',
    words: ['partners', 'programs', 'orders', 'commissions', 'payouts', 'notes'],
    example: { partner_id: 'part' },
  },
  {
    path: '/partners/$partner_id/edit',
    file: 'partners/edit-partner',
    words: ['partners'],
    scope: 'write',
    example: { partner_id: 'part' },
  },
  { path: '/contacts', file: 'contacts/contacts', words: ['contacts'] },
  { path: '/contacts/conflicts', file: 'contacts/conflicts', words: ['contacts'] },
  {
    path: '/contacts/$contact_id',
    file: 'contacts/contact',
    words: ['contacts', 'orders', 'notes'],
    example: { contact_id: 'cont' },
  },
  { path: '/orders', file: 'orders/orders', words: ['orders'] },
  { path: '/orders/refunds', file: 'orders/unapplied', words: ['orders'] },
  { path: '/orders/$order_id', file: 'orders/order', words: ['orders'], example: { order_id: 'ord' } },
  { path: '/commissions', file: 'commissions/commissions', words: ['commissions'] },
  {
    path: '/commissions/$commission_id',
    file: 'commissions/commission',
    words: ['commissions'],
    example: { commission_id: 'com' },
  },
  { path: '/payouts', file: 'payouts/payouts', words: ['payouts'] },
  { path: '/payouts/new', file: 'payouts/new-run', words: ['payouts'], scope: 'payouts' },
  { path: '/payouts/$run_id', file: 'payouts/run', words: ['payouts'], example: { run_id: 'run' } },
  { path: '/reports', file: 'reports/reports', words: ['reports'] },
  { path: '/reports/movers', file: 'reports/movers', words: ['reports'] },
  { path: '/reports/tracking', file: 'reports/tracking', words: ['reports'] },
  { path: '/reports/rows', file: 'reports/rows', words: ['reports'] },
  { path: '/reports/$report', file: 'reports/report', words: ['reports'], example: { report: '=partners' } },
  { path: '/promo-tools', file: 'promo-tools/promo-tools', words: ['promo'] },
  {
    path: '/promo-tools/new',
    file: 'promo-tools/new-promo-tool',
    words: ['promo', 'uploads'],
    scope: 'write',
  },
  { path: '/promo-tools/uploads', file: 'uploads/uploads', words: ['uploads'] },
  {
    path: '/promo-tools/$promo_tool_id',
    file: 'promo-tools/promo-tool',
    words: ['promo', 'coupons', 'uploads'],
    example: { promo_tool_id: 'promo' },
  },
  {
    path: '/promo-tools/$promo_tool_id/edit',
    file: 'promo-tools/edit-promo-tool',
    words: ['promo', 'uploads'],
    scope: 'write',
    example: { promo_tool_id: 'promo' },
  },
  { path: '/coupons', file: 'coupons/coupons', words: ['coupons'] },
  { path: '/coupons/import', file: 'coupons/import-coupons', words: ['coupons'], scope: 'write' },
  { path: '/applications', file: 'applications/applications', words: ['applications'] },
  {
    path: '/applications/$application_id',
    file: 'applications/application',
    words: ['applications'],
    example: { application_id: 'appl' },
  },
  { path: '/claims', file: 'claims/claims', words: ['claims'] },
  { path: '/claims/$claim_id', file: 'claims/claim', words: ['claims', 'orders'], example: { claim_id: 'claim' } },
  { path: '/test-lab', file: 'test-lab/test-lab', words: ['test-lab', 'orders'] },
  { path: '/messages', file: 'messages/messages', words: ['messages'] },
  { path: '/messages/suppressions', file: 'messages/suppressions', words: ['messages'] },
  {
    path: '/messages/$message_id',
    file: 'messages/message',
    words: ['messages'],
    example: { message_id: 'msg' },
  },
  { path: '/settings', file: 'settings/settings', words: ['settings'] },
  { path: '/settings/credit', file: 'settings/credit', words: ['settings'] },
  { path: '/settings/payouts', file: 'settings/payouts', words: ['settings'] },
  { path: '/settings/tracking', file: 'settings/tracking', words: ['settings'] },
  { path: '/settings/branding', file: 'branding/branding', words: ['branding', 'uploads'], scope: 'settings' },
  { path: '/settings/domains', file: 'settings/domains', words: ['settings'] },
  { path: '/settings/team', file: 'settings/team', words: ['settings'] },
  { path: '/settings/keys', file: 'settings/keys', words: ['settings'], scope: 'settings' },
  { path: '/settings/mail', file: 'settings/mail', words: ['settings'], scope: 'settings' },
  { path: '/settings/templates', file: 'messages/templates', words: ['messages'] },
  {
    path: '/settings/templates/$kind',
    file: 'messages/template',
    words: ['messages'],
    example: { kind: '=commission_earned' },
  },
  { path: '/settings/exchange-rates', file: 'settings/exchange-rates', words: ['settings'] },
  { path: '/settings/audit', file: 'settings/audit', words: ['settings'], scope: 'settings' },
  { path: '/sign-in', file: 'doors/sign-in', words: ['doors'], door: true },
  { path: '/reset-password', file: 'doors/reset-password', words: ['doors'], door: true },
  { path: '/invitation', file: 'doors/invitation', words: ['doors'], door: true, exampleSearch: '?token=nothing' },
  {
    path: '/confirm-email',
    file: 'doors/confirm-email',
    words: ['doors'],
    door: true,
    exampleSearch: '?token=nothing',
  },
  { path: '/choose-account', file: 'doors/choose-account', words: ['doors'], door: true, noAccount: true },
  { path: '/profile', file: 'profile/profile', words: ['profile'], noAccount: true },
] as const satisfies readonly ScreenEntry[];

export type ScreenPath = (typeof screens)[number]['path'];

type NamesIn<P extends string> = P extends `${string}$${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : P extends `${string}$${infer Name}`
    ? Name
    : never;

/** What a screen is handed for the parts of its address: `ScreenParams<'/partners/$partner_id'>`. */
export type ScreenParams<P extends ScreenPath> = { readonly [Name in NamesIn<P>]: string };

/** The address of a screen: `hrefOf('/partners/$partner_id', { partner_id })`. */
export function hrefOf<P extends ScreenPath>(
  path: P,
  ...[params]: keyof ScreenParams<P> extends never ? [] : [params: ScreenParams<P>]
): string {
  return fillPath(path, params ?? {});
}

/** Puts values into the places of an address. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\$(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

export function hasScreen(path: string): boolean {
  return screens.some((screen) => screen.path === path);
}
