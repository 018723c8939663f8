import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { api } from '../api.ts';

export function useSignupForm(programId: string) {
  return useQuery({
    queryKey: ['program', programId, 'signup'],
    queryFn: () => ask(api.GET('/v1/programs/{id}/signup_form', { params: { path: { id: programId } } })),
  });
}
