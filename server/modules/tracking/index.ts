export { createTracking, type Tracking, type TrackingHealth, type TrackingOptions } from './create-tracking.ts';
export {
  type ClickFilter,
  type ClickRow,
  findClick,
  findClicks,
  findLead,
  insertLead,
  type LeadRow,
  listClicks,
  listClicksOfVisitor,
  listLeads,
  listLeadsWithUnknownClicks,
  listTouchesNamedBy,
  listTouchesOfContact,
  moveContact,
  type TouchRow,
} from './queries.ts';
export {
  type ClickFact,
  type ClickGroup,
  findFirstLeads,
  findFirstOfHashes,
  findSeenOfVisitors,
  findWriterOfClick,
  type LeadFact,
  listClicksBetween,
  listClicksSince,
  listLeadsBetween,
  listLeadsSince,
  listTouchesNamedByMany,
  type TouchFact,
  type VisitorSeen,
} from './queries-reports.ts';
export { type NewTouch, recordTouches } from './record-touches.ts';
export { clicksMayGoBefore } from './rules/touch-retention.ts';
