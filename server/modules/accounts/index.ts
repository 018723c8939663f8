export { noteAct, recordAct } from './audit.ts';
export { type Authenticator, accountTime, createAuthenticator } from './authenticate.ts';
export {
  type Branding,
  branding as brandingShape,
  brandingChange,
  centerUrlOf,
  changeBranding,
  findCenterUrl,
  type Palette,
  PRODUCT_NAME,
  paletteOf,
  readBranding,
} from './branding.ts';
export type { Settings } from './contract.ts';
export { type AccountMade, type AccountRequest, createAccount } from './create-account.ts';
export { claimDue, type Due, listAccountsWithDue, nextDue, scheduleDue } from './due.ts';
export { announcer, type EventKind, eventKinds, type Listener } from './events.ts';
export { findExchangeRate } from './exchange-rates.ts';
export { idempotency } from './idempotency.ts';
export { readPageKey } from './page-key.ts';
export {
  ensurePerson,
  hashToken,
  makeLink,
  RESET_HOLDS_MS,
  replacePassword,
  scramblePassword,
  WELCOME_HOLDS_MS,
} from './people.ts';
export {
  createPeopleDoor,
  headersFor,
  isProved,
  type PeopleDoor,
  type Person,
  PROOF_HOLDS_MS,
  refuseOtherSites,
} from './people-door.ts';
export {
  type AccountRow,
  bumpLinksVersion,
  findAccount,
  findAccountByRequest,
  findAccountBySlug,
  findBareHostAccount,
  listAccounts,
  lockAccount,
  readChosenSettings,
  setBareHostAccount,
  setClockOffset,
  standIn,
} from './queries.ts';
export { findHostOwner, keepHosts, listHostsOf, listProvedHosts, takeHost } from './queries-hosts.ts';
export { type LinksVersion, listLinksVersions, listNewestAccounts } from './queries-memory.ts';
export {
  deleteUser,
  dropOver,
  dropSecondFactor,
  endSessions,
  findLink,
  findPasswordHash,
  findUser,
  findUserByEmail,
  listMemberships,
  listSessions,
  takeLink,
  touchSession,
  type UserRow,
  updateUser,
} from './queries-people.ts';
export {
  type AuditRow,
  countInvitations,
  deleteInvitation,
  deleteInvitationsOf,
  endMembership,
  findInvitation,
  findInvitationByToken,
  findMember,
  findMembership,
  type InvitationRow,
  insertInvitation,
  listAudit,
  listInvitations,
  listMembers,
  lockOwners,
  type MemberRow,
  putMember,
  removeSandbox,
  setRole,
} from './queries-team.ts';
export { accountRoutes } from './routes.ts';
export { feedRoutes } from './routes-feed.ts';
export type { ChosenRate } from './rules/choose-rate.ts';
export { judgePassword } from './rules/judge-password.ts';
export { type Role, roleScopes } from './rules/role-scopes.ts';
export { changeSettings, readSettings } from './settings.ts';
export { isSetupTokenGood, makeSetupToken, takeSetupToken } from './setup-link.ts';
export { type Library, openLibrary } from './sign-in-library.ts';
export { readSigningSecret } from './signing-secret.ts';
export { createThrottle, type Throttle } from './throttle.ts';
