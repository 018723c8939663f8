import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { api } from '../api.ts';

export type PartnerDetail = Answer<'/v1/partners/{id}'>;

export function usePartner(id: string) {
  return useQuery({
    queryKey: ['partner', id],
    queryFn: () => ask(api.GET('/v1/partners/{id}', { params: { path: { id } } })),
  });
}
