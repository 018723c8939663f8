import type { Answer } from '../api/types.ts';

/** Who is signed in, and which accounts are theirs. */
export type Me = Answer<'/v1/auth/me'>;
export type Account = Me['accounts'][number];
export type Scope = Account['scopes'][number];

const KEY = 'tributary.account';

/** The account that this tab works in: each tab keeps its own, and a new one begins with the last that was chosen. */
export function chosenAccount(): string | null {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
}

export function chooseAccount(id: string): void {
  sessionStorage.setItem(KEY, id);
  localStorage.setItem(KEY, id);
}

export function forgetAccount(): void {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
}

/** The account to work in: the chosen one where it is still one of theirs, else the only one there is. */
export function accountOf(me: Me): Account | null {
  const chosen = me.accounts.find((account) => account.id === chosenAccount());
  return chosen ?? (me.accounts.length === 1 ? me.accounts[0]! : null);
}
