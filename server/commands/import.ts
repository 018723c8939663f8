import { importAccount } from '../flows/import-account/index.ts';
import { listAccounts } from '../modules/accounts/index.ts';
import { quiet, showProgress } from '../platform/backup/index.ts';
import { openFileStore } from '../platform/files/index.ts';
import { accountOf, type Command, fileAt, word } from './command.ts';
import { sumOf } from './export.ts';

export const importFacts: Command = {
  name: 'import',
  usage: 'FILE [--account SLUG]',
  about: 'takes what "export" wrote into an account that is new, all of it or nothing; docs/format-export.md tells how',
  options: { account: { type: 'string' } },
  async run(run) {
    const file = fileAt(word(run, 0, 'The file to read'));
    const account = await accountOf(run, () => run.parts.database.inDirectory(listAccounts));
    const progress = run.json ? quiet : showProgress(process.stderr);
    const report = await importAccount(run.parts, account, file, progress, openFileStore(run.config));
    run.say(`${sumOf(report.facts)} facts are in ${account.slug} now, and its books add up.`, report);
    return 0;
  },
};
