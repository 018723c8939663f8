import {
  batchRunner,
  printReport,
  quiet,
  readMapping,
  showProgress,
  importOrders as takeIn,
} from '../flows/import-orders/index.ts';
import { listAccounts } from '../modules/accounts/index.ts';
import { accountOf, type Command, fileAt, required, word } from './command.ts';

export const importOrders: Command = {
  name: 'import orders',
  usage: 'FILE --mapping FILE [--referrals FILE] [--account SLUG]',
  about: 'takes in orders and cancellations from a CSV file, plain or gzipped; docs/guide-import.md tells how',
  options: { mapping: { type: 'string' }, referrals: { type: 'string' }, account: { type: 'string' } },
  async run(run) {
    const file = fileAt(word(run, 0, 'The file of orders'));
    const mapping = readMapping(fileAt(required(run, 'mapping')));
    const account = await accountOf(run, () => run.parts.database.inDirectory(listAccounts));
    const referrals = run.given.values['referrals'];
    const request = { file, mapping, referrals: typeof referrals === 'string' ? fileAt(referrals) : null };
    const progress = run.json ? quiet : showProgress(process.stderr);
    const report = await takeIn(batchRunner(run.parts, account), request, progress);
    run.say(printReport(report), report);
    return 0;
  },
};
