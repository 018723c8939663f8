import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { api } from '../api.ts';

export function useProgram(id: string) {
  return useQuery({
    queryKey: ['program', id],
    queryFn: () => ask(api.GET('/v1/programs/{id}', { params: { path: { id } } })),
  });
}
