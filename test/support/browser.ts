import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as driver, type Page } from 'playwright-core';

/** What makes it run anywhere, as root too, and keeps it from calling home. */
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
];

/** A real browser without a window. */
export async function openBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own: those turn off what these tests are about, such as the rules between sites.
    args: flags,
    headless: true,
  });
}

/** Stands in for the owner's site: every path is answered by its page. */
export interface Site {
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  /** The body of each page by its path; where there is none, the one of "/". */
  readonly pages: Map<string, string>;
  /** Paths that were posted to, with the bodies. */
  readonly posted: { readonly path: string; readonly body: URLSearchParams }[];
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const posted: { path: string; body: URLSearchParams }[] = [];
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      posted.push({ path, body: new URLSearchParams(Buffer.concat(chunks).toString()) });
    }
    const body = pages.get(path) ?? pages.get('/') ?? '';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(`<!doctype html><html lang="en"><title>Shop</title><body>${body}</body></html>`);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    posted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A person's browser: nothing is stored yet. What goes wrong in its pages is kept. */
export async function newPerson(browser: Browser): Promise<{ person: BrowserContext; page: Page; errors: string[] }> {
  const person = await browser.newContext({
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  });
  const errors: string[] = [];
  person.setDefaultTimeout(10_000);
  person.on('weberror', (error) => errors.push(String(error.error())));
  return { person, page: await person.newPage(), errors };
}

/** Asks until the answer is no longer empty; a test that waits in vain says for what. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = performance.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
