import { sql } from 'kysely';
import { contextFor, type Parts } from '../../server/flows/context.ts';
import { announcer, createAccount, findAccount } from '../../server/modules/accounts/index.ts';
import { mailSettingsPut } from '../../server/modules/messaging/contract.ts';
import { hear, type MessagingParts } from '../../server/modules/messaging/index.ts';
import { listMessages } from '../../server/modules/messaging/queries.ts';
import { openMessages } from '../../server/modules/messaging/read-messages.ts';
import { changeMailSetup } from '../../server/modules/messaging/settings.ts';
import { toMessageView } from '../../server/modules/messaging/views.ts';
import { addPartner, resolveContact } from '../../server/modules/partners/index.ts';
import { createProgram } from '../../server/modules/programs/index.ts';
import type { Clock } from '../../server/platform/clock.ts';
import { type Database, openDatabase } from '../../server/platform/db.ts';
import type { Announcement, Context } from '../../server/platform/http/route.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createSeal } from '../../server/platform/seal.ts';
import type { AccountId, PartnerId } from '../../server/values/id.ts';
import { isRefusal } from '../../server/values/refusal.ts';
import { freshDatabase } from './database.ts';

export const SEAL_SECRET = 'a secret of thirty-two characters or more';
const actor = { kind: 'system', id: 'test' } as const;

/** A clock that stands where it is put. */
export interface HandClock extends Clock {
  set(at: Date): void;
  forward(ms: number): void;
}

export function handClock(from: Date): HandClock {
  let now = from;
  return {
    now: () => now,
    set: (at) => {
      now = at;
    },
    forward: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}

/** An account with a program, whose messages can be written, sent and read without the rest of the app. */
export interface PostOffice {
  readonly ownerUrl: string;
  readonly database: Database;
  readonly parts: MessagingParts & Parts;
  readonly accountId: AccountId;
  readonly programId: string;
  within<T>(work: (context: Context) => Promise<T>): Promise<T>;
  partner(name: string, email: string): Promise<PartnerId>;
  announce(event: Announcement): Promise<void>;
  /** As GET /v1/messages shows them, the oldest first. */
  messages(): Promise<ReturnType<typeof toMessageView>[]>;
  countQueued(): Promise<number>;
  settings(put: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface PostOfficeOptions {
  readonly sandbox?: boolean;
  readonly clock: Clock;
  readonly timeZone?: string;
}

export async function openPostOffice({
  sandbox = false,
  clock,
  timeZone = 'UTC',
}: PostOfficeOptions): Promise<PostOffice> {
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.ownerUrl, role: 'tributary_app', connections: 12, log: silentLog });
  const parts = {
    ...{ database, clock, log: silentLog, seal: createSeal(SEAL_SECRET), publicUrl: 'https://go.example' },
    announce: announcer([hear]),
    outgoing: { allowPrivate: true },
    timeouts: { connect: 500, silence: 500 },
  };
  const asked = { name: 'Gift Shop', owner_email: 'owner@shop.example', sandbox, currency: 'USD', time_zone: timeZone };
  const made = await database.inDirectory((tx) => createAccount(tx, parts.seal, asked, clock.now()));
  if (isRefusal(made)) throw new Error(made.detail);
  const within: PostOffice['within'] = async (work) => {
    const row = await database.inDirectory((tx) => findAccount(tx, made.id));
    return database.inAccount(made.id, (tx) => work(contextFor(parts, tx, row!, actor)));
  };
  const programId = await within((context) => createProgram(context, programBody));
  return {
    ...{ ownerUrl: fresh.ownerUrl, database, parts, accountId: made.id, programId, within },
    partner: (name, email) => within((context) => joinAs(context, programId, name, email)),
    announce: (event) => within((context) => context.announce(event)),
    messages: () => within(readMessages),
    countQueued: () => within(countJobs),
    settings: (put) =>
      within(async (context) => {
        const changed = await changeMailSetup(context, mailSettingsPut.parse(put), parts.outgoing);
        if (isRefusal(changed)) throw new Error(changed.detail);
      }),
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
}

async function joinAs(context: Context, programId: string, name: string, email: string): Promise<PartnerId> {
  const { contact } = await resolveContact(context, { email, name }, { cause: 'test' });
  const standing = { programId, status: 'approved' as const, sponsorId: null, joinedAt: context.now };
  const partner = await addPartner(context, { contactId: contact.id, code: `p${contact.id.slice(-8)}`, ...standing });
  if (isRefusal(partner)) throw new Error(partner.detail);
  return partner.id;
}

async function readMessages(context: Context) {
  const rows = await listMessages(context.tx, context.accountId, {}, null, 100_000);
  return (await openMessages(context, rows)).map((message) => toMessageView(context, message)).reverse();
}

async function countJobs({ tx }: Context): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from machinery.jobs`.execute(tx);
  return Number(rows[0]!.count);
}

const programBody = {
  name: 'Friends of the shop',
  tiers: 1 as const,
  currency: 'USD',
  default_url: 'https://shop.example/',
  click_window_days: 60,
  lead_window_days: null,
  hold_days: 30,
  approval: 'automatic' as const,
  commission_approval: 'automatic' as const,
  include_tax: false,
  include_shipping: false,
  tier2_base: 'sale' as const,
  partner_sees_customers: 'none' as const,
  default_terms: null,
};
