import { type Palette, paletteOf, readBranding } from '../../modules/accounts/index.ts';
import { findUpload, uploadPath } from '../../modules/promo/index.ts';
import type { Context } from '../../platform/http/route.ts';

/** How pages for strangers look: as the owner's, in name and colours. */
export interface Look {
  readonly name: string;
  /** A path of ours; null: the name stands in its place. */
  readonly logo: string | null;
  readonly palette: Palette;
  readonly footer: string | null;
}

type Reader = Pick<Context, 'tx' | 'accountId' | 'account'>;

export async function readLook(reader: Reader): Promise<Look> {
  const branding = await readBranding(reader);
  return {
    name: branding.name ?? reader.account.name,
    logo: await findPicture(reader, branding.logo_upload_id),
    palette: paletteOf(branding),
    footer: branding.texts.footer,
  };
}

/** The path of an upload that is there. */
export async function findPicture(reader: Reader, uploadId: string | null): Promise<string | null> {
  const upload = uploadId === null ? undefined : await findUpload(reader.tx, reader.accountId, uploadId);
  return upload ? uploadPath(reader, upload) : null;
}
