export { addPartner, type PartnerToAdd } from './add-partner.ts';
export { changeSponsor } from './change-sponsor.ts';
export { changeStatus } from './change-status.ts';
export { changeContact, findContactsByEmail, listContacts, vouchForContact } from './contacts.ts';
export {
  code as codeShape,
  emailAddress,
  type NewPartner,
  type PartnerChange,
  type PayoutMethod,
  payoutMethod as payoutMethodShape,
} from './contract.ts';
export { eraseContact } from './erase-contact.ts';
export { mergeContacts } from './merge-contacts.ts';
export { movePartner } from './move-partner.ts';
export { aboutPayoutMethod, readPayoutMethod, setPayoutMethod } from './payout-method.ts';
export {
  findPartner,
  findPartnerByContact,
  findPartners,
  listPartnerHistory,
  listPartners,
  lockPartner,
  type PartnerFilter,
  type PartnerRow,
  type StandingRow,
  sponsorChain,
  updatePartner,
} from './queries.ts';
export {
  type ContactRow,
  emailsOf,
  externalIdsOf,
  findContact,
  findContacts,
  findKeyOwners,
  listConflicts,
  lockContact,
} from './queries-contacts.ts';
export { listPartnerFacts, type PartnerFacts } from './queries-facts.ts';
export { listProgramsOfPartners } from './queries-memory.ts';
export { deleteNotesOf } from './queries-notes.ts';
export { type Found, findBeginning, isFound } from './queries-search.ts';
export { countConflicts, countToDecide, hasPartner } from './queries-todo.ts';
export { type Described, type HowKnown, type Resolved, resolveContact } from './resolve-contact.ts';
export { partnerOwnRoutes } from './routes.ts';
export { noteRoutes } from './routes-notes.ts';
export { hintPayoutMethod } from './rules/hint-payout-method.ts';
export { isEmail, normalizeEmail } from './rules/normalize-email.ts';
export { firstStatus, type PartnerAction, type PartnerStatus } from './rules/partner-transitions.ts';
export { isSamePerson, type Person } from './rules/same-person.ts';
export { checkSponsorRing } from './rules/sponsor-ring.ts';
export { type Standing, standingAt, wasApproved } from './rules/standing-at.ts';
export { toPartnerView } from './views.ts';
