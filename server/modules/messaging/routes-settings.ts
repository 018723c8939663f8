import { nothing } from '../../platform/http/contract.ts';
import { createLimiter } from '../../platform/http/limits.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { type Diagnosis, diagnoseServer } from '../../platform/mail/diagnose-server.ts';
import { mailTimeouts } from '../../platform/mail/smtp-line.ts';
import { SECOND } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { diagnosis, mailSettingsPut, mailSettingsView } from './contract.ts';
import type { MessagingParts } from './parts.ts';
import { changeMailSetup, readMailSetup, serverOf } from './settings.ts';
import { toSettingsView } from './views.ts';

const tag = 'Messages';

export function mailSettingsRoutes(parts: MessagingParts): Route[] {
  return [show(parts), put(parts), test(parts)];
}

const show = (parts: MessagingParts) =>
  plain({
    method: 'GET',
    path: '/v1/mail_settings',
    tag,
    summary: 'How messages are sent, without the password',
    who: 'secret',
    scope: 'settings',
    query: nothing,
    answer: mailSettingsView,
    handle: async (context) => toSettingsView(context, await readMailSetup(context), parts.publicUrl),
  });

const put = (parts: MessagingParts) =>
  plain({
    method: 'PUT',
    path: '/v1/mail_settings',
    tag,
    summary: 'Sets how messages are sent; the password stays where it is not given and the host is the same',
    who: 'secret',
    scope: 'settings',
    body: mailSettingsPut,
    answer: mailSettingsView,
    handle: async (context, { body }) => {
      const changed = await changeMailSetup(context, body, parts.outgoing);
      return isRefusal(changed) ? changed : toSettingsView(context, changed, parts.publicUrl);
    },
  });

/** A diagnosis holds its request for as long as the server takes, and tells whether a host answers: so few, and short. */
const PER_SECOND = 2;
const PATIENCE = 8 * SECOND;

const test = (parts: MessagingParts) => {
  const limit = createLimiter(PER_SECOND);
  const given = parts.timeouts ?? mailTimeouts;
  const timeouts = { connect: Math.min(given.connect, PATIENCE), silence: Math.min(given.silence, PATIENCE) };
  // What it said is the answer to this request alone; it is kept nowhere.
  const diagnose = async (context: Context): Promise<Diagnosis> => {
    if (context.account.sandbox)
      return { ok: false, failed_at: null, said: 'a sandbox sends nothing, and connects nowhere' };
    const server = serverOf(await readMailSetup(context));
    if (server === null) return { ok: false, failed_at: null, said: 'no server is set: messages are captured' };
    return diagnoseServer(server, parts.outgoing, timeouts);
  };
  return post({
    method: 'POST',
    path: '/v1/mail_settings/test',
    tag,
    summary: 'Connects and logs in, sends nothing, and says how far it came',
    who: 'secret',
    scope: 'settings',
    answer: diagnosis,
    act: async (context) => {
      await limit(context.accountId);
      return { subject: JSON.stringify(await diagnose(context)), status: 200 };
    },
    show: async (_context, said) => JSON.parse(said) as Diagnosis,
  });
};
