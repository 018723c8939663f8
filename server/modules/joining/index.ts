export {
  type ApplicationAct,
  aboutAnswers,
  addApplication,
  eraseApplicationsOf,
  holdWaiting,
  newApplicationId,
  noteDecision,
  readAnswers,
  settleWaitingOf,
} from './applications.ts';
export type { AnswerKept, Question } from './contract.ts';
export { isProved, makeChallenge } from './proof-of-work.ts';
export {
  type ApplicationFilter,
  type ApplicationRow,
  findApplication,
  findApplications,
  listApplications,
  moveApplicationRows as moveApplications,
} from './queries-applications.ts';
export { signupFormRoutes } from './routes.ts';
export { type Answer, answerApplicant } from './rules/answer-applicant.ts';
export { type AnswerFault, checkAnswers, type Given } from './rules/check-answers.ts';
export { type Decision, decideApplication, type Reason } from './rules/decide-application.ts';
export { changeForm, draftForm, findForm, readForm, type SignupForm } from './signup-form.ts';
export {
  CONFIRM_DAYS,
  endSignup,
  keepSignup,
  openSignup,
  SIGNUP_OVER,
  type SignupContent,
  settleSignup,
  takeToken,
  wasTokenUsed,
} from './signups.ts';
export { makeDecisionToken, makeStarted, readDecisionToken, readStarted } from './tokens.ts';
export { pageUrlOf, toApplicationView, toFormView } from './views.ts';
