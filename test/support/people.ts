import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { TestApp } from './app.ts';
import { type Answer, type Json, type Method, unique, type World } from './world.ts';

export const PASSWORD = 'three mugs on a shelf';

/** Somebody at a browser: keeps cookies, and names an account once told which. */
export class Person {
  readonly world: World;
  readonly email: string;
  account: string | null = null;
  readonly cookies = new Map<string, string>();

  constructor(world: World, email = `${unique('owner')}@people.example`) {
    this.world = world;
    this.email = email;
  }

  async call(method: Method, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.world.call(method, path, body, {
      key: null,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(this.account ? { 'tributary-account': this.account } : {}),
        ...headers,
      },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '' || /max-age=0/i.test(set)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return answer;
  }

  async ok(method: Method, path: string, body?: Json): Promise<Json> {
    const answer = await this.call(method, path, body);
    assert.ok(
      answer.status < 300,
      `${method} ${path}: ${answer.status} ${answer.text} ${this.world.explain?.() ?? ''}`,
    );
    return answer.body;
  }

  async refused(method: Method, path: string, body: Json, status: number, code: string): Promise<Answer> {
    const answer = await this.call(method, path, body);
    assert.deepEqual([answer.status, answer.body?.code], [status, code], `${method} ${path}: ${answer.text}`);
    return answer;
  }

  signIn(password = PASSWORD): Promise<Json> {
    return this.ok('POST', '/v1/auth/sign_in', { email: this.email, password });
  }

  /** Another browser of the same person. */
  elsewhere(): Person {
    return new Person(this.world, this.email);
  }
}

/** A new account, and its owner signed in. */
export async function signedInOwner(app: TestApp, sandbox = true): Promise<{ world: World; owner: Person }> {
  const email = `${unique('owner')}@people.example`;
  const world = await app.world({ sandbox, owner_email: email, owner_password: PASSWORD });
  const owner = new Person(world, email);
  await owner.signIn();
  owner.account = world.account.id;
  return { world, owner };
}

/** The newest link of a kind that was mailed, as its receiver finds it. */
export async function mailedToken(world: World, kind: string): Promise<string> {
  const { data } = await world.ok('GET', `/v1/messages?kind=${kind}`);
  assert.ok(data.length > 0, `no message of the kind ${kind}`);
  const content = await world.ok('GET', `/v1/messages/${data[0].id}/content`);
  return /[?&]token=([\w.-]+)/.exec(JSON.stringify(content))![1]!;
}

/** Invites somebody and lets them accept, signed in. */
export async function joinTeam(owner: Person, role: string, email?: string): Promise<Person> {
  const member = new Person(owner.world, email);
  await owner.ok('POST', '/v1/invitations', { email: member.email, role });
  const token = await mailedToken(owner.world, 'invitation');
  await member.ok('POST', '/v1/auth/invitation/accept', { token, name: `The ${role}`, password: PASSWORD });
  member.account = owner.account;
  return member;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that an app shows at an instant (RFC 6238: SHA-1, six digits, thirty seconds). */
export function totpCode(secret: string, at: number): string {
  let bits = '';
  for (const letter of secret.replace(/=+$/, '')) bits += letters.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = hash.at(-1)! & 15;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
