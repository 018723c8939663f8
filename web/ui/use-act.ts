import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { newKey } from '../api/client.ts';

/** What `run` hands on with its request, so that sending it twice has effect once. */
export interface ActHeaders {
  readonly 'Idempotency-Key': string;
  readonly [name: string]: string;
}

interface ActOptions<V, T> {
  readonly run: (values: V, headers: ActHeaders) => Promise<T>;
  /** After the answer; lists and pages on screen have been told to ask anew. */
  readonly done?: (answer: T, values: V) => void | Promise<void>;
  /** True: it took care of the error. */
  readonly failed?: (error: unknown) => boolean;
}

export interface Act<V> {
  readonly start: (values: V) => Promise<boolean>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly clear: () => void;
}

/**
 * One act on the server. A second click while it is under way does nothing; the same attempt repeated after a failure goes
 * under the same Idempotency-Key, so an answer that was lost on the way is not done twice.
 */
export function useAct<V = void, T = unknown>({ run, done, failed }: ActOptions<V, T>): Act<V> {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const going = useRef(false);
  const attempt = useRef({ key: newKey(), of: '' });
  const latest = useRef({ run, done, failed });
  latest.current = { run, done, failed };
  const start = useCallback(
    async (values: V): Promise<boolean> => {
      if (going.current) return false;
      going.current = true;
      setBusy(true);
      setError(null);
      const of = JSON.stringify(values) ?? '';
      if (attempt.current.of !== of) attempt.current = { key: newKey(), of };
      try {
        const answer = await latest.current.run(values, { 'Idempotency-Key': attempt.current.key });
        attempt.current = { key: newKey(), of: '' };
        void queries.invalidateQueries();
        await latest.current.done?.(answer, values);
        return true;
      } catch (caught) {
        if (!latest.current.failed?.(caught)) setError(caught);
        return false;
      } finally {
        going.current = false;
        setBusy(false);
      }
    },
    [queries],
  );
  const clear = useCallback(() => setError(null), []);
  return { start, busy, error, clear };
}
