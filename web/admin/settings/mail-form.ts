import type { Answer } from '../../api/types.ts';

export type MailSettings = Answer<'/v1/mail_settings'>;

/** The settings of mail as they stand in the form. */
export interface MailValues extends Record<string, unknown> {
  readonly from_name: string;
  readonly from_address: string;
  readonly reply_to: string;
  readonly owner_address: string;
  readonly way: 'captured' | 'server';
  readonly host: string;
  readonly port: number | string;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  readonly password: string;
  readonly forget: boolean;
  readonly per_minute: number | string;
  readonly quiet: boolean;
  readonly quiet_from: string;
  readonly quiet_to: string;
  readonly logo_url: string;
  readonly accent: string;
}

/** What the API calls a field, and what the form does. */
export const mailNames = {
  server: 'host',
  'server.host': 'host',
  'server.port': 'port',
  'server.security': 'security',
  'server.user': 'user',
  from: 'from_address',
  'from.address': 'from_address',
  'from.name': 'from_name',
  'quiet_hours.from': 'quiet_from',
  'quiet_hours.to': 'quiet_to',
} as const;

export function toMailValues(settings: MailSettings): MailValues {
  const { server, from, reply_to, owner_address, per_minute, quiet_hours: quiet, logo_url, accent } = settings;
  return {
    from_name: from?.name ?? '',
    from_address: from?.address ?? '',
    reply_to: reply_to ?? '',
    owner_address: owner_address ?? '',
    way: server ? 'server' : 'captured',
    host: server?.host ?? '',
    port: server?.port ?? 587,
    security: server?.security ?? 'starttls',
    user: server?.user ?? '',
    password: '',
    forget: false,
    per_minute: per_minute ?? '',
    quiet: Boolean(quiet),
    quiet_from: quiet?.from ?? '21:00',
    quiet_to: quiet?.to ?? '08:00',
    logo_url: logo_url ?? '',
    accent: accent ?? '#2457d6',
  };
}

/** The whole of the settings, since what is left out goes back to its default; but for the password, which then stays. */
export function toMailBody(values: MailValues) {
  const { way, security, quiet, password, forget } = values;
  const text = (value: string): string | null => value.trim() || null;
  const server = { host: values.host.trim(), port: Number(values.port) || 587, security, user: text(values.user) };
  const address = text(values.from_address);
  return {
    server: way === 'server' ? server : null,
    from: address === null ? null : { name: text(values.from_name), address },
    reply_to: text(values.reply_to),
    owner_address: text(values.owner_address),
    per_minute: values.per_minute === '' ? null : Number(values.per_minute),
    quiet_hours: quiet ? { from: values.quiet_from, to: values.quiet_to } : null,
    logo_url: text(values.logo_url),
    accent: values.accent,
    ...(forget ? { password: null } : password === '' ? {} : { password }),
  };
}
