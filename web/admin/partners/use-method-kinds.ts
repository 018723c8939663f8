import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { api } from '../api.ts';

/** The ways of paying that the account offers. */
export function useMethodKinds(): readonly string[] {
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => ask(api.GET('/v1/settings')) });
  return settings.data?.payout_methods ?? [];
}
