import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { insertRates, listAllRates, listRates, type RateRow } from './queries-rates.ts';
import { type ChosenRate, chooseRate } from './rules/choose-rate.ts';

/** Keeps rates as decimal text, exactly; a later entry for the same day counts for later orders. */
export async function putExchangeRates(
  tx: Tx,
  account: AccountId,
  rates: readonly RateRow[],
  now: Date,
): Promise<void> {
  const newest = new Map(rates.map((rate) => [`${rate.from_currency} ${rate.to_currency} ${rate.day}`, rate]));
  await insertRates(tx, account, [...newest.values()], now);
}

/**
 * The rate from one currency into another on a UTC day, by rules.md 21. Null where there is none.
 * `through` is the account's own currency.
 */
export async function findExchangeRate(
  tx: Tx,
  account: AccountId,
  from: string,
  to: string,
  through: string,
  day: string,
): Promise<ChosenRate | null> {
  const known = await listRates(tx, account, [...new Set([from, to, through])], day);
  return chooseRate(known, from, to, through);
}

export const listExchangeRates = (tx: Tx, account: AccountId) => listAllRates(tx, account, 1000);
