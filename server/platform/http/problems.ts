/** Every problem code of the API with its status and title: the closed list that contract, tests and guides share. */
export const problems = {
  malformed: [400, 'The request is malformed'],
  invalid: [400, 'The request has a field that is not right'],
  bad_cursor: [400, 'The cursor is not one of ours'],
  no_key: [401, 'A key is needed'],
  bad_key: [401, 'The key is not known'],
  no_session: [401, 'Nobody is signed in'],
  bad_sign_in: [401, 'Address and password do not match'],
  wrong_sign_in: [401, 'The address or the password is not right'],
  scope: [403, 'The key or role may not do this'],
  not_a_member: [403, 'You are no member of this account'],
  step_up_required: [403, 'Prove first that it is you'],
  bad_code: [403, 'The code is not right'],
  cross_site: [403, 'Other sites may not do this'],
  other_address: [403, 'This is for another address'],
  not_a_sandbox: [403, 'Only a sandbox has a test clock'],
  not_found: [404, 'There is no such thing'],
  code_taken: [409, 'The code is taken'],
  slug_taken: [409, 'The slug is taken'],
  program_ended: [409, 'The program has ended'],
  wrong_status: [409, 'Its status does not allow this'],
  already_a_partner: [409, 'The contact is a partner already'],
  order_differs: [409, 'The order is recorded with other content'],
  refund_differs: [409, 'The refund is recorded with other content'],
  lead_differs: [409, 'The lead is recorded with other content'],
  payout_settled: [409, 'The payout is settled'],
  file_not_taken: [409, 'No file of this run was downloaded'],
  idempotency_key_reused: [409, 'The idempotency key was used for another request'],
  in_use: [409, 'It is in use'],
  already_reversed: [409, 'The refund is reversed already'],
  host_taken: [409, 'The host is taken'],
  identity_conflict: [409, 'The contacts cannot be joined'],
  terms_in_use: [409, 'The terms are in use'],
  time_zone_set: [409, 'The time zone is set once'],
  link_used: [410, 'The link does not work any more'],
  last_owner: [409, 'An account keeps one owner'],
  already_a_member: [409, 'This person is a member already'],
  link_gone: [410, 'The link is used up or too old'],
  too_large: [413, 'The request is too large'],
  sponsor_ring: [422, 'Nobody is their own sponsor, near or far'],
  host_not_allowed: [422, 'The host is not allowed'],
  not_proved: [422, 'The domain is not proved'],
  no_exchange_rate: [422, 'There is no exchange rate for that day'],
  refund_exceeds_order: [422, 'The refund is more than is left of the order'],
  discount_exceeds_order: [422, 'The discount is more than it is taken from'],
  amount_too_large: [422, 'The amount is too large'],
  clock_backwards: [422, 'A test clock only goes forward'],
  clock_too_far: [422, 'A test clock moves ten years at most'],
  note_required: [422, 'A note is required'],
  wrong_password: [422, 'The password is not right'],
  low_contrast: [422, 'The colours cannot be read'],
  order_required: [422, 'Say which order it is'],
  upload_required: [422, 'There is no such picture'],
  currency_differs: [422, 'The currency is another'],
  unknown_sku: [422, 'The order has no such line'],
  signup_closed: [409, 'The sign-up form is closed'],
  signup_unproved: [422, 'The form has to be fetched anew'],
  occurred_too_late: [422, 'It lies in the future'],
  method_not_offered: [422, 'The payout method is not offered'],
  template_invalid: [422, 'The template does not hold'],
  file_not_allowed: [422, 'The file is not taken'],
  picture_too_large: [422, 'The picture is too large'],
  quota_reached: [422, 'There is no room left'],
  always_sent: [422, 'This message is always sent'],
  smtp_not_allowed: [422, 'This mail server is not allowed'],
  weak_password: [422, 'The password is too easy to guess'],
  too_many: [422, 'There are too many'],
  rate_limited: [429, 'Too many requests'],
  unavailable: [503, 'Not available at the moment'],
  internal: [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Thrown at the edge only; becomes application/problem+json (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, detail: string, more: { errors?: readonly FieldError[]; retryAfter?: number } = {}) {
    super(detail);
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }
  get status(): number {
    return problems[this.code][0];
  }
}

/** The body of a problem answer. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: `/docs/problems#${problem.code}`,
    title: problems[problem.code][1],
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    request_id: requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
}
