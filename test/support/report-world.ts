import { contextFor, type Parts } from '../../server/flows/context.ts';
import { announcer, createAccount, findAccount } from '../../server/modules/accounts/index.ts';
import { type Folded, foldAccount } from '../../server/modules/reporting/index.ts';
import type { Clock } from '../../server/platform/clock.ts';
import { type Database, openDatabase } from '../../server/platform/db.ts';
import type { Announcement, Context } from '../../server/platform/http/route.ts';
import { newId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createSeal } from '../../server/platform/seal.ts';
import type { AccountId } from '../../server/values/id.ts';
import { isRefusal } from '../../server/values/refusal.ts';
import { freshDatabase } from './database.ts';
import { ensureMonths, FactWriter, type MadePartner, partnerRows, programRows } from './report-facts.ts';

/** A database with one account, two programs and four partners, whose facts a test makes up. */
export interface ReportWorld {
  readonly database: Database;
  readonly account: AccountId;
  readonly ownerUrl: string;
  readonly programs: { readonly usd: string; readonly eur: string };
  /** The last one moves from the first program to the second at `movedAt`. */
  readonly partners: readonly MadePartner[];
  readonly movedAt: Date;
  readonly clock: { at: Date };
  readonly announced: Announcement[];
  readonly parts: Parts;
  act<T>(work: (context: Context) => Promise<T>): Promise<T>;
  /** One fold; any node may call it. */
  fold(): Promise<Folded>;
  /** Folds until nothing waits. */
  foldAll(): Promise<void>;
  writer(): Promise<FactWriter>;
  /** Makes the partitions in which clicks of these instants lie. */
  ensureMonths(instants: Iterable<Date>): Promise<void>;
  close(): Promise<void>;
}

export interface ReportWorldOptions {
  readonly timeZone: string;
  readonly from: Date;
  readonly movedAt: Date;
  readonly now: Date;
}

export async function openReportWorld({ timeZone, from, movedAt, now }: ReportWorldOptions): Promise<ReportWorld> {
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.ownerUrl, role: 'tributary_app', connections: 8, log: silentLog });
  const clock = { at: now };
  const announced: Announcement[] = [];
  const parts = partsOf(database, clock, announced);
  const account = await makeAccount(parts, timeZone, from);
  const programs = { usd: newId('program', from), eur: newId('program', from) };
  const writers: FactWriter[] = [];
  const openWriter = async (): Promise<FactWriter> => {
    const writer = new FactWriter(fresh.ownerUrl, account);
    await writer.client.connect();
    writers.push(writer);
    return writer;
  };
  const fold = () => {
    const own = { id: account, timeZone, now: clock.at };
    return database.inAccount(account, (tx) => foldAccount(tx, own, clock.at));
  };
  const world: ReportWorld = {
    ...{ database, account, ownerUrl: fresh.ownerUrl, programs, movedAt, clock, announced, parts, fold },
    partners: makePartners(programs, from, movedAt),
    act: (work) =>
      database.inAccount(account, async (tx) =>
        work(contextFor(parts, tx, (await findAccount(tx, account))!, { kind: 'system', id: 'test' })),
      ),
    async foldAll() {
      while ((await fold()).more);
    },
    writer: openWriter,
    ensureMonths: async (instants) => ensureMonths((await openWriter()).client, instants),
    async close() {
      for (const writer of writers) await writer.client.end();
      await database.close();
      await fresh.drop();
    },
  };
  await writePeople(world, from);
  return world;
}

function partsOf(database: Database, time: { at: Date }, announced: Announcement[]): Parts {
  const seal = createSeal('a secret of thirty-two characters or more');
  const clock: Clock = { now: () => new Date(time.at) };
  const announce = announcer([async (_context, event) => void announced.push(event)]);
  const outgoing = { allowPrivate: false };
  return { database, clock, log: silentLog, seal, publicUrl: 'https://go.example', outgoing, announce };
}

async function makeAccount({ database, seal }: Parts, timeZone: string, from: Date): Promise<AccountId> {
  const named = { name: 'Mugs', owner_email: 'owner@owners.example', currency: 'USD' };
  const input = { ...named, time_zone: timeZone, sandbox: false };
  const made = await database.inDirectory((tx) => createAccount(tx, seal, input, from));
  if (isRefusal(made)) throw new Error(made.detail);
  return made.id;
}

function makePartners(programs: ReportWorld['programs'], from: Date, movedAt: Date): MadePartner[] {
  return [0, 1, 2, 3].map((index) => {
    const first = { from, program: index === 2 ? programs.eur : programs.usd };
    const links = [newId('link', from), newId('link', from)];
    const standings = index === 3 ? [first, { from: movedAt, program: programs.eur }] : [first];
    return { id: newId('partner', from), links, standings };
  });
}

async function writePeople(world: ReportWorld, from: Date): Promise<void> {
  const { usd, eur } = world.programs;
  const rows = programRows([
    { id: usd, currency: 'USD', from },
    { id: eur, currency: 'EUR', from },
  ]);
  const people = partnerRows(world.partners, from);
  const writer = await world.writer();
  await writer.write(async () => {
    await writer.insert('programs', rows.programs);
    await writer.insert('program_versions', rows.versions);
    await writer.insert('contacts', people.contacts);
    await writer.insert('partners', people.partners);
    await writer.insert('partner_history', people.history);
    await writer.insert('links', people.links);
  });
}
