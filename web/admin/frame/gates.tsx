import { lazy, Suspense, useRef, useSyncExternalStore } from 'react';
import type { Gate } from '../../api/gate.ts';
import { signInGate, stepUpGate } from '../api.ts';

const Dialogs = lazy(() => import('./gate-dialogs.tsx'));

/** What requests wait for: signing in again, and proof of who is there. What was typed below stays as it is. */
export function Gates() {
  const asked = [useOpen(signInGate), useOpen(stepUpGate)].some(Boolean);
  // Once fetched they stay, so that they close as they opened.
  const needed = useRef(false);
  needed.current ||= asked;
  return <Suspense>{needed.current && <Dialogs />}</Suspense>;
}

export function useOpen(gate: Gate): boolean {
  return useSyncExternalStore(gate.subscribe, gate.isOpen);
}
