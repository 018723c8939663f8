import { onlineManager, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type Api, ask, createApi, createSender, mayPass, type Surroundings } from '../api/client.ts';
import { ApiProblem, readProblem } from '../api/problem.ts';
import type { Answer } from '../api/types.ts';
import { saveFile } from '../ui/write-csv.ts';

export type Branding = Answer<'/v1/center/branding'>;
export type Me = Answer<'/v1/center/me'>;

/** One partner center as a page shows it: the portal, or pieces in somebody else's page. */
export interface Center {
  readonly api: Api;
  /** Sends as the client does, for answers that are no JSON. */
  readonly send: (request: Request) => Promise<Response>;
  readonly queries: QueryClient;
  /** Where the API stands: empty for the portal's own host. */
  readonly server: string;
  /** How the center looks and what it is called; null until it is known. */
  readonly branding: Branding | null;
  /** True: in somebody else's page, opened by a token. */
  readonly embedded: boolean;
}

const OVER = ['no_key', 'bad_key', 'no_session'];

interface Making {
  readonly branding: Branding | null;
  readonly signInAgain: () => Promise<boolean>;
  /** Of the embedding page: where we are, and how its requests prove who asks. */
  readonly server?: string;
  readonly transport?: (request: Request) => Promise<Response>;
}

/** Puts together what screens need to ask and act. */
export function makeCenter({ branding, signInAgain, server, transport }: Making): Center {
  const around: Surroundings = {
    account: () => (server === undefined ? (branding?.account ?? null) : null),
    accountHeader: 'X-Center-Account',
    overCodes: OVER,
    signInAgain,
    stepUp: async () => false,
    heard: server === undefined ? (reached) => void heard(reached) : () => undefined,
    ...(server === undefined ? {} : { server }),
    ...(transport ? { transport } : {}),
  };
  return {
    api: createApi(around),
    send: createSender(around),
    queries: makeQueries(),
    server: server ?? '',
    branding,
    embedded: server !== undefined,
  };
}

function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => count < 2 && mayPass(error),
        retryDelay: (count, error) =>
          (error instanceof ApiProblem && error.retryAfter ? error.retryAfter : 2 ** count) * 1000,
      },
      mutations: { retry: false },
    },
  });
}

const PING_MS = 3000;
let pinging = false;

/** While nothing is heard, questions wait; a small one asks whether the server is back. */
async function heard(reached: boolean): Promise<void> {
  onlineManager.setOnline(reached);
  if (reached || pinging) return;
  pinging = true;
  for (let back = false; !back; ) {
    await new Promise((resolve) => setTimeout(resolve, PING_MS));
    back = await fetch('/healthz').then(
      () => true,
      () => false,
    );
  }
  pinging = false;
  onlineManager.setOnline(true);
}

export const CenterContext = createContext<Center | null>(null);

export function useCenter(): Center {
  const center = useContext(CenterContext);
  if (!center) throw new Error('there is no partner center around this');
  return center;
}

/** The client of the center that is on screen. */
export function useApi(): Api {
  return useCenter().api;
}

export const meQuery = ({ api }: Pick<Center, 'api'>) =>
  queryOptions({ queryKey: ['me'], queryFn: () => ask(api.GET('/v1/center/me')), staleTime: 60_000 });

/** Who is signed in. Inside of the frame there always is somebody. */
export function useMe(): Me {
  const { data } = useQuery(meQuery(useCenter()));
  if (!data) throw new Error('nobody is signed in');
  return data;
}

/** Who comes with a token may look, make links and claims; details and money are changed by who is signed in. */
export function useMayChange(): boolean {
  return useMe().signed_in_by === 'browser';
}

/** The account's day; in a sandbox that of its own clock. */
export function useToday(): string {
  return useMe().today;
}

/** Fetches a file of the API and hands it to the browser. Throws ApiProblem. */
export async function saveFrom({ send, server }: Center, path: string, name: string, type: string): Promise<void> {
  const response = await send(new Request(server + path, { headers: { Accept: type } }));
  if (!response.ok) throw await readProblem(response);
  saveFile(name, [await response.blob()], response.headers.get('content-type') ?? type);
}
