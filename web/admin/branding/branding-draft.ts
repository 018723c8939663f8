import { judgeColor } from '../../../server/values/colors.ts';
import type { Answer, Body } from '../../api/types.ts';

export type Branding = Answer<'/v1/branding'>;

/** The branding as it stands in the form: nothing chosen is an empty text. */
export interface BrandingDraft extends Record<string, unknown> {
  readonly name: string;
  readonly logo_upload_id: string | null;
  readonly accent: string;
  readonly accent_dark: string;
  readonly welcome: string;
  readonly help: string;
  readonly footer: string;
  readonly domain: string | null;
  readonly hide_product_name: boolean;
}

export function draftOf({ name, logo_upload_id, colors, texts, domain, hide_product_name }: Branding): BrandingDraft {
  return {
    ...{ logo_upload_id, domain, hide_product_name },
    name: name ?? '',
    accent: colors?.accent ?? '',
    accent_dark: colors?.accent_dark ?? '',
    welcome: texts.welcome ?? '',
    help: texts.help ?? '',
    footer: texts.footer ?? '',
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function bodyOf(draft: BrandingDraft): Body<'/v1/branding', 'patch'> {
  const { logo_upload_id, accent, accent_dark, domain, hide_product_name } = draft;
  return {
    ...{ logo_upload_id, domain, hide_product_name },
    name: orNull(draft.name),
    colors: accent === '' ? null : { accent, accent_dark: orNull(accent_dark) },
    texts: { welcome: orNull(draft.welcome), help: orNull(draft.help), footer: orNull(draft.footer) },
  };
}

export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** What is wrong with a colour for text on pages of a scheme; null: nothing, or no colour was chosen. */
export function faultOf(color: string, scheme: 'light' | 'dark'): 'no_color' | 'too_low' | null {
  if (color === '') return null;
  if (!isColor(color)) return 'no_color';
  return judgeColor(color, scheme).ok ? null : 'too_low';
}
