import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { HandCoins, Play } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant, Money } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { usePayoutColumns } from './payout-columns.tsx';
import { sumsOf } from './sums.ts';

type Run = Row<'/v1/payout_runs'>;

export default function PayoutsScreen() {
  const t = useWords('payouts');
  const mayPay = useMay('payouts');
  const columns: Column<Run>[] = [
    {
      key: 'created',
      label: t('column.run'),
      cell: (row) => <Instant at={row.created_at} />,
      csv: (row) => row.created_at,
    },
    {
      key: 'amount',
      label: t('column.amount'),
      cell: (row) =>
        sumsOf(row.totals).map(({ currency, amount }) => <Money key={currency} amount={amount} currency={currency} />),
      csv: (row) =>
        sumsOf(row.totals)
          .map(({ currency, amount }) => `${amount} ${currency}`)
          .join(' '),
      align: 'right',
    },
    {
      key: 'payouts',
      label: t('column.payouts'),
      cell: (row) => row.totals.reduce((sum, one) => sum + one.payouts, 0),
      csv: (row) => row.totals.reduce((sum, one) => sum + one.payouts, 0),
      align: 'right',
    },
    {
      key: 'status',
      label: t('column.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'author',
      label: t('column.author'),
      cell: (row) => <AuthorName author={row.author} />,
      csv: (row) => row.author,
      wide: true,
    },
  ];
  const payoutColumns = usePayoutColumns();
  const make = mayPay && (
    <Button component={Link} to={hrefOf('/payouts/new')} leftSection={<Play size={16} aria-hidden />}>
      {t('runs.new')}
    </Button>
  );
  const statuses = ['in_flight', 'paid', 'failed', 'returned', 'cancelled'] as const;
  return (
    <>
      <ScreenHead title={t('runs.title')} text={t('runs.text')}>
        {make}
      </ScreenHead>
      <Section title={t('runs.list')} flush>
        <DataTable
          name="payout-runs"
          label={t('runs.list')}
          prefix="run_"
          limit={10}
          columns={columns}
          rowKey={(row) => row.id}
          load={(query) => ask(api.GET('/v1/payout_runs', { params: { query } }))}
          to={(row) => hrefOf('/payouts/$run_id', { run_id: row.id })}
          empty={
            <EmptyNote icon={HandCoins} title={t('runs.empty')} text={t('runs.empty_text')}>
              {make}
            </EmptyNote>
          }
        />
      </Section>
      <Section title={t('all.title')} text={t('all.text')} flush>
        <DataTable
          name="payouts"
          label={t('all.title')}
          columns={payoutColumns}
          rowKey={(row) => row.id}
          load={(query) => ask(api.GET('/v1/payouts', { params: { query } }))}
          filters={[
            {
              name: 'status',
              label: t('column.status'),
              kind: 'choice',
              options: statuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
            },
          ]}
          empty={<EmptyNote icon={HandCoins} title={t('all.empty')} text={t('all.empty_text')} />}
        />
      </Section>
    </>
  );
}
