import { Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FileText, HandCoins } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant, Money } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { NextPayment } from '../home/next-payment.tsx';
import { useHome } from '../home/use-home.ts';
import { hrefOf } from '../screens.ts';

type Payment = Row<'/v1/center/payouts'>;

/** What is paid next, and everything that was paid. */
export default function PaymentsScreen() {
  const t = useWords('payments');
  const ui = useWords('ui');
  const api = useApi();
  const home = useHome({});
  const columns: Column<Payment>[] = [
    {
      key: 'at',
      label: t('column.at'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
    },
    { key: 'method', label: t('column.method'), cell: (row) => ui(`methods.${row.method}`), csv: (row) => row.method },
    {
      key: 'status',
      label: t('column.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'reference',
      label: t('column.reference'),
      cell: (row) => row.reference ?? '–',
      csv: (row) => row.reference,
      wide: true,
    },
    {
      key: 'amount',
      label: t('column.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} />,
      align: 'right',
    },
  ];
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        <Button
          component={Link}
          to={hrefOf('/statements')}
          variant="default"
          leftSection={<FileText size={15} aria-hidden />}
        >
          {t('statement.title')}
        </Button>
      </ScreenHead>
      <Stack gap="lg">
        {home.data?.balances.map((balance) => (
          <NextPayment key={balance.currency} balance={balance} />
        ))}
        <DataTable
          name="payments"
          label={t('list.title')}
          columns={columns}
          rowKey={(row) => row.id}
          load={(query) => ask(api.GET('/v1/center/payouts', { params: { query } }))}
          to={(row) => hrefOf('/payments/$payout_id', { payout_id: row.id })}
          empty={<EmptyNote icon={HandCoins} title={t('list.empty')} text={t('list.empty_text')} />}
        />
      </Stack>
    </>
  );
}
