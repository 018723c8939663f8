interface Surroundings {
  /** What styles need to count on this page. */
  readonly nonce: string;
  /** From where pictures may come: our own host. */
  readonly origin: string;
}

/**
 * A message of ours made fit for a page of ours, whose policy knows no inline styles, and no pictures of others: styles move
 * into a sheet with the page's nonce, a picture of another host says its text, and links lead nowhere. The html is that of
 * the server, in which every value is escaped.
 */
export function safeMail(html: string, { nonce, origin }: Surroundings): string {
  const styles: string[] = [];
  const body = html
    .replaceAll(/<img src="([^"]*)" alt="([^"]*)"[^>]*>/g, (picture, address: string, alt: string) =>
      address.startsWith(`${origin}/`) || address.startsWith('data:image/') ? picture : `<strong>${alt}</strong>`,
    )
    .replaceAll(/<a href="([^"]*)"/g, '<a title="$1"')
    .replaceAll(/<(\w+)([^<>]*?) style="([^"]*)"/g, (_, tag: string, others: string, style: string) => {
      styles.push(`.s${styles.length}{${plain(style)}}`);
      return `<${tag}${others} class="s${styles.length - 1}"`;
    });
  return body.replace('</head>', () => `<style nonce="${nonce}">${styles.join('\n')}</style></head>`);
}

/** An attribute's text as it is meant; a sheet cannot be left by it. */
function plain(style: string): string {
  return style
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/[<>{}]/g, '');
}
