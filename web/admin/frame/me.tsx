import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { dayIn } from '../../ui/periods.ts';
import { api, queryClient } from '../api.ts';
import { type Account, accountOf, chooseAccount, forgetAccount, type Me, type Scope } from '../session.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => ask(api.GET('/v1/auth/me')),
  staleTime: 60_000,
});

/** Who is signed in. Inside of the frame there always is somebody. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('nobody is signed in');
  return data;
}

/** The account that the screen works in; its currency and time zone are `useFormats()` too. */
export function useAccount(): Account {
  const account = accountOf(useMe());
  if (!account) throw new Error('no account is chosen');
  return account;
}

/** Whether the person's role permits it: what it does not is left out or disabled. The server checks anyway. */
export function useMay(scope: Scope): boolean {
  return accountOf(useMe())?.scopes.includes(scope) ?? false;
}

/** True for an owner of the account: team, sandboxes. */
export function useIsOwner(): boolean {
  return accountOf(useMe())?.role === 'owner';
}

/** The account's day: that of its time zone, and in a sandbox that of its own clock. */
export function useToday(): string {
  const { id, sandbox, time_zone } = useAccount();
  const clock = useQuery({
    queryKey: ['test_clock', id],
    queryFn: () => ask(api.GET('/v1/test_clock')),
    enabled: sandbox,
  });
  return dayIn(time_zone, clock.data ? new Date(clock.data.now) : new Date());
}

/** Works in another account from here on. Everything that is known is of the one before, and goes. */
export function switchAccount(id: string): void {
  chooseAccount(id);
  location.assign('/');
}

export async function signOut(): Promise<void> {
  await api.POST('/v1/auth/sign_out');
  forgetAccount();
  queryClient.clear();
  location.assign('/sign-in');
}
