import type { FastifyReply, FastifyRequest } from 'fastify';
import { newAccount } from '../modules/accounts/contract.ts';
import {
  createAccount,
  isSetupTokenGood,
  judgePassword,
  scramblePassword,
  takeSetupToken,
} from '../modules/accounts/index.ts';
import { keepOwnerAddress } from '../modules/messaging/index.ts';
import { PAGE_HEADERS } from '../platform/http/html.ts';
import type { OpenRoute } from '../platform/http/route.ts';
import { isRefusal } from '../values/refusal.ts';
import type { Parts } from './context.ts';
import { welcomeOwner } from './people/welcome-owner.ts';
import { emptyForm, type SetupForm, setupDonePage, setupFormPage, setupGonePage } from './setup-page.ts';

const tag = 'Set-up';

/** The one-time set-up page: a short form that makes the first account and shows its keys once. */
export function setupRoutes(parts: Parts): OpenRoute[] {
  const tokenOf = (request: FastifyRequest): string => (request.params as { token: string }).token;
  const show = (reply: FastifyReply, status: number, page: string) =>
    reply.code(status).headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page);
  return [
    {
      method: 'GET',
      path: '/setup/{token}',
      tag,
      summary: 'The form that makes the first account',
      open: 'anyone',
      serve: async (request, reply) => {
        const good = await parts.database.inDirectory((tx) => isSetupTokenGood(tx, tokenOf(request)));
        return good ? show(reply, 200, setupFormPage(emptyForm, {})) : show(reply, 410, setupGonePage());
      },
    },
    {
      method: 'POST',
      path: '/setup/{token}',
      tag,
      summary: 'Makes the first account',
      open: 'anyone',
      serve: async (request, reply) => {
        const form = readForm(request);
        const password = readPassword(request);
        const checked = newAccount.safeParse({ ...form, sandbox: false });
        const weak = password === null ? null : judgePassword(password, { email: form.owner_email, name: form.name });
        if (!checked.success || weak) {
          const wrong = {
            ...Object.fromEntries(
              (checked.error?.issues ?? []).map((issue) => [String(issue.path[0]), `This ${issue.message}.`]),
            ),
            ...(weak ? { owner_password: weak.detail } : {}),
          };
          const good = await parts.database.inDirectory((tx) => isSetupTokenGood(tx, tokenOf(request)));
          return good ? show(reply, 422, setupFormPage(form, wrong)) : show(reply, 410, setupGonePage());
        }
        if (!(await parts.database.inDirectory((tx) => isSetupTokenGood(tx, tokenOf(request)))))
          return show(reply, 410, setupGonePage());
        const scrambled = password === null ? null : await scramblePassword(password);
        const made = await parts.database.inDirectory(async (tx) => {
          const now = parts.clock.now();
          if (!(await takeSetupToken(tx, tokenOf(request), now))) return null;
          const account = await createAccount(tx, parts.seal, checked.data, now);
          if (isRefusal(account)) return null;
          const email = checked.data.owner_email;
          await keepOwnerAddress({ tx, accountId: account.id, seal: parts.seal }, email);
          return { account, ...(await welcomeOwner(parts, tx, account, { email, scrambled })) };
        });
        if (made === null) return show(reply, 410, setupGonePage());
        return show(reply, 201, setupDonePage(made.account, parts.publicUrl, made.passwordUrl));
      },
    },
  ];
}

/** What was typed as the password, as it is; null where the field is empty or not there. */
function readPassword(request: FastifyRequest): string | null {
  return typedBy(request).get('owner_password') || null;
}

const typedBy = (request: FastifyRequest): URLSearchParams =>
  new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');

function readForm(request: FastifyRequest): SetupForm {
  const typed = typedBy(request);
  const read = (name: keyof SetupForm): string => (typed.get(name) ?? emptyForm[name]).trim();
  return {
    name: read('name'),
    owner_email: read('owner_email'),
    currency: read('currency'),
    time_zone: read('time_zone'),
  };
}
