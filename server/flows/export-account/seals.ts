import { aboutClaim } from '../../modules/center/index.ts';
import { aboutAnswers } from '../../modules/joining/index.ts';
import { aboutSuppressed } from '../../modules/messaging/index.ts';
import { aboutPayoutMethod } from '../../modules/partners/index.ts';
import { aboutReceiver } from '../../modules/payouts/index.ts';
import type { FactTable } from '../../platform/backup/index.ts';
import type { Seal } from '../../platform/seal.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import type { AccountId } from '../../values/id.ts';

export type FactRow = Record<string, unknown>;

interface SealedColumn {
  /** What the sealed value is bound to: it opens in its own place only. */
  readonly about: (account: AccountId, row: FactRow) => string;
  /** True: JSON inside; false: plain text. */
  readonly isJson: boolean;
}

const columns: Readonly<Record<string, SealedColumn>> = {
  partner: { about: (account, row) => aboutPayoutMethod(account, String(row['id'])), isJson: true },
  application: { about: (account, row) => aboutAnswers(account, String(row['id'])), isJson: true },
  payout: { about: (account, row) => aboutReceiver(account, String(row['id'])), isJson: true },
  claim: { about: (account, row) => aboutClaim(account, String(row['id'])), isJson: true },
  suppression: { about: (account, row) => aboutSuppressed(account, String(row['contact_id'])), isJson: false },
};

const HEX = '\\x';

function columnOf({ fact, sealed }: FactTable): { name: string; how: SealedColumn } {
  const how = columns[fact];
  if (sealed === undefined || how === undefined) throw new Error(`nothing of ${fact} is sealed`);
  return { name: sealed, how };
}

/** The row as the file has it: open. Throws StartProblem where it was sealed with another secret. */
export function openRow(seal: Seal, account: AccountId, table: FactTable, text: string): string {
  const row = JSON.parse(text) as FactRow;
  const { name, how } = columnOf(table);
  const sealed = row[name];
  if (typeof sealed !== 'string') return text;
  const opened = open(seal, Buffer.from(sealed.slice(HEX.length), 'hex'), how.about(account, row), table.fact);
  return JSON.stringify({ ...row, [name]: how.isJson ? JSON.parse(opened) : opened });
}

function open(seal: Seal, sealed: Buffer, about: string, fact: string): string {
  try {
    return seal.open(sealed, about);
  } catch {
    throw new StartProblem(
      `A ${fact} was sealed with another secret than this one: set TRIBUTARY_SECRET as it was then.`,
    );
  }
}

/** The row as the database has it: sealed for the account that it goes to. */
export function closeRow(seal: Seal, account: AccountId, table: FactTable, row: FactRow): FactRow {
  const { name, how } = columnOf(table);
  const opened = row[name];
  if (opened === null || opened === undefined) return row;
  const text = how.isJson ? JSON.stringify(opened) : String(opened);
  return { ...row, [name]: HEX + seal.close(text, how.about(account, row)).toString('hex') };
}
