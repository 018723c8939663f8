import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import type { Query } from '../../api/types.ts';
import { useApi } from '../center.ts';

/** The figures and balances of some days; without days those of the last 30. */
export function useHome(query: Query<'/v1/center/home'>) {
  const api = useApi();
  return useQuery({
    queryKey: ['home', query],
    queryFn: () => ask(api.GET('/v1/center/home', { params: { query } })),
  });
}
