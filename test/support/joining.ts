import assert from 'node:assert/strict';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Clock } from '../../server/platform/clock.ts';
import { type Answer, type Json, unique, type World } from './world.ts';

/** A clock that can be moved ahead, for forms that must not be filled in too fast. */
export interface MovableClock extends Clock {
  move(ms: number): void;
}

export function movableClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    move: (ms) => {
      ahead += ms;
    },
  };
}

/** Opens the sign-up form of a program. */
export const openForm = (world: World, program: Json, more: Json = {}): Promise<Json> =>
  world.ok('PUT', `/v1/programs/${program.id}/signup_form`, { open: true, ...more });

export const pathOf = (form: Json): string => new URL(form.page_url).pathname;

/** The form as a stranger's program gets it. */
export const fetchForm = (world: World, form: Json, headers: Record<string, string> = {}): Promise<Json> =>
  world.ok('GET', `/v1${pathOf(form)}`, undefined, { key: null, headers });

/** What a browser makes of a challenge. */
export async function prove(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** What a stranger sends who fills in a form that was fetched, with proof of work. */
export async function filledIn(fetched: Json, more: Json = {}): Promise<Json> {
  const { started, challenge, terms } = fetched;
  const who = { email: `${unique('new')}@people.example`, name: 'Ann New' };
  const proof = 'proof' in more ? {} : { proof: await prove(challenge) };
  return { ...who, started, terms_version: terms?.version ?? null, ...proof, ...more };
}

export const send = (world: World, form: Json, body: Json, headers: Record<string, string> = {}): Promise<Answer> =>
  world.call('POST', `/v1${pathOf(form)}`, body, { key: null, headers });

/** A stranger takes some seconds and applies; resolves to the path of the link that was mailed. */
export async function signUp(world: World, form: Json, wait: () => unknown, more: Json = {}): Promise<string> {
  const fetched = await fetchForm(world, form);
  const body = await filledIn(fetched, more);
  await wait();
  const answer = await send(world, form, body);
  assert.deepEqual([answer.status, answer.body], [202, { state: 'check_mail' }], answer.text);
  const message = await newestTo(world, body.email);
  // A list hides links that let somebody in, but for a sandbox; the message itself shows them.
  return linkIn(message.links.length > 0 ? message : await world.ok('GET', `/v1/messages/${message.id}/content`));
}

export async function newestTo(world: World, email: string, kind?: string): Promise<Json> {
  const messages = await world.all('/v1/messages');
  const found = messages.find((message) => message.to === email && (kind === undefined || message.kind === kind));
  assert.ok(found, `nothing was mailed to ${email}`);
  return found;
}

export const linkIn = (message: Json): string => {
  const { pathname } = new URL(message.links[0]);
  return pathname;
};

/** A form of a page, as browsers send it. */
export const post = (
  world: World,
  path: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> =>
  world.call('POST', path, new URLSearchParams(fields).toString(), {
    key: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

export const page = (world: World, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  world.call('GET', path, undefined, { key: null, headers });

/** Signs up and follows the mailed link; resolves to the application. */
export async function apply(world: World, form: Json, wait: () => unknown, more: Json = {}): Promise<Json> {
  const link = await signUp(world, form, wait, more);
  const done = await post(world, link);
  assert.equal(done.status, 200, done.text);
  const [application] = (await world.ok('GET', '/v1/applications?limit=1')).data;
  return application;
}
