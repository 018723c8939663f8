import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CalendarClock, HandCoins } from 'lucide-react';
import type { Answer } from '../../api/types.ts';
import { Money, useFormats } from '../../ui/format.tsx';
import { useWords } from '../../ui/words.ts';
import { amountText, dayText, instantText } from '../../ui/write-figures.ts';
import { useCenter } from '../center.ts';
import { hrefOf } from '../screens.ts';
import classes from './home.module.css';

export type Balance = Answer<'/v1/center/home'>['balances'][number];

/** What is paid next, and when; and where nothing is, why, and what to do about it. */
export function NextPayment({ balance }: { balance: Balance }) {
  const t = useWords('home');
  const { embedded } = useCenter();
  const { currency, next_payment: next } = balance;
  const why = useReason(balance);
  const Icon = next.reason === null ? HandCoins : CalendarClock;
  const todo = next.reason === 'no_payout_method' && !embedded;
  return (
    <Card className={classes.next} component="section" aria-label={t('next.title')} data-currency={currency}>
      <Group wrap="nowrap" align="flex-start" gap="md">
        <span className={classes.icon}>
          <Icon size={22} strokeWidth={1.7} aria-hidden />
        </span>
        <Stack gap={2}>
          <Text size="sm" c="dimmed">
            {t('next.title')}
          </Text>
          <Text className={classes.amount} component="p">
            {next.reason === null ? <Money amount={next.amount} currency={currency} /> : t('next.none')}
          </Text>
          <Text size="sm">{why}</Text>
          {todo && (
            <Anchor component={Link} to={hrefOf('/settings')} size="sm" fw={560}>
              {t('next.say_how')}
            </Anchor>
          )}
        </Stack>
      </Group>
    </Card>
  );
}

/** Plain words for when, or for why not. */
function useReason({ currency, pending, next_payment: next }: Balance): string {
  const t = useWords('home');
  const { locale, timeZone } = useFormats();
  const money = (amount: number | null): string => amountText(BigInt(amount ?? 0), currency, locale);
  const on = next.on ? dayText(next.on, locale) : null;
  if (next.reason === null) return on ? t('next.on', { day: on }) : t('next.soon');
  if (next.reason === 'nothing_payable' && pending > 0) return t('next.only_pending', { amount: money(pending) });
  const until = next.waits_until ? instantText(next.waits_until, 'minute', locale, timeZone) : '';
  return t(`next.why.${next.reason}`, { threshold: money(next.threshold), missing: money(next.missing), until });
}
