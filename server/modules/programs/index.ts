export { type CustomerView, terms as termsShape, termsHistory, termsView } from './contract.ts';
export { createProgram } from './create-program.ts';
export { hasProgramEnded, programEnded } from './end-program.ts';
export { listProgramHosts } from './program-hosts.ts';
export { findProgram, listDefaultUrls, listProgramIds, listProgramVersions, type ProgramVersion } from './queries.ts';
export { findLongestWindow } from './queries-reports.ts';
export {
  hasAnyTerms,
  listDefaultTerms,
  listKnownTerms,
  listProducts,
  listTermsHistory,
  listTermsOf,
  type TermsOwner,
  type TermsVersion,
} from './queries-terms.ts';
export { programRoutes } from './routes.ts';
export {
  isWithoutTerms,
  type NoTerms,
  type ResolvedTerms,
  type ResolvedTier,
  resolveTerms,
  type TermsAtHand,
} from './rules/resolve-terms.ts';
export type { FlatPer, FlatTerms, PercentTerms, Terms, TierRate } from './rules/terms.ts';
export { type TermsFor, termsAtHand } from './rules/terms-at-hand.ts';
export { versionAt } from './rules/version-at.ts';
export { endTerms, setTerms } from './set-terms.ts';
export { toTermsView } from './views.ts';
