import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { api } from '../api.ts';

export type Settings = Answer<'/v1/settings'>;

/** The settings of the account as they stand. */
export function useSettings() {
  return useQuery({ queryKey: ['settings'], queryFn: () => ask(api.GET('/v1/settings')) });
}
