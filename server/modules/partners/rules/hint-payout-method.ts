/** How a partner is paid, by kind; the shapes stand in contract.ts. */
export interface PayoutDetails {
  readonly kind: string;
  readonly email?: string | undefined;
  readonly iban?: string | undefined;
  readonly account_number?: string | undefined;
}

/**
 * Enough of a payout method to know it again, and too little to use it: the first letter and domain of an address, the last
 * four characters of a bank account. Null where nothing of it is safe to show.
 */
export function hintPayoutMethod(method: PayoutDetails): string | null {
  if (method.email) {
    const at = method.email.lastIndexOf('@');
    return `${[...method.email][0]}•••${method.email.slice(at)}`;
  }
  const account = (method.iban ?? method.account_number)?.replaceAll(' ', '');
  return account && account.length >= 8 ? `•••${account.slice(-4)}` : null;
}
