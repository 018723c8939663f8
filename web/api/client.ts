import createClient from 'openapi-fetch';
import { ApiProblem, LostConnection, readProblem, toProblem } from './problem.ts';
import type { paths } from './schema.ts';

/** What stands around the requests of one application. */
export interface Surroundings {
  /** Sent as `Tributary-Account`, or in the header of `accountHeader`; null while nobody has chosen one. */
  readonly account: () => string | null;
  readonly accountHeader?: string;
  /** Codes that tell that the session is over; absent: those of the office. */
  readonly overCodes?: readonly string[];
  /** Where the API stands, for pages of other hosts; absent: where the page came from. */
  readonly server?: string;
  /** The session ended: resolves to true once the person is signed in again, and the request is repeated. */
  readonly signInAgain: () => Promise<boolean>;
  /** The act needs proof of who is there: resolves to true once it was given. */
  readonly stepUp: () => Promise<boolean>;
  /** Told with each answer, and each time there was none. */
  readonly heard: (reached: boolean) => void;
  /** Sends one request where `fetch` is not enough: an upload that tells how far it is. */
  readonly transport?: (request: Request) => Promise<Response>;
}

/** Requests that tell about being signed out themselves; asking for a password over them would go round in circles. */
const doors =
  /^\/v1\/(auth\/(sign_in|sign_out|two_factor|reset|invitation|email\/confirm|step_up)|center\/(sign_in|sign_out|password_resets|confirmations|branding))/;

const RETRIES_MS = [800, 2000, 4000];

/** The typed client. A no is an answer with `error`; `ask` turns it into an exception. */
export function createApi(around: Surroundings) {
  const { server } = around;
  const from = { baseUrl: server ?? '/', credentials: server === undefined ? 'same-origin' : 'omit' } as const;
  return createClient<paths>({ ...from, fetch: createSender(around) });
}

/** Sends a request as the client does, for answers that are no JSON. */
export function createSender(around: Surroundings): (request: Request) => Promise<Response> {
  return (request) => send(around, request);
}

export type Api = ReturnType<typeof createApi>;

async function send(around: Surroundings, request: Request): Promise<Response> {
  const account = around.account();
  const header = around.accountHeader ?? 'Tributary-Account';
  if (account && !request.headers.has(header)) request.headers.set(header, account);
  // So that whatever is sent again, by us or by the network, has effect once.
  if (request.method === 'POST' && !request.headers.has('idempotency-key'))
    request.headers.set('Idempotency-Key', newKey());
  const path = new URL(request.url).pathname;
  const again = request.clone();
  const response = await sendSurely(around, request);
  if (response.status !== 401 && response.status !== 403) return response;
  // Asking who is there is how the office finds out that nobody is.
  if (doors.test(path) || (/^\/v1\/(auth|center)\/me$/.test(path) && request.method === 'GET')) return response;
  const { code } = (await readProblem(response)).problem;
  const cleared = (around.overCodes ?? ['no_session']).includes(code)
    ? await around.signInAgain()
    : code === 'step_up_required'
      ? await around.stepUp()
      : false;
  return cleared ? send(around, again) : response;
}

/** Sends again where nothing is lost by it, and throws LostConnection when nothing helped. */
async function sendSurely(around: Surroundings, request: Request): Promise<Response> {
  const repeats = request.method === 'DELETE' || request.method === 'GET' ? [] : RETRIES_MS;
  for (const wait of [...repeats, null]) {
    try {
      const response = await (around.transport ?? fetch)(wait === null ? request : request.clone());
      around.heard(true);
      return response;
    } catch (error) {
      if (request.signal.aborted) throw error;
      around.heard(false);
      if (wait === null) throw new LostConnection();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  throw new LostConnection();
}

/** A new Idempotency-Key. */
export function newKey(): string {
  return (
    crypto.randomUUID?.() ??
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  );
}

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of an answer; throws ApiProblem for a no, LostConnection where there was none. */
export async function ask<T>(asked: Promise<Answered<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await asked;
  if (error !== undefined || !response.ok) throw toProblem(error, response);
  return (data ?? {}) as NonNullable<T>;
}

/** Whether asking the same again may help. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof LostConnection || (error instanceof ApiProblem && (error.status === 503 || error.status === 429))
  );
}
