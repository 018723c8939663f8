import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { fillPath, hasScreen } from '../screens.ts';

/** Which screen shows a thing, by its kind. */
const screensOf = {
  partner: '/partners/$partner_id',
  contact: '/contacts/$contact_id',
  order: '/orders/$order_id',
  program: '/programs/$program_id',
  commission: '/commissions/$commission_id',
  payout: '/payouts/$payout_id',
  payout_run: '/payouts/runs/$run_id',
} as const;

export type EntityKind = keyof typeof screensOf;

interface EntityLinkProps {
  readonly kind: EntityKind;
  readonly id: string | null | undefined;
  /** What people call it; the id where nothing else is known. */
  readonly name?: string | null | undefined;
  /** Where there is no id. */
  readonly none?: string;
}

/** A thing by its name, leading to its screen. */
export function EntityLink({ kind, id, name, none = '–' }: EntityLinkProps) {
  if (!id) return <>{none}</>;
  const path: string = screensOf[kind];
  const said = name || id;
  if (!hasScreen(path)) return <>{said}</>;
  const place = path.slice(path.lastIndexOf('$') + 1);
  return (
    <Anchor component={Link} to={fillPath(path, { [place]: id })} inherit>
      {said}
    </Anchor>
  );
}
