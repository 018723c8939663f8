import type { Context } from '../../platform/http/route.ts';
import { newSecret } from '../../platform/ids.ts';
import type { MailServer } from '../../platform/mail/smtp-line.ts';
import type { OutgoingRules } from '../../platform/net/outgoing.ts';
import { OutgoingRefused, resolveOutgoing } from '../../platform/net/outgoing.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { type MailSettings, type MailSettingsPut, mailSettings } from './contract.ts';
import { findMailSettings, type MailSettingsRow, putMailSettings } from './queries-settings.ts';

type Reader = Pick<Context, 'tx' | 'accountId' | 'seal'>;

/** How an account's messages are sent, its secrets opened. */
export interface MailSetup extends MailSettings {
  readonly password: string | null;
  readonly ownerAddress: string | null;
  readonly hookSecret: string | null;
}

const about = (account: string, what: string): string => `${account}/mail/${what}`;

/** The settings with their defaults; without a server messages are captured. */
export async function readMailSetup(reader: Reader): Promise<MailSetup> {
  return open(reader, await findMailSettings(reader.tx, reader.accountId));
}

function open({ accountId, seal }: Reader, row: MailSettingsRow | undefined): MailSetup {
  const read = (sealed: Buffer | null | undefined, what: string) =>
    sealed ? seal.open(sealed, about(accountId, what)) : null;
  return {
    ...mailSettings.parse(row?.chosen ?? {}),
    password: read(row?.password, 'password'),
    ownerAddress: read(row?.owner_address, 'owner'),
    hookSecret: read(row?.hook_secret, 'hook'),
  };
}

/** The server to hand messages to, or null where they are captured. */
export function serverOf(setup: MailSetup): MailServer | null {
  return setup.server && setup.from ? { ...setup.server, password: setup.password } : null;
}

/** Ports on which mail is taken in; others are open only where the operator allows inward servers. */
const MAIL_PORTS = [25, 465, 587, 2465, 2525, 2587];

/**
 * Replaces the settings; the password and the owner's address stay where they are not given. Refuses `smtp_not_allowed` for a
 * server that points inward, a port that is none of mail's, or no encryption, unless the operator allows it.
 */
export async function changeMailSetup(
  context: Context,
  input: MailSettingsPut,
  outgoing: OutgoingRules,
): Promise<MailSetup | Refusal> {
  const { tx, accountId, seal } = context;
  const { password, owner_address: owner, ...chosen } = input;
  const refused = await refuseServer(chosen, outgoing);
  if (refused) return refused;
  const before = await findMailSettings(tx, accountId);
  // A kept password never goes to another server than the one that it was given for.
  const isMoved = before !== undefined && hostOf(before.chosen) !== (chosen.server?.host ?? null);
  const kept = password === undefined && isMoved ? null : password;
  const close = (text: string | null, what: string) =>
    text === null ? null : seal.close(text, about(accountId, what));
  await putMailSettings(tx, accountId, {
    chosen: JSON.stringify(chosen),
    ...(kept === undefined ? {} : { password: close(kept, 'password') }),
    ...(owner === undefined ? {} : { owner_address: close(owner, 'owner') }),
    ...(before?.hook_secret ? {} : { hook_secret: close(newSecret(), 'hook') }),
    // A new limit counts from now on; turns that were given out under the old one stand.
    ...(chosen.per_minute === null ? { next_slot_at: null } : {}),
  });
  await recordAct(context, 'mail_settings_changed', accountId, { detail: { host: chosen.server?.host ?? null } });
  return readMailSetup(context);
}

const hostOf = (chosen: Record<string, unknown>): string | null => mailSettings.parse(chosen).server?.host ?? null;

async function refuseServer({ server }: MailSettings, outgoing: OutgoingRules): Promise<Refusal | null> {
  if (server === null || outgoing.allowPrivate) return null;
  if (!MAIL_PORTS.includes(server.port))
    return refuse('smtp_not_allowed', `Port ${server.port} is none of mail's: ${MAIL_PORTS.join(', ')}.`);
  if (server.security === 'none')
    return refuse(
      'smtp_not_allowed',
      'Without encryption a password and messages can be read on the way: use tls or starttls.',
    );
  try {
    await resolveOutgoing(server.host, outgoing);
    return null;
  } catch (error) {
    // A name that is not known today may be tomorrow; every connection is checked anew.
    if (error instanceof OutgoingRefused && error.reason === 'points_inward')
      return refuse('smtp_not_allowed', `${error.message}; only the operator can allow that.`);
    if (error instanceof OutgoingRefused) return null;
    throw error;
  }
}

/** Keeps to whom messages for the owner go, such as the address that an account was made with. */
export async function keepOwnerAddress({ tx, accountId, seal }: Reader, address: string): Promise<void> {
  await putMailSettings(tx, accountId, { owner_address: seal.close(address.trim(), about(accountId, 'owner')) });
}
