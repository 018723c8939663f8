import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { api } from '../api.ts';

export function usePromoTool(id: string) {
  return useQuery({
    queryKey: ['promo-tool', id],
    queryFn: () => ask(api.GET('/v1/promo_tools/{id}', { params: { path: { id } } })),
  });
}
