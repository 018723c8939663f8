import { accountMade, newAccount } from '../modules/accounts/contract.ts';
import { createAccount } from '../modules/accounts/index.ts';
import { parse, parseJson } from '../platform/http/parse.ts';
import { Problem, type ProblemCode } from '../platform/http/problems.ts';
import type { OpenRoute } from '../platform/http/route.ts';
import { jsonBody } from '../platform/http/server.ts';
import { isRefusal } from '../values/refusal.ts';
import type { Parts } from './context.ts';

/** What only the operator of the installation may do. */
export function operatorRoutes(parts: Parts): OpenRoute[] {
  return [
    {
      method: 'POST',
      path: '/v1/accounts',
      tag: 'Operator',
      summary: 'Makes an account; its keys are in this answer only',
      open: 'operator',
      body: newAccount,
      answer: accountMade,
      serve: async (request, reply) => {
        const input = parse(newAccount, parseJson(jsonBody(request)), 'body');
        const made = await parts.database.inDirectory(async (tx) => {
          const result = await createAccount(tx, parts.seal, input, parts.clock.now());
          if (isRefusal(result)) throw new Problem(result.refused as ProblemCode, result.detail);
          return result;
        });
        return reply.code(201).send(made);
      },
    },
  ];
}
