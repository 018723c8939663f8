import { z } from 'zod';
import { hostName } from '../modules/accounts/contract.ts';
import { listOf, nothing, text } from '../platform/http/contract.ts';
import { type Context, plain, post, type Route } from '../platform/http/route.ts';
import { isRefusal, refuse } from '../values/refusal.ts';
import type { Parts } from './context.ts';
import { addDomain, createProofReader, listDomains, removeDomain, verifyDomain } from './own-domains.ts';

const tag = 'Domains';

const domainView = z.object({
  host: z.string(),
  proved_at: z.string().nullable(),
  proof: z.object({ dns_name: z.string(), dns_text: z.string(), file_url: z.string(), file_text: z.string() }),
});

const hostParams = z.strictObject({ host: text(253) });

const showDomain = async (context: Context, host: string) =>
  (await listDomains(context)).find((one) => one.host === host) ?? refuse('not_found', 'There is no such domain.');

const list = plain({
  method: 'GET',
  path: '/v1/domains',
  tag,
  summary: 'Own domains for short links, and how each is proved',
  who: 'secret',
  scope: 'read',
  query: nothing,
  answer: listOf(domainView),
  handle: async (context) => ({ data: await listDomains(context), next_cursor: null }),
});

const add = (ourHost: string) =>
  post({
    method: 'POST',
    statuses: [201, 200],
    path: '/v1/domains',
    tag,
    summary: 'Adds a domain, to be proved by a DNS record or a file',
    who: 'secret',
    scope: 'settings',
    body: z.strictObject({ host: hostName }),
    answer: domainView,
    act: async (context, { body }) => {
      const isNew = await addDomain(context, body.host, ourHost);
      return isRefusal(isNew) ? isNew : { subject: body.host, status: isNew ? 201 : 200 };
    },
    show: showDomain,
  });

const verify = (parts: Parts) => {
  const reader = createProofReader(parts.outgoing);
  return post({
    method: 'POST',
    statuses: [200],
    path: '/v1/domains/{host}/verify',
    tag,
    summary: 'Looks for the proof; once found, the domain serves the links of the account',
    who: 'secret',
    scope: 'settings',
    params: hostParams,
    body: nothing,
    answer: domainView,
    act: async (context, { params }) => {
      const refused = await verifyDomain(context, params.host.toLowerCase(), reader);
      return refused ?? { subject: params.host.toLowerCase(), status: 200 };
    },
    show: showDomain,
  });
};

const remove = plain({
  method: 'DELETE',
  path: '/v1/domains/{host}',
  tag,
  summary: 'Takes a domain away: it serves no links any more',
  who: 'secret',
  scope: 'settings',
  params: hostParams,
  answer: z.object({ host: z.string() }),
  handle: async (context, { params }) => {
    const host = params.host.toLowerCase();
    return (await removeDomain(context, host)) ?? { host };
  },
});

/** Own domains for short links: https://go.shop.example/maria. */
export function domainRoutes(parts: Parts): Route[] {
  return [list, add(new URL(parts.publicUrl).hostname), verify(parts), remove];
}
