import {
  backupCodes,
  done,
  twoFactorConfirm,
  twoFactorDisable,
  twoFactorEnable,
  twoFactorEnabled,
} from '../../modules/accounts/contract.ts';
import { isProved, type Person } from '../../modules/accounts/index.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import { askLibrary } from './ask-library.ts';
import { noteForAccounts } from './note-for-accounts.ts';
import type { PeopleParts } from './people-parts.ts';
import { signedInOnly } from './personal-route.ts';
import { provePassword } from './routes-me.ts';
import { takeTry } from './view-me.ts';

/** The second factor: codes of an app on the phone, and backup codes for when it is lost. */
export function twoFactorRoutes(parts: PeopleParts): OpenRoute[] {
  return [enableRoute(parts), confirmRoute(parts), disableRoute(parts), backupCodesRoute(parts)];
}

const enableRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/two_factor/enable',
    summary: 'Begins a second factor: what the app needs, and backup codes, this once. On when a code was confirmed',
    body: twoFactorEnable,
    answer: twoFactorEnabled,
    act: async (person, { body, request, reply }) => {
      await provePassword(parts, person, request, body.password);
      const said = await askLibrary(request, reply, (headers) =>
        parts.library.auth.api.enableTwoFactor({ body: { password: body.password }, headers, asResponse: true }),
      );
      if (!said.isOk) return refuse('wrong_status', 'A second factor is on already; turn it off first.');
      const uri = String(said.body['totpURI']);
      return {
        totp_uri: uri,
        secret: new URL(uri).searchParams.get('secret') ?? '',
        backup_codes: said.body['backupCodes'] as string[],
      };
    },
  });

const confirmRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/two_factor/confirm',
    summary: 'Turns the second factor on, by a first code of the app',
    body: twoFactorConfirm,
    answer: done,
    act: async (person, { body, request, reply }) => {
      await takeTry(parts, person, request);
      const said = await askLibrary(request, reply, (headers) =>
        parts.library.auth.api.verifyTOTP({ body: { code: body.code }, headers, asResponse: true }),
      );
      if (said.code === 'TOTP_NOT_ENABLED') return refuse('wrong_status', 'Begin with two_factor/enable.');
      if (!said.isOk) return refuse('bad_code', 'This code is not right. Take the newest one that the app shows.');
      await parts.throttle.forget(person.id, request.ip);
      await noteForAccounts(parts, person.id, 'two_factor_on');
      return {};
    },
  });

function needProof(parts: PeopleParts, person: Person): void {
  if (!isProved(person, parts.clock.now()))
    throw new Problem('step_up_required', 'Prove first that it is you: POST /v1/auth/step_up, then send this again.');
}

const disableRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/two_factor/disable',
    summary: 'Turns the second factor off',
    body: twoFactorDisable,
    answer: done,
    act: async (person, { body, request, reply }) => {
      needProof(parts, person);
      await provePassword(parts, person, request, body.password);
      const said = await askLibrary(request, reply, (headers) =>
        parts.library.auth.api.disableTwoFactor({ body: { password: body.password }, headers, asResponse: true }),
      );
      if (!said.isOk) return refuse('wrong_status', 'No second factor is on.');
      await noteForAccounts(parts, person.id, 'two_factor_off');
      return {};
    },
  });

const backupCodesRoute = (parts: PeopleParts) =>
  signedInOnly(parts, {
    method: 'POST',
    path: '/v1/auth/two_factor/backup_codes',
    summary: 'Makes new backup codes, shown this once; the old ones open nothing any more',
    body: twoFactorDisable,
    answer: backupCodes,
    act: async (person, { body, request, reply }) => {
      await provePassword(parts, person, request, body.password);
      const said = await askLibrary(request, reply, (headers) =>
        parts.library.auth.api.generateBackupCodes({ body: { password: body.password }, headers, asResponse: true }),
      );
      if (!said.isOk) return refuse('wrong_status', 'No second factor is on.');
      await noteForAccounts(parts, person.id, 'backup_codes_made');
      return { backup_codes: said.body['backupCodes'] as string[] };
    },
  });
