import { auditBooks, type Check } from '../../server/flows/audit-books.ts';
import { createAccount } from '../../server/modules/accounts/create-account.ts';
import { type AccountRow, announcer } from '../../server/modules/accounts/index.ts';
import { findAccount } from '../../server/modules/accounts/queries.ts';
import { approveCommissions } from '../../server/modules/commissions/decide-commissions.ts';
import { type NewCommission, recordCommissions } from '../../server/modules/commissions/index.ts';
import { compareBalances, readBalances } from '../../server/modules/ledger/index.ts';
import { addPartner, type PayoutMethod, resolveContact, setPayoutMethod } from '../../server/modules/partners/index.ts';
import { newProgram } from '../../server/modules/programs/contract.ts';
import { createProgram } from '../../server/modules/programs/create-program.ts';
import { listTermsHistory } from '../../server/modules/programs/index.ts';
import { type Database, openDatabase, type Tx } from '../../server/platform/db.ts';
import type { Announcement, Context } from '../../server/platform/http/route.ts';
import { newId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createSeal } from '../../server/platform/seal.ts';
import type { AccountId, OrderId, PartnerId, ProgramId } from '../../server/values/id.ts';
import { DAY } from '../../server/values/instant.ts';
import { isRefusal, type Refusal } from '../../server/values/refusal.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

export const START = new Date('2026-01-05T10:00:00.000Z');

/** An account on a real database, with a clock that only the test moves, for the modules that hold money. */
export interface MoneyWorld {
  readonly database: Database;
  readonly fresh: FreshDatabase;
  readonly accountId: AccountId;
  readonly programId: ProgramId;
  /** The program's default terms: 10 %. */
  readonly termsId: string;
  /** The account's time; a test moves it. */
  now: Date;
  /** All that was announced. */
  readonly announced: Announcement[];
  /** One transaction of the account; a refusal that it returns rolls back, as the HTTP frame does. */
  act<T>(work: (context: Context) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

export async function openMoneyWorld(): Promise<MoneyWorld> {
  const fresh = await freshDatabase();
  const options = { role: 'tributary_app', connections: 10, log: silentLog } as const;
  const database = openDatabase({ url: fresh.ownerUrl, ...options });
  const account = await makeAccount(database);
  const world = {
    ...{ database, fresh, accountId: account.id, now: START, announced: [] as Announcement[] },
    ...{ programId: '', termsId: '' },
    async act<T>(work: (context: Context) => Promise<T>): Promise<T> {
      try {
        return await database.inAccount(account.id, async (tx) => {
          const result = await work(contextOf(tx, account, world));
          if (isRefusal(result)) throw new Refused(result);
          return result;
        });
      } catch (error) {
        if (error instanceof Refused) return error.refusal as T;
        throw error;
      }
    },
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
  await world.act(async (context) => {
    const default_terms = { kind: 'percent', tier1_bps: 1000 };
    const input = { name: 'Standard', default_url: 'https://shop.example/', default_terms };
    world.programId = await createProgram(context, newProgram.parse(input));
    const [terms] = await listTermsHistory(context.tx, context.accountId, { programId: world.programId }, null, 1);
    world.termsId = terms!.id;
  });
  return world;
}

const seal = createSeal('a secret of thirty-two characters or more');
const announce = announcer([]);

function makeAccount(database: Database): Promise<AccountRow> {
  return database.inDirectory(async (tx) => {
    const input = { name: 'Shop', owner_email: 'owner@shop.example', currency: 'USD', time_zone: 'UTC', sandbox: true };
    const made = await createAccount(tx, seal, input, START);
    if (isRefusal(made)) throw new Error(made.detail);
    return (await findAccount(tx, made.id))!;
  });
}

function contextOf(tx: Tx, account: AccountRow, world: Pick<MoneyWorld, 'now' | 'announced'>): Context {
  const bare = {
    ...{ tx, account, accountId: account.id, now: world.now, seal, log: silentLog },
    ...{ actor: { kind: 'key', id: 'key_test' } as const, requestId: 'req_test' },
    ...{ linkBase: 'http://localhost/r/', afterCommit: (done: () => void) => done() },
  };
  return {
    ...bare,
    announce: async (event) => {
      world.announced.push(event);
      await announce(bare, event);
    },
  };
}

export const payPal: PayoutMethod = { kind: 'paypal', email: 'maria@paypal.example' };

let count = 0;

/** An approved partner, paid by PayPal unless said otherwise. */
export function makePartner(world: MoneyWorld, method: PayoutMethod | null = payPal): Promise<PartnerId> {
  count += 1;
  const code = `p${count}`;
  return world.act(async (context) => {
    const person = { email: `${code}@partners.example`, externalId: null, name: `Partner ${code}` };
    const { contact } = await resolveContact(context, person, { cause: 'test' });
    const standing = {
      programId: world.programId,
      status: 'approved',
      sponsorId: null,
      joinedAt: context.now,
    } as const;
    const partner = await addPartner(context, { contactId: contact.id, code, ...standing });
    if (isRefusal(partner)) throw new Error(partner.detail);
    if (method) await setPayoutMethod(context, partner, method);
    return partner.id;
  });
}

/** A commission of one line of a new order; pending for 30 days unless said otherwise. Resolves to the order's id. */
export function earn(
  world: MoneyWorld,
  partnerId: PartnerId,
  amount: bigint,
  more: Partial<NewCommission> = {},
): Promise<OrderId> {
  return world.act(async (context) => {
    const order_id = newId('order', context.now);
    await recordCommissions(context, [{ ...draft(world, partnerId, amount), order_id, ...more }]);
    return order_id;
  });
}

/** Payable at once. */
export const earnNow = (world: MoneyWorld, partnerId: PartnerId, amount: bigint): Promise<OrderId> =>
  earn(world, partnerId, amount, { status: 'payable', payable_on: world.now });

export function draft(world: MoneyWorld, partnerId: PartnerId, amount: bigint): NewCommission {
  return {
    ...{ kind: 'sale', tier: 1, partner_id: partnerId, program_id: world.programId, order_id: null },
    ...{ line_id: newId('line', world.now), sku: 'mug', credit_version: 1, base_amount: amount * 10n, rate_bps: 1000 },
    ...{ flat: null, terms_id: world.termsId, amount, currency: 'USD', occurred_at: world.now, held_reason: null },
    ...{ status: 'pending', payable_on: new Date(world.now.getTime() + 30 * DAY) },
  };
}

/** Every check of the books that does not hold; nothing is what should come out. */
export async function brokenBooks(world: MoneyWorld): Promise<Check[]> {
  const checks = await world.act(({ tx, accountId }) => auditBooks(tx, accountId));
  return checks.filter((check) => !check.ok);
}

/** "pending payable in_flight paid" in minor units, and the ledger holds together. */
export async function owes(world: MoneyWorld, partnerId: PartnerId, currency = 'USD'): Promise<string> {
  return world.act(async ({ tx, accountId }) => {
    const breaches = await compareBalances(tx, accountId);
    if (breaches.length > 0) throw new Error('balances differ from transfers');
    const rows = await readBalances(tx, accountId, partnerId);
    const row = rows.find((balance) => balance.currency === currency);
    return row ? `${row.pending} ${row.payable} ${row.in_flight} ${row.paid}` : '0 0 0 0';
  });
}

export const approve = (world: MoneyWorld, ids: readonly string[]) =>
  world.act((context) => approveCommissions(context, ids));
