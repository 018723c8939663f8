/** What a person may be in an account. */
export const roles = ['owner', 'manager', 'finance', 'viewer'] as const;
export type Role = (typeof roles)[number];

type Scope = 'read' | 'write' | 'payouts' | 'settings';

const scopesOf: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['read', 'write', 'payouts', 'settings'],
  manager: ['read', 'write'],
  finance: ['read', 'payouts'],
  viewer: ['read'],
};

/** What a person of this role may do, in the scopes that keys have. The team is the owners' alone. */
export function roleScopes(role: Role): readonly Scope[] {
  return scopesOf[role];
}
