/**
 * Proves an account's books from its facts: `node test/proof/prove-export.ts FILE`, the file being what `tributary export`
 * wrote. Sets commissions, transfers and balances aside, computes all of them anew from orders, credits, refunds, terms,
 * versions of programs, exchange rates and what people did, and compares. Ends with 1 on any difference of a cent. Shares no
 * code with the server, so that no mistake is made twice.
 */
import { readAccount } from './account-facts.ts';
import { compareBooks } from './compare-books.ts';
import { expectBooks } from './expect-books.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file?');
const account = readAccount(file);
const books = expectBooks(account);
const differences = compareBooks(account, books);

const SHOWN = 20;
for (const line of differences.slice(0, SHOWN)) console.log(line);
if (differences.length > SHOWN) console.log(`and ${differences.length - SHOWN} more`);
const { commission, balance } = account.setAside;
const count = (test: (row: (typeof commission)[number]) => boolean): number => commission.filter(test).length;
const unsure = books.commissions.filter(({ fate }) => fate === 'unsure').length;
console.log(
  `${account.facts.order.length} orders, ${books.commissions.length} commissions (${count(({ tier, kind }) => tier === 2 && kind === 'sale')} of tier 2), ` +
    `${count(({ kind }) => kind === 'reversal')} reversals, ${balance.length} balances: ${differences.length} differences` +
    (unsure > 0 ? `; ${unsure} ends of holds are too recent to be judged` : ''),
);
process.exitCode = differences.length > 0 || books.commissions.length === 0 ? 1 : 0;
