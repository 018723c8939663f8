import { Alert, Anchor, Skeleton, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { MessageCircleQuestion } from 'lucide-react';
import type { Query } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { askedOf, type Period } from '../../ui/periods.ts';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { useCenter, useMe, useToday } from '../center.ts';
import { hrefOf } from '../screens.ts';
import { Balances } from './balances.tsx';
import { HomeFigures } from './figures.tsx';
import { NextPayment } from './next-payment.tsx';
import { useHome } from './use-home.ts';

const WEEKS_FROM_DAYS = 100;

/** The first screen: the next payment, the own link, and how it goes. */
export default function HomeScreen() {
  const t = useWords('home');
  const { branding } = useCenter();
  const me = useMe();
  const today = useToday();
  const home = useHome(queryOf(usePeriod(today)));
  const balances = home.data?.balances ?? [];
  const first = me.name?.split(' ')[0];
  return (
    <>
      <ScreenHead title={first ? t('hello', { name: first }) : t('title')} text={branding?.texts.welcome}>
        <PeriodPicker today={today} />
      </ScreenHead>
      <Stack gap="lg">
        <ErrorNote error={home.error} retry={() => void home.refetch()} />
        {home.data && home.data.claims_open > 0 && <OpenClaims count={home.data.claims_open} />}
        {home.isPending && <Skeleton height={110} radius="lg" />}
        {balances.map((balance) => (
          <NextPayment key={balance.currency} balance={balance} />
        ))}
        {me.may.promote && (
          <Section title={t('link.title')} text={t('link.text')}>
            <CopyField label={t('link.label')} value={me.link.short_url} />
            <Anchor component={Link} to={hrefOf('/links')} size="sm" mt="sm" display="inline-block">
              {t('link.more')}
            </Anchor>
          </Section>
        )}
        {home.isPending && <Skeleton height={340} radius="lg" />}
        {home.data && (
          <Section title={t('goes')}>
            <HomeFigures home={home.data} />
          </Section>
        )}
        {balances.map((balance) => (
          <Balances key={balance.currency} balance={balance} />
        ))}
      </Stack>
    </>
  );
}

/** A point for each day, and over longer times for each week. */
function queryOf(period: Period): Query<'/v1/center/home'> {
  const { from, to } = askedOf(period);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return { from, to, interval: days > WEEKS_FROM_DAYS ? 'week' : 'day' };
}

function OpenClaims({ count }: { count: number }) {
  const t = useWords('home');
  return (
    <Alert color="blue" icon={<MessageCircleQuestion size={18} aria-hidden />}>
      <Anchor component={Link} to={hrefOf('/claims')} c="inherit" underline="always">
        {t('claims_open', { count })}
      </Anchor>
    </Alert>
  );
}
