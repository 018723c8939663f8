export { createCoupon } from './create-coupon.ts';
export { createLink, type LinkToCreate, listAllowedHosts } from './create-link.ts';
export { freeCode, rareCode } from './make-code.ts';
export {
  type CouponRow,
  erasedCode,
  findCoupon,
  findCouponByCode,
  findLink,
  findLinkByCode,
  findLinksByCodes,
  type LinkRow,
  listCodeKeys,
  listLinks,
  listLinksForMemory,
  scrambleCodes,
} from './queries.ts';
export { findLinks } from './queries-reports.ts';
export { promoRoutes } from './routes.ts';
