import { findLinks } from '../promo/index.ts';
import { findClicks, findTouches, type TouchFact } from '../tracking/index.ts';
import type { Reader } from './load-clicks.ts';
import type { Origin } from './rules/count-order.ts';

/** Where these touches came from. Country and device are those of the raw click, as long as it is kept. */
export async function findOrigins(reader: Reader, touchIds: readonly string[]): Promise<Map<string, Origin>> {
  return originsOf(reader, await findTouches(reader.tx, reader.account, [...new Set(touchIds)]));
}

export async function originsOf({ tx, account }: Reader, touches: readonly TouchFact[]): Promise<Map<string, Origin>> {
  if (touches.length === 0) return new Map();
  const clickIds = [...new Set(touches.flatMap((touch) => touch.click_id ?? []))];
  const linkIds = [...new Set(touches.flatMap((touch) => touch.link_id ?? []))];
  const clicks = new Map((await findClicks(tx, account, clickIds)).map((click) => [click.id as string, click]));
  const links = new Map((await findLinks(tx, account, linkIds)).map((link) => [link.id, link]));
  return new Map(
    touches.map((touch) => {
      const click = touch.click_id === null ? undefined : clicks.get(touch.click_id);
      const link = touch.link_id === null ? undefined : links.get(touch.link_id);
      const origin: Origin = {
        link_id: touch.link_id ?? '',
        promo_tool_id: click?.promo_tool_id ?? link?.promo_tool_id ?? '',
        sub: touch.sub ?? '',
        country: click?.country ?? '',
        device: click?.device ?? '',
        clicked_at: touch.kind === 'coupon' ? null : touch.at,
      };
      return [touch.id, origin];
    }),
  );
}
