import { html } from '../../platform/http/html.ts';

/** A link with its text, as HTML to be pasted into any page. Names of partners stand in it: all of it is escaped. */
export function embedTextLink(linkUrl: string, text: string): string {
  return html`<a href="${linkUrl}">${text}</a>`.text;
}

export interface BannerToEmbed {
  readonly linkUrl: string;
  readonly imageUrl: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
}

/** A banner whose picture is asked for by an address of the partner's own, so that it is seen how often it is shown. */
export function embedBanner({ linkUrl, imageUrl, width, height, alt }: BannerToEmbed): string {
  const size = width === null || height === null ? html`` : html` width="${width}" height="${height}"`;
  return html`<a href="${linkUrl}"><img src="${imageUrl}"${size} alt="${alt}"></a>`.text;
}
