import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { Kysely, PostgresDialect } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { openPool } from '../../platform/db.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { Seal } from '../../platform/seal.ts';
import type { Kind } from '../../values/id.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './rules/judge-password.ts';

export interface LibraryOptions {
  /** The owner's; the pool takes the app's role. */
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Under which name the address of a caller is handed to the library: ours alone, whatever a request says. */
export const ADDRESS_HEADER = 'x-tributary-address';

const DAY_S = 86_400;
const kinds: Readonly<Record<string, Kind>> = {
  ...{ user: 'user', session: 'session', account: 'credential', verification: 'verification', twoFactor: 'twoFactor' },
};
const times = { createdAt: 'created_at', updatedAt: 'updated_at' };

/**
 * The library that knows how to let people in: passwords, sessions and cookies, second factors. Its tables are ours
 * (migration 20), nobody signs up by themselves, and throttling, links and mails are ours too (decision 14).
 */
export function openLibrary({ databaseUrl, publicUrl, seal, clock, log }: LibraryOptions) {
  const pool = openPool({ url: databaseUrl, role: 'tributary_app', connections: 4, log });
  const db = new Kysely<never>({ dialect: new PostgresDialect({ pool }) }).withSchema('machinery');
  const auth = betterAuth({
    appName: 'Tributary',
    baseURL: publicUrl,
    secret: seal.sign('sign-in', 'machinery'),
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => void log[level === 'error' ? 'warn' : 'debug']({ library: 'sign-in' }, message),
    },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...times } },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...times,
      },
      additionalFields: { provedAt: { type: 'date', required: true, fieldName: 'proved_at', input: false } },
      expiresIn: 7 * DAY_S,
      updateAge: DAY_S,
    },
    account: { modelName: 'credentials', fields: credentialFields },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', ...times },
      storeIdentifier: 'hashed',
    },
    plugins: [twoFactor({ issuer: 'Tributary', schema: twoFactorSchema })],
    databaseHooks: {
      session: { create: { before: async (session) => ({ data: { ...session, provedAt: clock.now() } }) } },
    },
    advanced: {
      cookiePrefix: 'tributary',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: ({ model }) => newId(kinds[model] ?? 'verification', clock.now()) },
    },
  });
  return { auth, close: () => pool.end() };
}

const credentialFields = {
  ...{ userId: 'user_id', providerId: 'provider_id', accountId: 'provider_account_id', idToken: 'id_token' },
  ...{ accessToken: 'access_token', refreshToken: 'refresh_token' },
  ...{ accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at', ...times },
};

const twoFactorSchema = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factors',
    fields: {
      ...{ userId: 'user_id', backupCodes: 'backup_codes', failedVerificationCount: 'failed_verification_count' },
      lockedUntil: 'locked_until',
    },
  },
};

export type Library = ReturnType<typeof openLibrary>;
