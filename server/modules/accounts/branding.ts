import { z } from 'zod';
import { text } from '../../platform/http/contract.ts';
import type { Context } from '../../platform/http/route.ts';
import { inkOn, judgeColor, lightenForDark } from '../../values/colors.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from './audit.ts';
import { hostName } from './contract.ts';
import { findChosenBranding, mergeBranding } from './queries-branding.ts';
import { listHostsOf } from './queries-hosts.ts';

const color = z.string().regex(/^#[0-9a-f]{6}$/i, { message: 'is no colour, such as #2457d6' });
const words = (most: number) => text(most, 0).nullable();

const colors = z.strictObject({ accent: color, accent_dark: color.nullable().default(null) });
const texts = z.strictObject({
  welcome: words(2000).default(null),
  help: words(4000).default(null),
  footer: words(1000).default(null),
});

const shapes = {
  /** How the company is called where partners read; null: the account's name. */
  name: text(200).nullable(),
  logo_upload_id: text(100).nullable(),
  colors: colors.nullable(),
  texts,
  /** A domain of the account's, proved before, on which the center is reached; null: wherever the account is. */
  domain: hostName.nullable(),
  hide_product_name: z.boolean(),
};

export const branding = z.object(shapes);
export type Branding = z.output<typeof branding>;
export const brandingChange = z.strictObject(shapes).partial();
export type BrandingChange = z.output<typeof brandingChange>;

const USUAL_ACCENT = '#2457d6';
const usual: Branding = {
  name: null,
  logo_upload_id: null,
  colors: null,
  texts: { welcome: null, help: null, footer: null },
  domain: null,
  hide_product_name: false,
};

/** What is called by its name unless the owner hides it. */
export const PRODUCT_NAME = 'Tributary';

/** How the account's pages and mails for partners look, with defaults for what was not chosen. */
export async function readBranding({ tx, accountId }: Pick<Context, 'tx' | 'accountId'>): Promise<Branding> {
  return branding.parse({ ...usual, ...(await findChosenBranding(tx, accountId)) });
}

/**
 * Changes the named parts. Refuses `low_contrast` for colours in which text cannot be read (WCAG AA), and `not_proved` for a
 * domain that is not the account's. Whether the logo is there is the caller's to see.
 */
export async function changeBranding(context: Context, change: BrandingChange): Promise<Branding | Refusal> {
  const { tx, accountId } = context;
  const refused = refuseColors(change.colors ?? null) ?? (await refuseDomain(context, change.domain ?? null));
  if (refused) return refused;
  if (Object.keys(change).length > 0) {
    await mergeBranding(tx, accountId, change);
    await recordAct(context, 'branding_changed', accountId, { detail: { changed: Object.keys(change) } });
  }
  return readBranding(context);
}

function refuseColors(chosen: Branding['colors']): Refusal | null {
  if (chosen === null) return null;
  const light = judgeColor(chosen.accent, 'light');
  if (!light.ok)
    return refuse(
      'low_contrast',
      `Text in ${chosen.accent} on white has a contrast of ${light.ratio}; 4.5 is the least.`,
    );
  if (chosen.accent_dark === null) return null;
  const dark = judgeColor(chosen.accent_dark, 'dark');
  if (dark.ok) return null;
  return refuse(
    'low_contrast',
    `Text in ${chosen.accent_dark} on dark has a contrast of ${dark.ratio}; 4.5 is the least.`,
  );
}

async function refuseDomain({ tx, accountId }: Context, domain: string | null): Promise<Refusal | null> {
  if (domain === null) return null;
  const own = await listHostsOf(tx, accountId);
  if (own.some(({ host }) => host === domain)) return null;
  return refuse('not_proved', `Prove ${domain} first (POST /v1/domains/{host}/check).`);
}

export interface Palette {
  readonly accent: string;
  readonly on_accent: string;
  readonly accent_dark: string;
  readonly on_accent_dark: string;
}

/** Colours for both schemes, each with the ink to write on it. */
export function paletteOf({ colors: chosen }: Pick<Branding, 'colors'>): Palette {
  const accent = chosen?.accent ?? USUAL_ACCENT;
  const accent_dark = chosen?.accent_dark ?? lightenForDark(accent);
  return { accent, on_accent: inkOn(accent), accent_dark, on_accent_dark: inkOn(accent_dark) };
}

/** The address of the partner center: on the domain that was chosen, else where the account is reached. No slash at the end. */
export function centerUrlOf(
  { linkBase, account }: Pick<Context, 'linkBase' | 'account'>,
  domain: string | null,
): string {
  const base = new URL(linkBase);
  if (domain !== null) return `${base.protocol}//${domain}/partner`;
  return account.ownsBareHost ? `${base.origin}/partner` : `${base.origin}/partner/${account.slug}`;
}

/** The same, asked of the account's branding. */
export async function findCenterUrl(
  context: Pick<Context, 'tx' | 'accountId' | 'linkBase' | 'account'>,
): Promise<string> {
  return centerUrlOf(context, (await readBranding(context)).domain);
}
