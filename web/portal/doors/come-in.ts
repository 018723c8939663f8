import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useAddress } from '../../ui/use-address.ts';
import { useCenter } from '../center.ts';

/** Leads to where somebody wanted to go before they had to sign in; only to places of this center. */
export function useComeIn(): () => void {
  const { queries } = useCenter();
  const navigate = useNavigate();
  const [{ next }] = useAddress();
  return useCallback(() => {
    // Whatever was known was known of somebody else, or of nobody.
    queries.clear();
    const to = next && /^\/(?![/\\])/.test(next) ? next : '/';
    void navigate({ to, replace: true });
  }, [queries, navigate, next]);
}
