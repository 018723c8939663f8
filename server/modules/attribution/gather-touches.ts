import type { Tx } from '../../platform/db.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import { addDays } from '../../values/instant.ts';
import { findCouponByCode, findLinkByCode, limitsOfCoupon } from '../promo/index.ts';
import { type ClickRow, findClickAndVisitors } from '../tracking/index.ts';
import { loadPartnerTimes, type PartnerTimes } from './partner-times.ts';
import type { CreditQuestion } from './rules/credit-question.ts';
import type { Touch } from './rules/judge-touch.ts';
import { orderTouches } from './rules/order-touches.ts';

/** What an order, lead or application names. */
export interface Named {
  readonly click_id?: string | null | undefined;
  readonly via?: string | null | undefined;
  readonly coupon?: string | null | undefined;
  /** The shop's number of the order: a coupon that it has used already is not used once more. */
  readonly order_id?: string | null | undefined;
  /** Clicks of a what-if, which stand in no table (flows/simulate-journey.ts). */
  readonly clicks?: readonly ClickRow[] | undefined;
}

/** A touch with what has to be kept of it for good. */
export interface FoundTouch extends Touch {
  readonly click_id: string | null;
  readonly coupon_id: string | null;
  readonly link_id: string | null;
  readonly sub: string | null;
}

export interface Gathered {
  readonly touches: readonly FoundTouch[];
  readonly unknown: CreditQuestion['unknown'];
  /** Times of the touches' partners and of `others`. */
  readonly times: PartnerTimes;
}

/** The longest window that a program may have; older clicks of the visitor cannot count. */
const LONGEST_WINDOW_DAYS = 3650;
/** More clicks of one visitor than this are not looked through. */
const VISITOR_CLICKS_AT_MOST = 200;

/** What was found of what is named. */
export interface FoundNamed {
  readonly click: ClickRow | undefined;
  readonly visitorClicks: readonly ClickRow[];
  readonly coupon: Awaited<ReturnType<typeof findCouponByCode>>;
  readonly link: Awaited<ReturnType<typeof findLinkByCode>>;
}

/** Looks up what an order, lead or application names. */
export async function findNamed(tx: Tx, account: AccountId, named: Named, occurredAt: Date): Promise<FoundNamed> {
  const [{ click, ofVisitor: visitorClicks }, coupon] = await Promise.all([
    findVisit(tx, account, named, occurredAt),
    named.coupon ? findCouponByCode(tx, account, named.coupon) : undefined,
  ]);
  const link = !click && named.via ? await findLinkByCode(tx, account, named.via) : undefined;
  return { click, visitorClicks, coupon, link };
}

async function findVisit(tx: Tx, account: AccountId, { click_id: id, clicks: imagined }: Named, occurredAt: Date) {
  const none = { click: undefined, ofVisitor: [] };
  if (!id) return none;
  const click = imagined?.find((row) => row.id === id);
  // Also for the click with which the cookie was given: later clicks of the same visitor carry it.
  if (click) return { click, ofVisitor: imagined!.filter((row) => row.visitor === click.visitor) };
  const since = addDays(occurredAt, -LONGEST_WINDOW_DAYS);
  return findClickAndVisitors(tx, account, id, since, VISITOR_CLICKS_AT_MOST);
}

/**
 * The own touches of an order or lead, in the order in which they are tried (rules.md 3). `others` are partners whose times
 * are wanted too; `found` is what was looked up before.
 */
export async function gatherTouches(
  tx: Tx,
  account: AccountId,
  named: Named,
  occurredAt: Date,
  others: readonly PartnerId[],
  found?: FoundNamed,
): Promise<Gathered> {
  const { click, visitorClicks, coupon, link } = found ?? (await findNamed(tx, account, named, occurredAt));
  const partners = [click, link, coupon, ...visitorClicks].flatMap((one) => (one ? [one.partner_id] : []));
  const limits = coupon && (await limitsOfCoupon(tx, account, coupon, named.order_id ?? null));
  const times = await loadPartnerTimes(tx, account, [...partners, ...others]);
  const judged = (kind: Touch['kind'], id: string, partner: PartnerId, at: Date, isNamed: boolean): Touch => ({
    id,
    kind,
    partner_id: partner,
    at,
    named: isNamed,
    approved_then: times.approved(partner, at),
    click_window_days: times.program(partner, at)?.clickWindowDays ?? null,
  });
  const fromClick = (row: ClickRow, isNamed: boolean): FoundTouch => ({
    ...judged('click', row.id, row.partner_id, row.at, isNamed),
    click_id: row.id,
    coupon_id: null,
    link_id: row.link_id,
    sub: row.sub,
  });
  const here = { click_id: null, coupon_id: null, link_id: null, sub: null };
  const touches = orderTouches<FoundTouch>({
    click: click && click.counted !== false ? fromClick(click, true) : null,
    via: link
      ? { ...judged('via', newId('touch', occurredAt), link.partner_id, occurredAt, true), ...here, link_id: link.id }
      : null,
    coupon: coupon
      ? {
          ...judged('coupon', newId('touch', occurredAt), coupon.partner_id, occurredAt, true),
          ...here,
          coupon_id: coupon.id,
          ...(limits ? { limits } : {}),
        }
      : null,
    visitor_clicks: visitorClicks.filter((row) => row.counted).map((row) => fromClick(row, false)),
  });
  const unknown = {
    click: Boolean(named.click_id) && !click,
    via: Boolean(named.via) && !named.click_id && !link,
    coupon: Boolean(named.coupon) && !coupon,
  };
  return { touches, unknown, times };
}
