import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Search = Readonly<Record<string, string | undefined>>;

/**
 * What a screen keeps in its address (filters, page, period), so that it can be sent on, and the way back leads there. An
 * empty text takes a name out. `replace`: without a step in the history, for what is being typed.
 */
export function useAddress(): [Search, (changes: Search, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Search, replace = false) => {
      const next = (before: Search): Search =>
        Object.fromEntries(
          Object.entries({ ...before, ...changes }).filter(([, value]) => value !== undefined && value !== ''),
        );
      void navigate({ to: '.', search: next as never, replace, resetScroll: false });
    },
    [navigate],
  );
  return [search, change];
}
