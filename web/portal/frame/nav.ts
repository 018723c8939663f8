import {
  BadgeDollarSign,
  ChartNoAxesColumn,
  HandCoins,
  House,
  Link2,
  type LucideIcon,
  Megaphone,
  MessageCircleQuestion,
  Network,
  Settings,
  Users,
} from 'lucide-react';

export interface NavEntry {
  /** The word of the area: nav.links. */
  readonly name: string;
  readonly path: string;
  readonly icon: LucideIcon;
}

/** The areas of the center in the order in which partners look. */
export const nav: readonly NavEntry[] = [
  { name: 'home', path: '/', icon: House },
  { name: 'links', path: '/links', icon: Link2 },
  { name: 'promo_tools', path: '/promo-tools', icon: Megaphone },
  { name: 'earnings', path: '/earnings', icon: BadgeDollarSign },
  { name: 'payments', path: '/payments', icon: HandCoins },
  { name: 'referrals', path: '/referrals', icon: Users },
  { name: 'recruits', path: '/recruits', icon: Network },
  { name: 'reports', path: '/reports', icon: ChartNoAxesColumn },
  { name: 'claims', path: '/claims', icon: MessageCircleQuestion },
  { name: 'settings', path: '/settings', icon: Settings },
];

/** What stands at the bottom of a phone; the rest is one tap further. */
export const atHand = ['home', 'links', 'promo_tools', 'earnings'];

export function isHere(to: string, path: string): boolean {
  return to === '/'
    ? path === '/'
    : path === to || path.startsWith(`${to}/`) || (to === '/payments' && path === '/statements');
}
