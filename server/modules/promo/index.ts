export { BannerMemory, type ShownBanner } from './banner-memory.ts';
export type { RenderedTool } from './contract-tools.ts';
export { renderedTool } from './contract-tools.ts';
export { limitsOfCoupon, noteCouponUse } from './coupon-limits.ts';
export { createCoupon } from './create-coupon.ts';
export { createLink, type LinkToCreate, listAllowedHosts } from './create-link.ts';
export { Impressions } from './impressions.ts';
export { freeCode, rareCode } from './make-code.ts';
export {
  erasedCode,
  findLink,
  findLinkByCode,
  findLinks,
  findLinksByCodes,
  type LinkRow,
  listCodeKeys,
  listLinks,
  listLinksForMemory,
  scrambleCodes,
} from './queries.ts';
export { type CouponRow, findCoupon, findCouponByCode, findCoupons, listCoupons } from './queries-coupons.ts';
export { type ImpressionFilter, type ImpressionRow, listImpressions } from './queries-impressions.ts';
export { findPromoTool, findPromoTools, type PromoToolRow } from './queries-tools.ts';
export { findUpload, listAllUploads, type UploadRow } from './queries-uploads.ts';
export { listPromoToolsFor } from './render-tools.ts';
export { promoRoutes } from './routes.ts';
export { fileRoutes } from './serve-files.ts';
export {
  fileKeyOf,
  holdUpload,
  moveHold,
  releaseUpload,
  showUpload,
  toUploadView,
  type UploadParts,
  uploadPath,
  uploadUrl,
} from './uploads.ts';
