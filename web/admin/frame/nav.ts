import {
  BadgeDollarSign,
  ChartNoAxesColumn,
  FlaskConical,
  HandCoins,
  House,
  Inbox,
  Link2,
  type LucideIcon,
  Mail,
  MessageCircleQuestion,
  Settings,
  ShoppingBag,
  Target,
  UserRoundSearch,
  Users,
} from 'lucide-react';
import { hasScreen } from '../screens.ts';

export interface NavEntry {
  /** The word of the area: nav.partners. */
  readonly name: string;
  readonly path: string;
  readonly icon: LucideIcon;
  /** Pressed after g, it leads here. */
  readonly key: string;
}

/** The areas of the office in the order of the work; below a line stands what is set up once. */
const all: readonly (readonly NavEntry[])[] = [
  [
    { name: 'home', path: '/', icon: House, key: 'h' },
    { name: 'programs', path: '/programs', icon: Target, key: 'g' },
    { name: 'partners', path: '/partners', icon: Users, key: 'p' },
    { name: 'applications', path: '/applications', icon: Inbox, key: 'a' },
    { name: 'contacts', path: '/contacts', icon: UserRoundSearch, key: 'c' },
    { name: 'orders', path: '/orders', icon: ShoppingBag, key: 'o' },
    { name: 'claims', path: '/claims', icon: MessageCircleQuestion, key: 'i' },
    { name: 'commissions', path: '/commissions', icon: BadgeDollarSign, key: 'm' },
    { name: 'payouts', path: '/payouts', icon: HandCoins, key: 'y' },
  ],
  [
    { name: 'promo_tools', path: '/promo-tools', icon: Link2, key: 't' },
    { name: 'reports', path: '/reports', icon: ChartNoAxesColumn, key: 'r' },
    { name: 'messages', path: '/messages', icon: Mail, key: 'e' },
  ],
  [
    { name: 'test_lab', path: '/test-lab', icon: FlaskConical, key: 'l' },
    { name: 'settings', path: '/settings', icon: Settings, key: 's' },
  ],
];

export const navGroups = all
  .map((group) => group.filter(({ path }) => hasScreen(path)))
  .filter((group) => group.length > 0);
export const navEntries = navGroups.flat();
