export { createTracking, type Tracking, type TrackingHealth, type TrackingOptions } from './create-tracking.ts';
export { findVisitorsClick } from './find-visitors-click.ts';
export { isImageSeen } from './image-seen.ts';
export {
  type ClickFilter,
  type ClickRow,
  findClick,
  findClickAndVisitors,
  findClicks,
  findLead,
  insertLead,
  type LeadRow,
  listClicks,
  listClicksOfVisitor,
  listCodesNamed,
  listLeads,
  listLeadsWithUnknownClicks,
  listTouchesNamedBy,
  listTouchesOfContact,
  moveContact,
  type TouchRow,
} from './queries.ts';
export { type ConsentSums, sumConsents } from './queries-consents.ts';
export {
  type ClickFact,
  findFirstLeads,
  findWriterOfClick,
  type LeadFact,
  listClicksBetween,
  listClicksSince,
  listFirstOfNames,
  listLeadsBetween,
  listLeadsSince,
  listTouchesNamedByMany,
  type TouchFact,
} from './queries-reports.ts';
export { type NewTouch, recordTouches } from './record-touches.ts';
export { clicksMayGoBefore } from './rules/touch-retention.ts';
