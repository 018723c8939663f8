import { Anchor, Group, Loader, Text, ThemeIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  AlertTriangle,
  BadgeDollarSign,
  Check,
  HandCoins,
  Inbox,
  type LucideIcon,
  Mail,
  RotateCcw,
  Users,
} from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hasScreen } from '../screens.ts';
import classes from './todo.module.css';

type Waiting = Row<'/v1/todo'>;

/** What each kind of work looks like, and where it is done. */
const kinds: Readonly<Record<Waiting['kind'], { icon: LucideIcon; screen: string; search: string }>> = {
  applications: { icon: Inbox, screen: '/partners', search: '?status=pending' },
  commissions_to_review: {
    icon: BadgeDollarSign,
    screen: '/commissions',
    search: '?status=pending&held_reason=awaiting_approval',
  },
  payable: { icon: HandCoins, screen: '/payouts/new', search: '' },
  open_runs: { icon: HandCoins, screen: '/payouts', search: '' },
  tracking_silent: { icon: AlertTriangle, screen: '/reports/tracking', search: '' },
  refused_refunds: { icon: RotateCcw, screen: '/orders/refunds', search: '' },
  contact_conflicts: { icon: Users, screen: '/contacts/conflicts', search: '' },
  failed_messages: { icon: Mail, screen: '/messages', search: '?state=failed' },
};

/** What waits for a person now. */
export function Todo() {
  const t = useWords('home');
  const asked = useQuery({ queryKey: ['todo'], queryFn: () => ask(api.GET('/v1/todo')), refetchInterval: 60_000 });
  const rows = asked.data?.data ?? [];
  return (
    <Section title={t('todo.title')}>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.isSuccess && rows.length === 0 && (
        <Group gap="sm">
          <ThemeIcon variant="light" color="teal" radius="xl" aria-hidden>
            <Check size={16} />
          </ThemeIcon>
          <Text>{t('todo.nothing')}</Text>
        </Group>
      )}
      <ul className={classes.list}>
        {rows.map((row) => (
          <Entry key={row.kind} row={row} />
        ))}
      </ul>
    </Section>
  );
}

function Entry({ row }: { row: Waiting }) {
  const t = useWords('home');
  const { icon: Icon, screen, search } = kinds[row.kind];
  const text = t(`todo.${row.kind}`, { count: row.count });
  return (
    <li className={classes.entry}>
      <ThemeIcon variant="light" radius="md" size="lg" aria-hidden>
        <Icon size={18} />
      </ThemeIcon>
      <div>
        {hasScreen(screen) ? (
          <Anchor component={Link} to={`${screen}${search}`} fw={560}>
            {text}
          </Anchor>
        ) : (
          <Text fw={560}>{text}</Text>
        )}
        <Group gap="sm">
          {row.amounts.map(({ currency, amount }) => (
            <Text key={currency} size="sm" c="dimmed" component="div">
              <Money amount={amount} currency={currency} />
            </Text>
          ))}
          {row.since && (
            <Text size="sm" c="dimmed" component="div">
              {t('todo.since')} <Instant at={row.since} to="day" />
            </Text>
          )}
        </Group>
      </div>
    </li>
  );
}
