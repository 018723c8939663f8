import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BucketSettings } from './files/bucket-settings.ts';
import { StartProblem } from './start-problem.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** How the world reaches us; without a slash at the end. Null: http://HOST:PORT. */
  readonly publicUrl: string | null;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly operatorToken: string | null;
  readonly trustProxy: string[] | false;
  readonly logLevel: string;
  readonly connections: number;
  /** Requests per second: of a secret key, and of an address with a publishable key. */
  readonly keyLimit: number;
  readonly pageLimit: number;
  /** Sign-ups in ten minutes of an address. */
  readonly signupLimit: number;
  /** Whether mail servers and other outgoing connections may lie in our own network. */
  readonly allowPrivateSmtp: boolean;
  /** Where uploads lie; null: in the data folder. */
  readonly bucket: BucketSettings | null;
  /** Bytes of uploads that an account may keep. */
  readonly uploadQuota: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Throws a StartProblem with one line for a value that cannot be used. */
export function readConfig(env: Env): Config {
  return {
    host: env['HOST'] || '127.0.0.1',
    port: wholeNumber(env, 'PORT', 3000, 0, 65_535),
    publicUrl: publicUrl(env['PUBLIC_URL']),
    dataFolder: resolve(env['TRIBUTARY_DATA'] || './data'),
    databaseUrl: databaseUrl(env['DATABASE_URL']),
    operatorToken: operatorToken(env['TRIBUTARY_OPERATOR_TOKEN']),
    trustProxy: env['TRUST_PROXY'] ? env['TRUST_PROXY'].split(',').map((part) => part.trim()) : false,
    logLevel: logLevel(env['LOG_LEVEL']),
    connections: wholeNumber(env, 'DATABASE_CONNECTIONS', 16, 2, 500),
    keyLimit: wholeNumber(env, 'TRIBUTARY_KEY_LIMIT', 1000, 1, 1_000_000),
    pageLimit: wholeNumber(env, 'TRIBUTARY_PAGE_LIMIT', 20, 1, 1_000_000),
    signupLimit: wholeNumber(env, 'TRIBUTARY_SIGNUP_LIMIT', 20, 1, 1_000_000),
    allowPrivateSmtp: env['TRIBUTARY_ALLOW_PRIVATE_SMTP'] === '1',
    bucket: bucket(env),
    uploadQuota: wholeNumber(env, 'TRIBUTARY_UPLOAD_QUOTA_MB', 1024, 1, 1_000_000) * 1024 * 1024,
  };
}

function wholeNumber(env: Env, name: string, fallback: number, least: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new StartProblem(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function publicUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (/^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username)
      return url.origin;
  }
  throw new StartProblem(`PUBLIC_URL must be an address such as https://go.example.com, not "${text}".`);
}

function databaseUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (/^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new StartProblem('DATABASE_URL must read postgres://user:password@host:5432/database.');
}

/** The address with its key and secret, or none of them. */
function bucket(env: Env): BucketSettings | null {
  const url = env['TRIBUTARY_S3_URL'];
  if (!url) return null;
  const [keyId, secret] = [env['TRIBUTARY_S3_KEY'], env['TRIBUTARY_S3_SECRET']];
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || new URL(url).search || new URL(url).username)
    throw new StartProblem(
      'TRIBUTARY_S3_URL must be the address of a bucket, such as https://s3.example.com/my-bucket.',
    );
  if (!keyId || !secret)
    throw new StartProblem('TRIBUTARY_S3_URL needs TRIBUTARY_S3_KEY and TRIBUTARY_S3_SECRET, too.');
  return {
    url: url.replace(/\/+$/, ''),
    region: env['TRIBUTARY_S3_REGION'] || 'us-east-1',
    keyId,
    secret,
    allowPrivate: env['TRIBUTARY_S3_PRIVATE'] === '1',
  };
}

function operatorToken(text: string | undefined): string | null {
  if (!text) return null;
  if (text.length >= 32) return text;
  throw new StartProblem(
    'TRIBUTARY_OPERATOR_TOKEN must have 32 characters or more; leave it out to close the operator endpoints.',
  );
}

function logLevel(text: string | undefined): string {
  if (!text) return 'info';
  if (['fatal', 'error', 'warn', 'info', 'debug', 'silent'].includes(text)) return text;
  throw new StartProblem(`LOG_LEVEL must be one of fatal, error, warn, info, debug, silent, not "${text}".`);
}

/**
 * The secret that seals payout details and signing secrets: TRIBUTARY_SECRET (the same on every node), else a file in
 * the data folder that is made once. Throws a StartProblem where it is too short or cannot be kept.
 */
export function readSecret(env: Env, dataFolder: string): string {
  const given = env['TRIBUTARY_SECRET'];
  if (given && given.length >= 32) return given;
  if (given) throw new StartProblem('TRIBUTARY_SECRET must have 32 characters or more.');
  const file = join(dataFolder, 'secret.key');
  try {
    mkdirSync(dataFolder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new StartProblem(`The data folder ${dataFolder} cannot be written: ${(error as Error).message}`);
  }
}
