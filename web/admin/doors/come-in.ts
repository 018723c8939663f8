import { queryClient } from '../api.ts';

/**
 * To where somebody wanted to go before they were asked to sign in. Only to addresses of this office: an address of somebody
 * else's in a link to the sign-in page would lead people there.
 */
export function placeToGo(next: string | undefined): string {
  if (!next) return '/';
  const target = new URL(next, location.origin);
  const ours =
    target.origin === location.origin && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\');
  return ours ? target.pathname + target.search : '/';
}

/** Loads the office anew: nothing of whoever was there before is left in memory. */
export function comeIn(next: string | undefined): void {
  queryClient.clear();
  location.assign(placeToGo(next));
}
