import { auditBooks, type Check } from '../flows/audit-books.ts';
import { type AccountRow, listAccounts } from '../modules/accounts/index.ts';
import { accountOf, type Command, type Run } from './command.ts';

export const doctor: Command = {
  name: 'doctor',
  usage: '[--account SLUG]',
  about: 'audits the books of all accounts, or of one; exits 1 where anything does not add up',
  options: { account: { type: 'string' } },
  async run(run) {
    const found: { account: string; checks: readonly Check[] }[] = [];
    for (const account of await accountsOf(run)) {
      const checks = await run.parts.database.snapshotOf(account.id, (tx) => auditBooks(tx, account.id));
      found.push({ account: account.slug, checks });
    }
    const sound = found.every(({ checks }) => checks.every((check) => check.ok));
    run.say(table(found, sound), { ok: sound, accounts: found });
    return sound ? 0 : 1;
  },
};

async function accountsOf(run: Run): Promise<AccountRow[]> {
  const all = () => run.parts.database.inDirectory(listAccounts);
  return run.given.values.account === undefined ? all() : [await accountOf(run, all)];
}

const SHOWN_AT_MOST = 5;

function table(found: readonly { account: string; checks: readonly Check[] }[], sound: boolean): string {
  const lines = found.flatMap(({ account, checks }) => [
    account,
    ...checks.flatMap((check) => [
      `  ${check.ok ? 'ok    ' : 'BREACH'}  ${check.check.replaceAll('_', ' ')}`,
      ...check.breaches.slice(0, SHOWN_AT_MOST).map((breach) => `            ${breach.subject}: ${breach.detail}`),
      ...(check.breaches.length > SHOWN_AT_MOST
        ? [`            and ${check.breaches.length - SHOWN_AT_MOST} more`]
        : []),
    ]),
  ]);
  return [...lines, sound ? 'The books are sound.' : 'The books do not add up.'].join('\n');
}
