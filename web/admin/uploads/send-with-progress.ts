/** `fetch` does not tell how much of a body is sent; the older way of asking does. Fails as `fetch` does. */
export async function sendWithProgress(request: Request, report: (percent: number) => void): Promise<Response> {
  const body = await request.blob();
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    const lost = (): void => reject(new TypeError('the upload was cut off'));
    asked.open(request.method, request.url);
    asked.responseType = 'blob';
    for (const [name, value] of request.headers) asked.setRequestHeader(name, value);
    asked.upload.onprogress = ({ loaded, total }) => report(total === 0 ? 0 : Math.round((loaded * 100) / total));
    asked.onload = () => resolve(new Response(asked.response, { status: asked.status, headers: headersOf(asked) }));
    asked.onerror = lost;
    asked.onabort = lost;
    request.signal.addEventListener('abort', () => asked.abort());
    asked.send(body);
  });
}

function headersOf(asked: XMLHttpRequest): Headers {
  const lines = asked.getAllResponseHeaders().trim().split(/\r?\n/).filter(Boolean);
  return new Headers(
    lines.map((line): [string, string] => {
      const end = line.indexOf(':');
      return [line.slice(0, end), line.slice(end + 1).trim()];
    }),
  );
}
