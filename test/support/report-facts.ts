import pg from 'pg';
import { newId } from '../../server/platform/ids.ts';
import type { AccountId } from '../../server/values/id.ts';

/** A row of some table, as a test makes it up. */
export type Row = Readonly<Record<string, unknown>>;

/** Writes made-up facts as the owner of the database, straight into the tables, each batch in a transaction of its own. */
export class FactWriter {
  readonly client: pg.Client;
  readonly account: AccountId;

  constructor(ownerUrl: string, account: AccountId) {
    this.client = new pg.Client({ connectionString: ownerUrl });
    this.account = account;
  }

  /** Begins a transaction; what is written shows when it commits. */
  async begin(): Promise<void> {
    await this.client.query('begin');
    await this.client.query(`set local timezone = 'UTC'`);
    await this.client.query(`select set_config('app.account_id', $1, true)`, [this.account]);
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!);
    const json = JSON.stringify(
      rows.map((row) => ({ account_id: this.account, ...row })),
      plain,
    );
    await this.client.query(
      `insert into tenant.${table} (account_id, ${columns.join(', ')})
       select account_id, ${columns.join(', ')} from jsonb_populate_recordset(null::tenant.${table}, $1::jsonb)`,
      [json],
    );
  }

  async commit(): Promise<void> {
    await this.client.query('commit');
  }

  async write(work: () => Promise<void>): Promise<void> {
    await this.begin();
    await work();
    await this.commit();
  }
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** Makes the partitions in which these instants lie. */
export async function ensureMonths(client: pg.Client, instants: Iterable<Date>): Promise<void> {
  const months = new Set([...instants].map((at) => `${at.toISOString().slice(0, 7)}-01`));
  for (const month of months) await client.query('select machinery.ensure_click_month($1::date)', [month]);
}

export const programRows = (programs: readonly { id: string; currency: string; from: Date }[]) => ({
  programs: programs.map(({ id, from }) => ({ id, created_at: from })),
  versions: programs.map(({ id, currency, from }) => ({
    program_id: id,
    version: 1,
    from_at: from,
    author: 'test',
    name: `Program ${currency}`,
    tiers: 2,
    currency,
    default_url: 'https://shop.example/',
    click_window_days: 60,
    lead_window_days: null,
    hold_days: 0,
    approval: 'automatic',
    commission_approval: 'automatic',
    include_tax: false,
    include_shipping: false,
    tier2_base: 'sale',
  })),
});

export interface MadePartner {
  readonly id: string;
  readonly links: readonly string[];
  /** The programs that the partner was in, each from an instant on. */
  readonly standings: readonly { readonly from: Date; readonly program: string }[];
}

/** Rows of contacts, partners, their history and links. */
export function partnerRows(partners: readonly MadePartner[], from: Date) {
  const contacts = new Map(partners.map(({ id }) => [id, newId('contact', from)]));
  return {
    contacts: partners.map(({ id }, index) => ({
      ...{ id: contacts.get(id), name: `Partner ${index}`, email: `p${index}@partners.example` },
      ...{ created_at: from, standing: 'verified' },
    })),
    partners: partners.map(({ id, standings }, index) => ({
      ...{ id, contact_id: contacts.get(id), code: `p${index}`, joined_at: from, created_at: from, status: 'approved' },
      program_id: standings.at(-1)!.program,
    })),
    history: partners.flatMap(({ id, standings }) =>
      standings.map((standing, seq) => ({
        ...{ partner_id: id, seq, from_at: standing.from, status: 'approved', program_id: standing.program },
        author: 'test',
      })),
    ),
    links: partners.flatMap(({ id, links }, partner) =>
      links.map((link, index) => ({
        ...{
          id: link,
          partner_id: id,
          code: `p${partner}-${index}`,
          code_key: `p${partner}-${index}`,
          created_at: from,
        },
        promo_tool_id: index === 0 ? null : `promo_${index}`,
      })),
    ),
  };
}
