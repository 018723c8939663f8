import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensurePages } from '../../web/build.ts';
import type { TestApp } from './app.ts';
import type { Ids } from './full-account.ts';
import { PASSWORD } from './people.ts';

/** Throws where the pages cannot be built. */
export async function buildForTests(): Promise<void> {
  const said: string[] = [];
  if (!(await ensurePages((line) => said.push(line)))) throw new Error(said.join('\n'));
}

/** Somebody at the office in a browser, and what went wrong in it. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts, of the console and of the policy, refused requests, and those to other hosts; emptied by asking. */
  taken(): string[];
}

/** A browser that watches itself. Nothing is stored in it yet. */
export async function openVisitor(browser: Browser, base: string, options: { width?: number } = {}): Promise<Visitor> {
  const viewport = { width: options.width ?? 1280, height: 900 };
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const known = message.text().startsWith('Failed to load resource');
    if (!known && ['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(base) && !/^(data|blob|about):/.test(address)) wrong.push(`asked ${address}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()} ${response.url().slice(base.length)}`);
  });
  return { context, page, taken: () => wrong.splice(0) };
}

/** Signs in by the form, as a person would, and waits for the office. */
export async function signInAt(page: Page, app: TestApp, email: string, next = '/'): Promise<void> {
  await page.goto(`${app.base}/sign-in?next=${encodeURIComponent(next)}`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForURL((address) => address.pathname === new URL(next, app.base).pathname);
  await settle(page);
}

/** Until the screen has its title, and nothing on it is being fetched or drawn as a bar. */
export async function settle(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.waitForLoadState('networkidle');
  // By a selector: the policy of the pages lets no text of a test be run again and again in them.
  await page.waitForSelector('[aria-busy=true], .mantine-Skeleton-root', { state: 'detached' });
}

/** The address of a screen with ids of an account in the places that change. Throws where there is none of a kind. */
export function addressOf(
  screen: {
    readonly path: string;
    readonly example?: Readonly<Record<string, string>>;
    readonly exampleSearch?: string;
  },
  ids: Ids,
): string {
  const path = screen.path.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const kind = screen.example?.[name];
    if (kind?.startsWith('=')) return encodeURIComponent(kind.slice(1));
    const id = kind === undefined ? undefined : ids[kind]?.[0];
    if (id === undefined) throw new Error(`${screen.path} needs an example for ${name}: there is no ${kind}`);
    return id;
  });
  return path + (screen.exampleSearch ?? '');
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds serious or critical on the page as it stands, by the rules of WCAG 2.2 AA. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found = await judge(page);
  if (found.length === 0) return found;
  // A colour that was on its way to another is judged again where it has arrived.
  await page.waitForTimeout(600);
  return judge(page);
}

async function judge(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const findings = await page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } }).axe;
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await runner.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return violations;
  });
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(
          ({ html, failureSummary = '' }) =>
            `${id}: ${html.slice(0, 200)} ${failureSummary.replaceAll(/\s+/g, ' ').slice(0, 250)}`,
        ),
    );
}
