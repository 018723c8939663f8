/** Calls the API as a shop would. Throws with the problem's words where the answer is none of 2xx. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
export type CallApi = (method: string, path: string, body?: unknown) => Promise<any>;

export function apiCaller(url: string, key: string): CallApi {
  return async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  };
}

/** The rows of a list, page by page, up to a number. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
export async function listAll(call: CallApi, path: string, most = Number.POSITIVE_INFINITY): Promise<any[]> {
  const rows = [];
  for (let cursor: string | null = ''; cursor !== null && rows.length < most; ) {
    const page = await call(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    rows.push(...page.data);
    cursor = page.next_cursor;
  }
  return rows;
}
