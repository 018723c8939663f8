import { isId } from '../../values/id.ts';
import type { CreditFact } from '../attribution/index.ts';
import { findCoupons, findLinks } from '../promo/index.ts';
import { findClicks, listTouchesNamedByMany, type TouchFact } from '../tracking/index.ts';
import type { Reader } from './load-clicks.ts';
import type { Origin } from './rules/count-order.ts';

/** By what an order is credited: the touch is known by its click, or else by being the order's own via or coupon. */
type Credited = Pick<CreditFact, 'order_id' | 'version' | 'partner_id' | 'reason' | 'touch_id'>;

export const creditKey = ({ order_id, version }: Pick<CreditFact, 'order_id' | 'version'>): string =>
  `${order_id} ${version}`;

/** Where the touches came from that these orders are credited by, by `creditKey`. */
export async function findOrigins(reader: Reader, credits: readonly Credited[]): Promise<Map<string, Origin>> {
  const touched = credits.filter((credit) => credit.touch_id !== null);
  const orders = [...new Set(touched.map((credit) => credit.order_id))];
  const touches = await listTouchesNamedByMany(reader.tx, reader.account, orders);
  const named = Map.groupBy(touches, (touch) => touch.named_by);
  const origins = await originsOf(reader, touches);
  return new Map(
    touched.flatMap((credit) => {
      const touch = named.get(credit.order_id)?.find((one) => isTouchOf(one, credit));
      const origin = touch && origins.get(touch.id);
      return origin ? [[creditKey(credit), origin]] : [];
    }),
  );
}

function isTouchOf(touch: TouchFact, { touch_id, reason, partner_id }: Credited): boolean {
  if (touch.click_id !== null) return touch.click_id === touch_id;
  return (
    touch.kind === (reason === 'coupon' ? 'coupon' : 'via') &&
    touch.partner_id === partner_id &&
    !isId('click', touch_id!)
  );
}

/** Where touches came from, by their ids. Country and device are those of the raw click, as long as it is kept. */
export async function originsOf({ tx, account }: Reader, touches: readonly TouchFact[]): Promise<Map<string, Origin>> {
  if (touches.length === 0) return new Map();
  const clickIds = [...new Set(touches.flatMap((touch) => touch.click_id ?? []))];
  const linkIds = [...new Set(touches.flatMap((touch) => touch.link_id ?? []))];
  const clicks = new Map((await findClicks(tx, account, clickIds)).map((click) => [click.id as string, click]));
  const couponIds = [...new Set(touches.flatMap((touch) => touch.coupon_id ?? []))];
  const coupons = new Map((await findCoupons(tx, account, couponIds)).map((coupon) => [coupon.id, coupon]));
  const links = new Map((await findLinks(tx, account, linkIds)).map((link) => [link.id, link]));
  return new Map(
    touches.map((touch) => {
      const click = touch.click_id === null ? undefined : clicks.get(touch.click_id);
      const link = touch.link_id === null ? undefined : links.get(touch.link_id);
      const origin: Origin = {
        link_id: touch.link_id ?? '',
        promo_tool_id:
          click?.promo_tool_id ?? link?.promo_tool_id ?? coupons.get(touch.coupon_id ?? '')?.promo_tool_id ?? '',
        sub: touch.sub ?? '',
        country: click?.country ?? '',
        device: click?.device ?? '',
        clicked_at: touch.kind === 'coupon' ? null : touch.at,
      };
      return [touch.id, origin];
    }),
  );
}
