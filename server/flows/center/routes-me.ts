import { z } from 'zod';
import {
  askForEmail,
  askForPayoutMethod,
  endSessions,
  findPassword,
  hashPassword,
  isPassword,
  keepSession,
  listSessions,
  setPassword,
  takeBackPayoutMethod,
} from '../../modules/center/index.ts';
import { findFrequency, putFrequency } from '../../modules/messaging/index.ts';
import { changeContact, emailAddress, payoutMethodShape } from '../../modules/partners/index.ts';
import { idParams, text } from '../../platform/http/contract.ts';
import { limitAttempts } from '../../platform/http/limits.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { asPartner, findOwn, notYours, ownId } from './own.ts';
import { newPassword } from './routes-sign-in.ts';
import { meView, showMe } from './show-me.ts';

const nothing = z.object({});

export function meRoutes(): Route[] {
  const attempts = limitAttempts(10, 600);
  const asked = limitAttempts(10, 3600);
  return [
    readMe,
    changeMe,
    changeEmail(asked),
    changePassword(attempts),
    changeMethod(asked),
    dropMethod,
    readNotifications,
    changeNotifications,
    listSessionsRoute,
    endSessionRoute,
    endOthersRoute,
  ];
}

const readMe = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/me',
  summary: 'Who is signed in, in which state, and what that lets them do',
  scope: 'read',
  answer: meView,
  handle: async (context) => {
    await keepSession(context);
    return showMe(context);
  },
});

const changeMe = plain({
  ...asPartner,
  method: 'PATCH',
  path: '/v1/center/me',
  summary: 'Changes the own name',
  scope: 'settings',
  body: z.strictObject({ name: text(200) }).partial(),
  answer: meView,
  handle: async (context, { body }) => {
    const { partner } = await findOwn(context);
    const changed = await changeContact(context, partner.contact_id, body);
    return isRefusal(changed) ? changed : showMe(context);
  },
});

type Limiter = ReturnType<typeof limitAttempts>;

const changeEmail = (asked: Limiter) =>
  post({
    ...asPartner,
    method: 'POST',
    statuses: [202],
    path: '/v1/center/me/email',
    summary: 'Asks for another address: it is mailed a link to confirm it, and the present one is told',
    scope: 'settings',
    body: z.strictObject({ email: emailAddress }),
    answer: nothing,
    act: async (context, { body }) => {
      await asked.take(ownId(context));
      await askForEmail(context, ownId(context), body.email);
      return { subject: ownId(context), status: 202 };
    },
    show: async () => ({}),
  });

const changePassword = (attempts: Limiter) =>
  plain({
    ...asPartner,
    method: 'PUT',
    path: '/v1/center/me/password',
    summary: 'Sets the password; where there is one already, that is asked for. All other sessions end',
    scope: 'settings',
    body: z.strictObject({ password: newPassword, current_password: text(200).nullish() }),
    answer: nothing,
    handle: async (context, { body }) => {
      const id = ownId(context);
      await attempts.take(id);
      const present = await findPassword(context.tx, context.accountId, id);
      if (present && !(await isPassword(body.current_password ?? '', present.password)))
        return refuse('wrong_password', 'The present password is not right.');
      await setPassword(context, id, await hashPassword(body.password), context.partner!.session);
      await attempts.forgive(id);
      return {};
    },
  });

const changeMethod = (asked: Limiter) =>
  plain({
    ...asPartner,
    method: 'PUT',
    path: '/v1/center/me/payout_method',
    summary: 'Asks to be paid another way: confirmed by mail; a changed one then waits 48 hours',
    scope: 'payouts',
    body: z.strictObject({ payout_method: payoutMethodShape }),
    answer: meView,
    handle: async (context, { body }) => {
      await asked.take(ownId(context));
      const refused = await askForPayoutMethod(context, ownId(context), body.payout_method);
      return refused ?? showMe(context);
    },
  });

const dropMethod = plain({
  ...asPartner,
  method: 'DELETE',
  path: '/v1/center/me/payout_method',
  summary: 'Takes back a change that is not confirmed yet; the method in use stays',
  scope: 'payouts',
  answer: meView,
  handle: async (context) => {
    await takeBackPayoutMethod(context, ownId(context));
    return showMe(context);
  },
});

const notifications = z.object({ frequency: z.enum(['each', 'daily', 'weekly', 'none']) });

const readNotifications = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/me/notifications',
  summary: 'How often they want to hear of what is not about access or money',
  scope: 'read',
  answer: notifications,
  handle: async (context) => ({ frequency: await findFrequency(context.tx, context.accountId, ownId(context)) }),
});

const changeNotifications = plain({
  ...asPartner,
  method: 'PATCH',
  path: '/v1/center/me/notifications',
  summary: 'Each message, a daily or weekly digest, or none',
  scope: 'settings',
  body: notifications.strict(),
  answer: notifications,
  handle: async (context, { body }) => {
    await putFrequency(context.tx, context.accountId, ownId(context), body.frequency, context.now);
    return body;
  },
});

const sessionView = z.object({
  id: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  current: z.boolean(),
  agent: z.string().nullable(),
});

const listSessionsRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/sessions',
  summary: 'Where they are signed in',
  scope: 'read',
  answer: z.object({ data: z.array(sessionView) }),
  handle: async (context) => {
    const rows = await listSessions(context.tx, context.accountId, ownId(context), context.now);
    return {
      data: rows.map(({ id, created_at, last_seen_at, agent }) => ({
        ...{ id, agent, current: id === context.partner!.session },
        created_at: created_at.toISOString(),
        last_seen_at: last_seen_at.toISOString(),
      })),
    };
  },
});

const end = (context: Context, which: { only?: string; but?: string }) =>
  endSessions(context.tx, context.accountId, ownId(context), context.now, which);

const endSessionRoute = plain({
  ...asPartner,
  method: 'DELETE',
  path: '/v1/center/sessions/{id}',
  summary: 'Ends a session, at once',
  scope: 'settings',
  params: idParams,
  answer: nothing,
  handle: async (context, { params }) => ((await end(context, { only: params.id })) > 0 ? {} : notYours('session')),
});

const endOthersRoute = plain({
  ...asPartner,
  method: 'DELETE',
  path: '/v1/center/sessions',
  summary: 'Ends all sessions but this one',
  scope: 'settings',
  answer: nothing,
  handle: async (context) => {
    await end(context, { but: context.partner!.session });
    return {};
  },
});
