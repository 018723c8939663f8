import { ask, createApi } from '../../api/client.ts';
import { type Branding, type Center, makeCenter, meQuery } from '../center.ts';
import { TokenRefused, type TokenSource, tokensFrom } from './tokens.ts';

/** A center in somebody else's page, shared by the elements that mean the same one. */
export interface Connection {
  readonly center: Center;
  /** Told when the token is refused, or the server does not answer. */
  readonly listeners: Set<(what: 'away' | TokenRefused) => void>;
}

interface Where {
  readonly server: string;
  readonly account: string | null;
  readonly tokenUrl: string;
}

const connections = new Map<string, Promise<Connection>>();

/** Comes back once it is known who the partner is. Throws TokenRefused, or whatever kept the servers from answering. */
export function connect(where: Where): Promise<Connection> {
  const key = JSON.stringify(where);
  const found = connections.get(key) ?? open(where, () => connections.delete(key));
  connections.set(key, found);
  found.catch(() => connections.delete(key));
  return found;
}

async function open({ server, account, tokenUrl }: Where, over: () => void): Promise<Connection> {
  const tokens = tokensFrom(tokenUrl);
  const listeners: Connection['listeners'] = new Set();
  const tell = (what: 'away' | TokenRefused): void => {
    if (what !== 'away') over();
    for (const listener of listeners) listener(what);
  };
  await tokens.get();
  const branding = await brandingOf(server, account);
  const transport = withToken(tokens, tell);
  const center = makeCenter({ branding, server, transport, signInAgain: async () => false });
  await center.queries.fetchQuery(meQuery(center));
  return { center, listeners };
}

/** Sends with the token; a token that is not taken any more is renewed once. */
function withToken(tokens: TokenSource, tell: (what: 'away' | TokenRefused) => void) {
  const send = async (request: Request, token: string): Promise<Response> => {
    request.headers.set('Authorization', `Bearer ${token}`);
    return fetch(request);
  };
  return async (request: Request): Promise<Response> => {
    try {
      const again = request.clone();
      const token = await tokens.get();
      const answer = await send(request, token);
      if (answer.status !== 401) return answer;
      const fresh = await tokens.renew();
      return fresh === token ? answer : await send(again, fresh);
    } catch (error) {
      if (!request.signal.aborted) tell(error instanceof TokenRefused ? error : 'away');
      throw error;
    }
  };
}

/** How the account looks; where that cannot be found out, everything is as plain as it comes. */
export async function brandingOf(server: string, account: string | null): Promise<Branding | null> {
  const api = createApi({
    ...{ server, account: () => null, signInAgain: async () => false, stepUp: async () => false },
    heard: () => undefined,
  });
  const query = account === null ? {} : { account };
  try {
    return await ask(api.GET('/v1/center/branding', { params: { query } as never }));
  } catch {
    return null;
  }
}
