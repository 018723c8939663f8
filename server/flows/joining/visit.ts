import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AccountRow, findAccountBySlug } from '../../modules/accounts/index.ts';
import { findForm, type SignupForm } from '../../modules/joining/index.ts';
import type { Actor, Context } from '../../platform/http/route.ts';
import { contextFor, type Parts } from '../context.ts';
import type { ChooseSponsor } from '../join-partner.ts';

/** What joining is made with, besides what everything is. */
export interface JoiningParts extends Parts {
  readonly chooseSponsor: ChooseSponsor;
  /** The country of an address, where it is known. */
  readonly findCountry: (address: string) => string | null;
  /** Takes one sign-up of an address; throws where it had its share. */
  readonly limit: (network: string) => Promise<void>;
}

/** The account that an address names; undefined for what no account can be called. */
export async function findNamedAccount(parts: Parts, request: FastifyRequest): Promise<AccountRow | undefined> {
  const { account } = request.params as { account: string };
  if (!/^[a-z0-9-]{1,60}$/.test(account)) return undefined;
  return parts.database.inDirectory((tx) => findAccountBySlug(tx, account));
}

export interface Visit {
  readonly context: Context;
  readonly form: SignupForm;
}

/** Does something for a stranger at a form, in one transaction; undefined where there is no such form. */
export async function atForm<T>(
  parts: Parts,
  request: FastifyRequest,
  work: (visit: Visit) => Promise<T>,
): Promise<T | undefined> {
  const account = await findNamedAccount(parts, request);
  const { program } = request.params as { program: string };
  if (!account || !/^[a-z0-9_-]{1,60}$/.test(program)) return undefined;
  return inAccount(parts, account, { kind: 'page', id: 'join' }, async (context) => {
    const form = await findForm(context.tx, account.id, program);
    return form && work({ context, form });
  });
}

/** As a request of an owner would be: what is to happen once it is committed happens then, and not if it is undone. */
export async function inAccount<T>(
  parts: Parts,
  account: AccountRow,
  actor: Actor,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const after: (() => void)[] = [];
  const result = await parts.database.inAccount(account.id, (tx) => {
    after.length = 0;
    return work(contextFor(parts, tx, account, actor, undefined, (todo) => void after.push(todo)));
  });
  for (const todo of after) todo();
  return result;
}

/** What a form sent, as text by the names of its fields; of a name that stands twice, the last. */
export function readFields(request: FastifyRequest): Record<string, string> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return {};
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  return Object.fromEntries(new URLSearchParams(text));
}

export type Serve = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
