/**
 * Asks for many things by their ids at once: what is asked for in one turn of the screen travels in one request. `load` gives
 * back what it found, in any order; an id that was not found is null.
 */
export function gather<T extends { readonly id: string }>(load: (ids: string[]) => Promise<readonly T[]>, most = 100) {
  const waiting: { id: string; done: (found: T | null) => void; failed: (error: unknown) => void }[] = [];
  async function send(): Promise<void> {
    const batch = waiting.splice(0, most);
    if (waiting.length > 0) setTimeout(send);
    try {
      const found = new Map((await load([...new Set(batch.map(({ id }) => id))])).map((one) => [one.id, one]));
      for (const { id, done } of batch) done(found.get(id) ?? null);
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  return (id: string): Promise<T | null> =>
    new Promise((done, failed) => {
      if (waiting.length === 0) setTimeout(send, 5);
      waiting.push({ id, done, failed });
    });
}
