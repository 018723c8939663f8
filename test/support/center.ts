import assert from 'node:assert/strict';
import type { App } from '../../server/app.ts';
import { contextFor } from '../../server/flows/context.ts';
import { findAccount } from '../../server/modules/accounts/index.ts';
import { makeSignInLink } from '../../server/modules/center/index.ts';
import type { Context } from '../../server/platform/http/route.ts';
import type { Answer, Json, Method, World } from './world.ts';

/** Work in a transaction of the account, as the app itself would do it. */
export async function within<T>({ parts }: App, world: World, work: (context: Context) => Promise<T>): Promise<T> {
  const row = await parts.database.inDirectory((tx) => findAccount(tx, world.account.id));
  return parts.database.inAccount(world.account.id, (tx) =>
    work(contextFor(parts, tx, row!, { kind: 'system', id: 'test' })),
  );
}

/** A partner's browser at the center: keeps its cookie, and sends the header that the portal sends. */
export class Browser {
  readonly world: World;
  cookie: string | null = null;

  constructor(world: World) {
    this.world = world;
  }

  async call(method: Method, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.world.call(method, `/v1/center${path}`, body, {
      key: null,
      headers: {
        'x-center-account': this.world.account.slug,
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...headers,
      },
    });
    const set = answer.headers.get('set-cookie');
    if (set !== null) this.cookie = /Max-Age=0/.test(set) ? null : set.split(';')[0]!;
    return answer;
  }

  async ok(method: Method, path: string, body?: Json, headers?: Record<string, string>): Promise<Json> {
    const answer = await this.call(method, path, body, headers);
    const said = `${method} ${path}: ${answer.status} ${answer.text.slice(0, 600)} ${this.world.explain?.() ?? ''}`;
    assert.ok(answer.status >= 200 && answer.status < 300, said);
    return answer.body;
  }

  async refused(method: Method, path: string, body: Json, status: number, code: string): Promise<Json> {
    const answer = await this.call(method, path, body);
    assert.deepEqual([answer.status, answer.body?.code], [status, code], `${method} ${path}: ${answer.text}`);
    return answer.body;
  }
}

export const tokenOf = (link: string): string => new URL(link).hash.replace('#token=', '');

/** A browser in which this partner is signed in, by a link such as a welcome mail holds. */
export async function signIn(app: App, world: World, partner: Json): Promise<Browser> {
  const link = await within(app, world, (context) => makeSignInLink(context, partner.id));
  const browser = new Browser(world);
  const said = await browser.ok('POST', '/sign_in_links/use', { token: tokenOf(link) });
  assert.equal(said.partner_id, partner.id);
  return browser;
}
