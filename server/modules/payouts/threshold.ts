import type { Context } from '../../platform/http/route.ts';
import { dayOf } from '../../values/instant.ts';
import { decimalsOf, type Minor } from '../../values/money.ts';
import { convert } from '../../values/rate.ts';
import { findExchangeRate, type Settings } from '../accounts/index.ts';

/**
 * The least that is paid out in a currency, in its minor units. A bare threshold is in the account's currency and converted
 * at the rate of the day; null where there is no rate, and then nothing is too little: a partner must not wait for good for
 * a rate that nobody enters. A list by currency has none for those it leaves out.
 */
export async function thresholdFor(context: Context, settings: Settings, currency: string): Promise<Minor | null> {
  const { tx, accountId, account, now } = context;
  const { payout_threshold } = settings;
  if (typeof payout_threshold !== 'number') return BigInt(payout_threshold[currency] ?? 0);
  if (payout_threshold === 0 || currency === account.currency) return BigInt(payout_threshold);
  const rate = await findExchangeRate(tx, accountId, account.currency, currency, account.currency, dayOf(now, 'UTC'));
  if (!rate) return null;
  return convert(BigInt(payout_threshold), rate.ratio, decimalsOf(account.currency), decimalsOf(currency));
}
