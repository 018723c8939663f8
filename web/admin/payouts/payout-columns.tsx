import { toDecimalText } from '../../../server/values/money.ts';
import type { Row } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { PartnerName } from '../names/names.tsx';

export type Payout = Row<'/v1/payouts'>;

/** The columns of every table of payouts; of one partner's, without the partner. */
export function usePayoutColumns({ ofPartner = false }: { ofPartner?: boolean } = {}): Column<Payout>[] {
  const t = useWords('payouts');
  return [
    {
      key: 'created',
      label: t('column.created'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
    },
    ...(ofPartner
      ? []
      : [
          {
            key: 'partner',
            label: t('column.partner'),
            cell: (row: Payout) => <PartnerName id={row.partner_id} />,
            csv: (row: Payout) => row.partner_id,
          },
        ]),
    { key: 'method', label: t('column.method'), cell: (row) => t(`methods.${row.method}`), csv: (row) => row.method },
    {
      key: 'amount',
      label: t('column.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} />,
      csv: (row) => toDecimalText(BigInt(row.amount), row.currency),
      align: 'right',
    },
    {
      key: 'status',
      label: t('column.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'reference',
      label: t('column.reference'),
      cell: (row) => row.reference ?? row.reason ?? '–',
      csv: (row) => row.reference ?? row.reason,
      wide: true,
    },
    {
      key: 'settled',
      label: t('column.settled'),
      cell: (row) => <Instant at={row.settled_at} to="day" />,
      csv: (row) => row.settled_at,
      wide: true,
    },
  ];
}
