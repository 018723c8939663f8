export { type Check, checkClaim } from './check-claim.ts';
export { aboutClaim, type Claimed, decideClaim, lockOpenClaim, makeClaim, openClaim } from './claims.ts';
export {
  askForEmail,
  askForPayoutMethod,
  confirmByLink,
  readWaitingEmail,
  readWaitingMethod,
  takeBackPayoutMethod,
} from './confirm.ts';
export {
  type CenterDoor,
  centerHeaderOf,
  cookieName,
  createCenterDoor,
  readCookies,
  refuseOtherPages,
} from './door.ts';
export { eraseClaimsOf, eraseSignIn } from './erase-center.ts';
export { hashPassword, isPassword } from './hash-password.ts';
export { makeSignInLink, takeMailedToken } from './mailed-tokens.ts';
export { type ClaimRow, countOpenClaims, findClaim, listClaims } from './queries-claims.ts';
export { endSessions, findDoor, findPassword, listSessions } from './queries-sessions.ts';
export { claimOutcomes, findingFor } from './rules/judge-claim.ts';
export { maskEmail } from './rules/mask-email.ts';
export { nameAgent } from './rules/name-agent.ts';
export { showCustomer } from './rules/show-customer.ts';
export { hashOf, issueCenterToken, keepSession, openSession, SESSION_LIVES_MS } from './sessions.ts';
export { findKeptPassword, findPartnerAt, mailLink, setPassword } from './sign-in.ts';
export type { ClaimState, TokenKind } from './tables.ts';
