import { resolve } from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import type { Parts } from '../flows/context.ts';
import type { AccountRow } from '../modules/accounts/index.ts';
import { findAccount, findAccountBySlug } from '../modules/accounts/index.ts';
import type { Config } from '../platform/config.ts';
import { StartProblem } from '../platform/start-problem.ts';
import type { Store } from '../start.ts';

export interface Given {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
}

/** What a command is run with. The store is open; the command says what it did and ends. */
export interface Run {
  readonly given: Given;
  readonly config: Config;
  readonly store: Store;
  readonly parts: Parts;
  readonly json: boolean;
  /** Prints a line for people, or with --json one JSON value. */
  readonly say: (line: string, value?: unknown) => void;
}

/** What a command is run with that opens the database by itself, since it must not be brought up to date first. */
export type BareRun = Omit<Run, 'store' | 'parts'>;

interface Described {
  /** As typed: "account create". */
  readonly name: string;
  /** What stands behind the name. */
  readonly usage: string;
  readonly about: string;
  readonly options?: ParseArgsConfig['options'];
}

/** `run` resolves to the exit code. */
export type Command =
  | (Described & { readonly needsStore?: true; readonly run: (run: Run) => Promise<number> })
  | (Described & { readonly needsStore: false; readonly run: (run: BareRun) => Promise<number> });

/** The account that `--account` names by slug or id; the only one where it is left out. Throws StartProblem. */
export async function accountOf({ given, parts }: Run, all: () => Promise<AccountRow[]>): Promise<AccountRow> {
  const name = given.values['account'];
  if (typeof name === 'string') {
    const found = await parts.database.inDirectory(
      async (tx) => (await findAccountBySlug(tx, name)) ?? findAccount(tx, name),
    );
    if (found) return found;
    throw new StartProblem(`There is no account "${name}".`);
  }
  const accounts = await all();
  if (accounts.length === 1 && accounts[0]) return accounts[0];
  const names = accounts.map((account) => account.slug).join(', ');
  throw new StartProblem(
    names
      ? `Say which account: --account SLUG (${names}).`
      : 'There is no account yet: make one with "account create".',
  );
}

/** The value of an option that must be there. Throws StartProblem. */
export function required({ given }: BareRun, option: string): string {
  const value = given.values[option];
  if (typeof value === 'string' && value !== '') return value;
  throw new StartProblem(`--${option} is missing.`);
}

/** The n-th word behind the command's name. Throws StartProblem with what it should be. */
export function word({ given }: BareRun, index: number, what: string): string {
  const value = given.words[index];
  if (value !== undefined && value !== '') return value;
  throw new StartProblem(`${what} is missing.`);
}

/** A file that was named on the command line: relative to where that was typed, not to the program's folder. */
export function fileAt(name: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', name);
}
