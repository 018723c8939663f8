/** Something a person has to do before requests go on: many requests may wait for it, and it is asked once. */
export interface Gate {
  /** Resolves to true once it was done, to false where the person turned away. */
  ask(): Promise<boolean>;
  /** What the waiting dialog calls. */
  settle(done: boolean): void;
  isOpen(): boolean;
  subscribe(listener: () => void): () => void;
}

export function createGate(): Gate {
  let waiting: PromiseWithResolvers<boolean> | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    ask() {
      if (!waiting) {
        waiting = Promise.withResolvers<boolean>();
        tell();
      }
      return waiting.promise;
    },
    settle(done) {
      const settled = waiting;
      waiting = null;
      tell();
      settled?.resolve(done);
    },
    isOpen: () => waiting !== null,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
