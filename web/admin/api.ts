import { onlineManager, QueryClient } from '@tanstack/react-query';
import { createApi, mayPass, type Surroundings } from '../api/client.ts';
import { createGate } from '../api/gate.ts';
import { ApiProblem } from '../api/problem.ts';
import { chosenAccount } from './session.ts';

/** Opened by a request that found the session over; the dialog in frame/gates.tsx settles it. */
export const signInGate = createGate();
/** Opened by a request that asks for proof of who is there. */
export const stepUpGate = createGate();

const PING_MS = 3000;
let pinging = false;

/** While nothing is heard, questions wait; a small one asks whether the server is back. */
function heard(reached: boolean): void {
  onlineManager.setOnline(reached);
  if (reached || pinging) return;
  pinging = true;
  const ping = async (): Promise<void> => {
    const back = await fetch('/healthz').then(
      () => true,
      () => false,
    );
    if (!back) return void setTimeout(ping, PING_MS);
    pinging = false;
    onlineManager.setOnline(true);
  };
  setTimeout(ping, PING_MS);
}

/** What stands around each request of the office. */
export const around: Surroundings = {
  account: chosenAccount,
  signInAgain: signInGate.ask,
  stepUp: stepUpGate.ask,
  heard,
};

/** The client of the office. */
export const api = createApi(around);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 3 && mayPass(error),
      retryDelay: (count, error) =>
        (error instanceof ApiProblem && error.retryAfter ? error.retryAfter : 2 ** count) * 1000,
    },
    mutations: { retry: false },
  },
});
