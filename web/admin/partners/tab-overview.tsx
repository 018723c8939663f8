import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Count, Day, Instant, Money } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { askedOf } from '../../ui/periods.ts';
import { Facts, Figure, Figures, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useToday } from '../frame/me.tsx';
import { PartnerName, ProgramName } from '../names/names.tsx';
import type { PartnerDetail } from './use-partner.ts';

export default function OverviewTab({ partner }: { partner: PartnerDetail }) {
  return (
    <Stack gap="lg">
      <PartnerFigures partner={partner} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <BalanceSheet partner={partner} />
        <Who partner={partner} />
      </SimpleGrid>
    </Stack>
  );
}

function PartnerFigures({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const today = useToday();
  const period = usePeriod(today);
  const query = { ...askedOf(period), partner_id: partner.id };
  const asked = useQuery({
    queryKey: ['partner', partner.id, 'figures', period],
    queryFn: () => ask(api.GET('/v1/reports/partners', { params: { query } })),
  });
  const rows = asked.data?.data ?? [];
  const first = rows[0];
  const sum = (name: 'clicks' | 'leads' | 'orders'): number => rows.reduce((all, row) => all + row[name], 0);
  return (
    <Section title={t('figures.title')} acts={<PeriodPicker today={today} />}>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      <Figures>
        <Figure label={t('figures.clicks')} value={<Count value={sum('clicks')} />} />
        <Figure label={t('figures.leads')} value={<Count value={sum('leads')} />} />
        <Figure label={t('figures.orders')} value={<Count value={sum('orders')} />} />
        <Figure
          label={t('figures.revenue')}
          value={first ? <Money amount={first.revenue} currency={first.currency} /> : '–'}
        />
        <Figure
          label={t('figures.commission')}
          value={first ? <Money amount={first.commission} currency={first.currency} /> : '–'}
        />
      </Figures>
    </Section>
  );
}

function BalanceSheet({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const asked = useQuery({
    queryKey: ['partner', partner.id, 'balances'],
    queryFn: () => ask(api.GET('/v1/partners/{id}/balances', { params: { path: { id: partner.id } } })),
  });
  return (
    <Section title={t('money.title')}>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.data?.data.map((one) => (
        <Stack key={one.currency} gap="xs">
          <Facts
            facts={[
              ...(['pending', 'payable', 'in_flight', 'paid'] as const).map(
                (name) =>
                  [t(`money.${name}`), <Money key={name} amount={one[name]} currency={one.currency} />] as const,
              ),
              [t('money.next'), <Money key="n" amount={one.next_payment.amount} currency={one.currency} />],
              one.next_payment.on !== null && [t('money.on'), <Day key="o" day={one.next_payment.on.slice(0, 10)} />],
            ]}
          />
          {one.next_payment.reason && (
            <Text size="sm" c="dimmed">
              {t(`money.reasons.${one.next_payment.reason}`)}
            </Text>
          )}
        </Stack>
      ))}
    </Section>
  );
}

function Who({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const method = partner.payout_method;
  return (
    <Section title={t('who.title')}>
      <Stack gap="md">
        <CopyField label={t('who.link')} value={partner.link.url} block />
        <Facts
          facts={[
            [t('list.program'), <ProgramName key="p" id={partner.program_id} />],
            [t('list.code'), partner.code],
            [t('list.joined'), <Instant key="j" at={partner.joined_at} to="day" />],
            [t('who.sponsor'), <PartnerName key="s" id={partner.sponsor_id} />],
            [t('list.paid_by'), method ? `${t(`methods.${method.kind}`)} ${method.hint ?? ''}` : t('method.none')],
            method?.waits_until != null && [t('method.waits'), <Instant key="w" at={method.waits_until} />],
          ]}
        />
      </Stack>
    </Section>
  );
}
