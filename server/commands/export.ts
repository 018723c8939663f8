import { exportAccount } from '../flows/export-account/index.ts';
import { listAccounts } from '../modules/accounts/index.ts';
import { quiet, showProgress } from '../platform/backup/index.ts';
import { openFileStore } from '../platform/files/index.ts';
import { accountOf, type Command, fileAt, word } from './command.ts';

export const exportFacts: Command = {
  name: 'export',
  usage: 'FILE [--account SLUG]',
  about: 'writes all facts of an account into a file, a line of JSON each; docs/format-export.md tells how',
  options: { account: { type: 'string' } },
  async run(run) {
    const file = fileAt(word(run, 0, 'The file to write'));
    const account = await accountOf(run, () => run.parts.database.inDirectory(listAccounts));
    const progress = run.json ? quiet : showProgress(process.stderr);
    const report = await exportAccount(run.parts, account, file, progress, openFileStore(run.config));
    run.say(`${file} holds ${sumOf(report.facts)} facts of ${account.slug}, names and addresses among them.`, report);
    return 0;
  },
};

export const sumOf = (facts: Readonly<Record<string, number>>): number =>
  Object.values(facts).reduce((sum, count) => sum + count, 0);
