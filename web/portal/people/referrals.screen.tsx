import { Users } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Count, Day, Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMe } from '../center.ts';

type Referral = Row<'/v1/center/referrals'>;

/** Leads and customers that came by the partner, as far as the program shows them. */
export default function ReferralsScreen() {
  const t = useWords('people');
  const api = useApi();
  const { program } = useMe();
  const columns: Column<Referral>[] = [
    {
      key: 'who',
      label: t('who'),
      cell: (row) => row.name ?? t('reference', { reference: row.reference }),
      csv: (row) => row.name ?? row.reference,
    },
    { key: 'status', label: t('state'), cell: (row) => <StatusBadge status={row.status} />, csv: (row) => row.status },
    {
      key: 'since',
      label: t('since'),
      cell: (row) => <Instant at={row.since} to="day" />,
      csv: (row) => row.since,
    },
    {
      key: 'orders',
      label: t('orders'),
      cell: (row) => <Count value={row.orders} />,
      csv: (row) => row.orders,
      align: 'right',
    },
    {
      key: 'last',
      label: t('last_order'),
      cell: (row) => <Day day={row.last_order_on} />,
      csv: (row) => row.last_order_on,
    },
  ];
  return (
    <>
      <ScreenHead title={t('referrals.title')} text={t(`referrals.shows.${program.sees_customers}`)} />
      <DataTable
        name="referrals"
        label={t('referrals.title')}
        columns={columns}
        rowKey={(row) => row.reference}
        load={(query) => ask(api.GET('/v1/center/referrals', { params: { query } }))}
        empty={<EmptyNote icon={Users} title={t('referrals.empty')} text={t('referrals.empty_text')} />}
      />
    </>
  );
}
