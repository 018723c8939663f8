import { z } from 'zod';
import {
  type Branding,
  brandingChange,
  brandingShape,
  centerUrlOf,
  changeBranding,
  PRODUCT_NAME,
  paletteOf,
  readBranding,
} from '../../modules/accounts/index.ts';
import { findUpload, moveHold, uploadPath, uploadUrl } from '../../modules/promo/index.ts';
import { parse } from '../../platform/http/parse.ts';
import { type Context, type OpenRoute, plain, type Route } from '../../platform/http/route.ts';
import { judgeColor } from '../../values/colors.ts';
import { isRefusal } from '../../values/refusal.ts';
import { contextFor, type Parts } from '../context.ts';
import { findCenter } from './find-center.ts';
import { tag } from './open-center.ts';

const LOGO = 'branding:logo';

const palette = { accent: z.string(), on_accent: z.string(), accent_dark: z.string(), on_accent_dark: z.string() };
const judged = z.object({ ratio: z.number(), ok: z.boolean() });
const brandingView = brandingShape.extend({
  logo_url: z.string().nullable(),
  center_url: z.string(),
  /** The colours in use, and the contrast of text in them with the page. */
  palette: z.object(palette),
  contrast: z.object({ light: judged, dark: judged }),
});

export function brandingRoutes(parts: Parts): Route[] {
  return [readRoute, changeRoute, openRoute(parts)];
}

async function showBranding(context: Context, branding: Branding) {
  const { tx, accountId } = context;
  const logo = branding.logo_upload_id === null ? undefined : await findUpload(tx, accountId, branding.logo_upload_id);
  const colors = paletteOf(branding);
  return {
    ...branding,
    logo_url: logo ? uploadUrl(context, logo) : null,
    center_url: centerUrlOf(context, branding.domain),
    palette: colors,
    contrast: { light: judgeColor(colors.accent, 'light'), dark: judgeColor(colors.accent_dark, 'dark') },
  };
}

const readRoute = plain({
  method: 'GET',
  path: '/v1/branding',
  tag: 'Account',
  summary: 'How the partner center, sign-up pages and mails look',
  who: 'secret',
  scope: 'read',
  answer: brandingView,
  handle: async (context) => showBranding(context, await readBranding(context)),
});

const changeRoute = plain({
  method: 'PATCH',
  path: '/v1/branding',
  tag: 'Account',
  summary: 'Changes the named parts of it; colours must be readable in both schemes',
  who: 'secret',
  scope: 'settings',
  body: brandingChange,
  answer: brandingView,
  handle: async (context, { body }) => {
    if (body.logo_upload_id !== undefined) {
      const { logo_upload_id: before } = await readBranding(context);
      const held = await moveHold(context, LOGO, before, body.logo_upload_id, { picture: true });
      if (isRefusal(held)) return held;
    }
    const changed = await changeBranding(context, body);
    return isRefusal(changed) ? changed : showBranding(context, changed);
  },
});

const openView = z.object({
  account: z.string(),
  name: z.string(),
  logo_url: z.string().nullable(),
  colors: z.object(palette),
  texts: brandingShape.shape.texts,
  /** Null where the owner hides it: then it is named nowhere. */
  product_name: z.string().nullable(),
  sign_in: z.object({ password: z.literal(true), link: z.literal(true) }),
});

const openRoute = (parts: Parts): OpenRoute => ({
  method: 'GET',
  path: '/v1/center/branding',
  tag,
  summary: 'Whose partner center this is and how it looks; ?account=slug, or the account that owns the host',
  open: 'anyone',
  answer: openView,
  serve: async (request, reply) => {
    const { account: slug } = parse(
      z.strictObject({ account: z.string().max(100).optional() }),
      request.query,
      'query',
    );
    const account = await findCenter(parts, request, slug ?? null);
    const said = await parts.database.inAccount(account.id, async (tx) => {
      const context = contextFor(parts, tx, account, { kind: 'page', id: 'center' });
      return openLook(context, await readBranding(context));
    });
    // Nothing in it is anybody's secret: pages that embed pieces of the center ask before they have a token.
    return reply.headers({ 'cache-control': 'no-cache', 'access-control-allow-origin': '*' }).send(said);
  },
});

async function openLook(context: Context, branding: Branding): Promise<z.input<typeof openView>> {
  const { tx, accountId, account } = context;
  const logo = branding.logo_upload_id === null ? undefined : await findUpload(tx, accountId, branding.logo_upload_id);
  return {
    account: account.slug,
    name: branding.name ?? account.name,
    // A path: the page and the picture come from the same host, whichever that is.
    logo_url: logo ? uploadPath(context, logo) : null,
    colors: paletteOf(branding),
    texts: branding.texts,
    product_name: branding.hide_product_name ? null : PRODUCT_NAME,
    sign_in: { password: true, link: true },
  };
}
