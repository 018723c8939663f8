import { ask, createApi } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Branding } from './center.ts';
import { isScreenPart } from './screens.ts';

export type Found = { readonly basepath: string } & ({ readonly branding: Branding } | { readonly error: unknown });

/**
 * Whose center an address means: `/partner/{slug}` names the account; `/partner` is that of the host's owner. A part that is
 * called like a screen is a screen where the host has an owner, and else an account of that name.
 */
export async function findCenter(): Promise<Found> {
  const part = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  const named = { slug: part, basepath: `/partner/${encodeURIComponent(part)}` };
  const own = { slug: null, basepath: '/partner' };
  const tried = part === '' ? [own] : isScreenPart(part) ? [own, named] : [named];
  let error: unknown = null;
  for (const { slug, basepath } of tried)
    try {
      return { basepath, branding: await brandingOf(slug) };
    } catch (caught) {
      error = caught;
      if (!(caught instanceof ApiProblem) || caught.status !== 404) break;
    }
  return { basepath: own.basepath, error };
}

function brandingOf(slug: string | null): Promise<Branding> {
  const api = createApi({
    account: () => null,
    signInAgain: async () => false,
    stepUp: async () => false,
    heard: () => undefined,
  });
  const query = slug === null ? {} : { account: slug };
  return ask(api.GET('/v1/center/branding', { params: { query } as never }));
}
