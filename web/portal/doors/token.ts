import { useState } from 'react';

/** The token of a mailed link. It stands behind #, which reaches no server, and leaves the address as soon as it is read. */
export function useMailedToken(): string | null {
  const [token] = useState(() => {
    const found = /^#token=([\w.~-]+)$/.exec(location.hash)?.[1] ?? null;
    if (found !== null) history.replaceState(history.state, '', location.pathname + location.search);
    return found;
  });
  return token;
}
