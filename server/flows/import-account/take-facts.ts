import { columnsOf, type FactTable, factTables, insertFacts, monthOf, orUndo } from '../../platform/backup/index.ts';
import { codeOf, type Tx } from '../../platform/db.ts';
import type { Seal } from '../../platform/seal.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import type { AccountId } from '../../values/id.ts';
import { closeRow, type FactRow } from '../export-account/index.ts';
import type { NumberedLine } from './read-lines.ts';

const ROWS_AT_ONCE = 1000;
const CHARACTERS_AT_ONCE = 1024 * 1024;

interface Waiting {
  readonly table: FactTable;
  readonly columns: readonly string[];
  /** What must be the same for rows to go together. */
  readonly key: string;
  readonly rows: { readonly number: number; readonly text: string }[];
  size: number;
}

/** A line that cannot be taken in, and why. */
export const brokenLine = (number: number, why: string): StartProblem =>
  new StartProblem(`Line ${number}: ${why}. Nothing was imported.`);

/** Puts facts into the database in parcels, and says of one that does not fit in which line it stands. */
export class FactTaker {
  readonly #tx: Tx;
  readonly #seal: Seal;
  readonly #account: AccountId;
  readonly #origin: string;
  readonly #tables = new Map(factTables.map((table) => [table.fact, table]));
  readonly #columns = new Map<string, ReadonlySet<string>>();
  readonly #taken: Record<string, number> = Object.fromEntries(factTables.map(({ fact }) => [fact, 0]));
  #waiting: Waiting | null = null;

  /** `origin`: the id that the account had where the facts come from. */
  constructor(tx: Tx, seal: Seal, account: AccountId, origin: string) {
    this.#tx = tx;
    this.#seal = seal;
    this.#account = account;
    this.#origin = origin;
  }

  /** How many were taken in of each. */
  get taken(): Readonly<Record<string, number>> {
    return this.#taken;
  }

  /** `fact`: the line as it was parsed. Throws StartProblem. */
  async take({ number, text }: NumberedLine, { fact, ...row }: FactRow): Promise<void> {
    const table = typeof fact === 'string' ? this.#tables.get(fact) : undefined;
    if (!table) throw brokenLine(number, `"${String(fact)}" is no fact that this program knows`);
    const columns = Object.keys(row);
    const known = await this.#columnsOf(table);
    const strange = columns.find((name) => !known.has(name));
    if (strange !== undefined) throw brokenLine(number, `${table.fact} has no field "${strange}"`);
    const own = table.sealed ? JSON.stringify(closeRow(this.#seal, this.#account, table, row)) : text;
    // Where facts name the account itself, they mean the one that they are in now.
    const moved = own.replaceAll(`"${this.#origin}"`, `"${this.#account}"`);
    const key = [table.fact, table.fact === 'click' ? monthOf(text) : '', ...columns].join();
    if (this.#waiting?.key !== key) await this.flush();
    this.#waiting ??= { table, columns, key, rows: [], size: 0 };
    this.#waiting.rows.push({ number, text: moved });
    this.#waiting.size += moved.length;
    if (this.#waiting.rows.length >= ROWS_AT_ONCE || this.#waiting.size >= CHARACTERS_AT_ONCE) await this.flush();
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!waiting) return;
    try {
      await this.#insert(waiting, waiting.rows);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      // One of them is wrong: which one shows when they go one by one.
      for (const row of waiting.rows) {
        await this.#insert(waiting, [row]).catch((problem) => {
          throw isAboutData(problem) ? brokenLine(row.number, `${waiting.table.fact}: ${saidOf(problem)}`) : problem;
        });
      }
      throw error;
    }
    this.#taken[waiting.table.fact]! += waiting.rows.length;
  }

  #insert({ table, columns }: Waiting, rows: Waiting['rows']): Promise<void> {
    const parcel = { table, columns, rows: rows.map(({ text }) => text), before: this.#taken[table.fact]! };
    return orUndo(this.#tx, () => insertFacts(this.#tx, this.#account, parcel));
  }

  async #columnsOf(table: FactTable): Promise<ReadonlySet<string>> {
    const known = this.#columns.get(table.fact) ?? new Set(await columnsOf(this.#tx, table));
    this.#columns.set(table.fact, known);
    return known;
  }
}

/** Values that are none (22...), and rows that break a rule of their table (23...). */
const isAboutData = (error: unknown): boolean => /^2[23]/.test(codeOf(error) ?? '');

/** What the database says, with the key that it speaks of. */
function saidOf(error: unknown): string {
  const { message, detail } = error as { message: string; detail?: string };
  return detail === undefined || /^Failing row/.test(detail) ? message : `${message} (${detail.replace(/\.$/, '')})`;
}
