import type { z } from 'zod';
import { z as zod } from 'zod';
import { idParams, listOf, nothing, pageQuery } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { recordAct } from './audit.ts';
import type { Authenticator } from './authenticate.ts';
import {
  keyView,
  newKey,
  publishableKeyView,
  ratesPut,
  rateView,
  settings,
  settingsChange,
  signingSecretView,
} from './contract.ts';
import { listExchangeRates, putExchangeRates } from './exchange-rates.ts';
import { issueKey } from './keys.ts';
import { readPageKey } from './page-key.ts';
import { findKey, listKeys, revokeKey } from './queries.ts';
import { changeSettings, readSettings } from './settings.ts';
import { readSigningSecret } from './signing-secret.ts';

const tag = 'Account';

/** `settingsChanged` is what later modules do then: pay days are scheduled anew. */
export function accountRoutes(
  authenticator: Authenticator,
  settingsChanged: (context: Context) => Promise<void>,
): Route[] {
  return [
    readSettingsRoute,
    changeSettingsRoute(settingsChanged),
    createKeyRoute,
    listKeysRoute,
    deleteKeyRoute(authenticator),
    readSigningSecretRoute,
    readPageKeyRoute,
    putRatesRoute,
    listRatesRoute,
  ];
}

const readSettingsRoute = plain({
  method: 'GET',
  path: '/v1/settings',
  tag,
  summary: 'The settings of the account',
  who: 'secret',
  scope: 'read',
  answer: settings,
  handle: ({ tx, accountId }) => readSettings(tx, accountId),
});

const changeSettingsRoute = (settingsChanged: (context: Context) => Promise<void>) =>
  plain({
    method: 'PATCH',
    path: '/v1/settings',
    tag,
    summary: 'Changes the named settings; recorded orders keep what was decided',
    who: 'secret',
    scope: 'settings',
    body: settingsChange,
    answer: settings,
    handle: async (context, { body }) => {
      await recordAct(context, 'settings_changed', context.accountId, { detail: body });
      const changed = await changeSettings(context.tx, context.accountId, body);
      await settingsChanged(context);
      return changed;
    },
  });

const createKeyRoute = post({
  method: 'POST',
  path: '/v1/keys',
  tag,
  summary: 'Makes a secret key; it is shown in this answer only',
  who: 'secret',
  scope: 'settings',
  stepUp: true,
  body: newKey,
  answer: keyView,
  act: async (context, { body }) => {
    const { id, secret } = await issueKey(context.tx, context.accountId, 'secret', body.name, body.scopes, context.now);
    await recordAct(context, 'key_created', id, { detail: { scopes: body.scopes } });
    return { subject: id, secrets: { secret } };
  },
  show: async ({ tx, accountId }, id) => toKeyView((await findKey(tx, accountId, id))!),
});

const listKeysRoute = plain({
  method: 'GET',
  path: '/v1/keys',
  tag,
  summary: 'The keys of the account, without their secrets',
  who: 'secret',
  scope: 'settings',
  query: pageQuery,
  answer: listOf(keyView),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    return toList(await listKeys(tx, accountId, page.after, page.limit + 1), page, toKeyView);
  },
});

const deleteKeyRoute = (authenticator: Authenticator) =>
  plain({
    method: 'DELETE',
    path: '/v1/keys/{id}',
    tag,
    summary: 'Revokes a key: from now on it opens nothing',
    who: 'secret',
    scope: 'settings',
    stepUp: true,
    params: idParams,
    answer: keyView,
    handle: async (context, { params }) => {
      const { tx, accountId, now } = context;
      const key = await findKey(tx, accountId, params.id);
      if (!key) return refuse('not_found', 'There is no such key.');
      if (key.revoked_at === null) {
        await revokeKey(tx, accountId, key.id, now);
        await recordAct(context, 'key_revoked', key.id);
      }
      // After the commit: until then another request could find the key, and it would be believed for a while.
      context.afterCommit(() => authenticator.forget());
      return toKeyView((await findKey(tx, accountId, key.id))!);
    },
  });

const readSigningSecretRoute = plain({
  method: 'GET',
  path: '/v1/signing_secret',
  tag,
  summary: "The secret with which the owner's server signs leads that pages send",
  who: 'secret',
  scope: 'settings',
  stepUp: true,
  answer: signingSecretView,
  handle: async (context) => ({ signing_secret: await readSigningSecret(context) }),
});

const readPageKeyRoute = plain({
  method: 'GET',
  path: '/v1/publishable_key',
  tag,
  summary: 'The publishable key for the pages of the site; if it was deleted, another',
  who: 'secret',
  scope: 'settings',
  answer: publishableKeyView,
  handle: async (context) => ({ publishable_key: await readPageKey(context) }),
});

const putRatesRoute = plain({
  method: 'PUT',
  path: '/v1/exchange_rates',
  tag,
  summary: 'Sets exchange rates of days; recorded orders keep the rate that they were converted at',
  who: 'secret',
  scope: 'settings',
  body: ratesPut,
  answer: zod.object({ data: zod.array(rateView) }),
  handle: async (context, { body }) => {
    const rows = body.rates.map(({ from, to, ...rest }) => ({ from_currency: from, to_currency: to, ...rest }));
    await putExchangeRates(context.tx, context.accountId, rows, context.now);
    await recordAct(context, 'exchange_rates_set', context.accountId, { detail: { count: rows.length } });
    return { data: rows.map(toRateView) };
  },
});

const listRatesRoute = plain({
  method: 'GET',
  path: '/v1/exchange_rates',
  tag,
  summary: 'The newest exchange rates, at most 1,000',
  who: 'secret',
  scope: 'read',
  query: nothing,
  answer: zod.object({ data: zod.array(rateView) }),
  handle: async ({ tx, accountId }) => ({ data: (await listExchangeRates(tx, accountId)).map(toRateView) }),
});

type RateRow = Awaited<ReturnType<typeof listExchangeRates>>[number];
function toRateView({ from_currency, to_currency, day, rate, source }: RateRow): z.input<typeof rateView> {
  return { from: from_currency, to: to_currency, day, rate, source };
}

type KeyRow = Awaited<ReturnType<typeof listKeys>>[number];
function toKeyView({ id, kind, name, scopes, ending, created_at, revoked_at }: KeyRow): z.input<typeof keyView> {
  return {
    id,
    kind: kind as 'secret' | 'publishable',
    name,
    scopes,
    ending,
    created_at: created_at.toISOString(),
    revoked_at: revoked_at?.toISOString() ?? null,
  };
}
