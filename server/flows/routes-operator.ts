import type { FastifyRequest } from 'fastify';
import { accountMade, type NewAccount, newAccount } from '../modules/accounts/contract.ts';
import {
  type AccountRequest,
  createAccount,
  findAccountByRequest,
  scramblePassword,
} from '../modules/accounts/index.ts';
import { keepOwnerAddress } from '../modules/messaging/index.ts';
import { nothing } from '../platform/http/contract.ts';
import { parse, parseJson } from '../platform/http/parse.ts';
import { Problem, type ProblemCode } from '../platform/http/problems.ts';
import type { OpenRoute } from '../platform/http/route.ts';
import { hashBody, jsonBody, readIdempotencyKey } from '../platform/http/server.ts';
import { isRefusal } from '../values/refusal.ts';
import type { Parts } from './context.ts';
import { mailWelcome, welcomeOwner } from './people/welcome-owner.ts';

/** What only the operator of the installation may do. */
export function operatorRoutes(parts: Parts): OpenRoute[] {
  return [
    {
      method: 'POST',
      path: '/v1/accounts',
      tag: 'Operator',
      summary: 'Makes an account; its keys are in this answer only',
      open: 'operator',
      status: 201,
      body: newAccount,
      answer: accountMade,
      serve: async (request, reply) => {
        parse(nothing, request.query, 'query');
        const input = parse(newAccount, parseJson(jsonBody(request)), 'body');
        return reply.code(201).send(await makeOnce(parts, input, requestOf(request)));
      },
    },
  ];
}

function requestOf(request: FastifyRequest): AccountRequest | null {
  const key = readIdempotencyKey(request);
  return key === null ? null : { key, bodyHash: hashBody(jsonBody(request)) };
}

/** A repeat under the same Idempotency-Key is answered with the account as it stands, without its keys. */
async function makeOnce(parts: Parts, input: NewAccount, request: AccountRequest | null) {
  const before = await findMade(parts, request);
  if (before) return before;
  try {
    // Before the transaction: it takes a while on purpose.
    const scrambled = input.owner_password === undefined ? null : await scramblePassword(input.owner_password);
    return await parts.database.inDirectory(async (tx) => {
      const made = await createAccount(tx, parts.seal, input, parts.clock.now(), request);
      if (isRefusal(made)) throw new Problem(made.refused as ProblemCode, made.detail);
      await keepOwnerAddress({ tx, accountId: made.id, seal: parts.seal }, input.owner_email);
      const welcomed = await welcomeOwner(parts, tx, made, { email: input.owner_email, scrambled });
      // A sandbox's mails tell of what is tried out there; its owner can ask for a link at any time.
      if (!made.sandbox)
        await mailWelcome(parts, tx, made, input.owner_email, welcomed, { kind: 'operator', id: 'operator' });
      return made;
    });
  } catch (error) {
    // A twin may have been under way: then its account took the key, or the slug, first.
    const twin = await findMade(parts, request);
    if (twin) return twin;
    throw error;
  }
}

async function findMade(parts: Parts, request: AccountRequest | null) {
  if (request === null) return undefined;
  const made = await parts.database.inDirectory((tx) => findAccountByRequest(tx, request.key));
  if (made === undefined) return undefined;
  const { request_hash, ...account } = made;
  if (request_hash === request.bodyHash) return account;
  throw new Problem('idempotency_key_reused', 'This Idempotency-Key was sent before with another body; use a new one.');
}
