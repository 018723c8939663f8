import type { Row } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';

export type Earning = Row<'/v1/center/commissions'>;

/** What each earning is for, in a few words. */
export function useEarningName(): (row: Earning) => string {
  const t = useWords('earnings');
  return (row) => {
    if (row.kind === 'reversal') return t(`reasons.${row.reason ?? 'refund'}`);
    const name = row.kind === 'sale' ? (row.product ?? t('kinds.sale')) : t(`kinds.${row.kind}`);
    return row.tier === 2 ? t('by_recruit', { name }) : name;
  };
}

/** The columns of every list of earnings. */
export function useEarningColumns(): Column<Earning>[] {
  const t = useWords('earnings');
  const nameOf = useEarningName();
  return [
    { key: 'for', label: t('column.for'), cell: nameOf, csv: nameOf },
    {
      key: 'at',
      label: t('column.at'),
      cell: (row) => <Instant at={row.occurred_at} to="day" />,
      csv: (row) => row.occurred_at,
    },
    {
      key: 'order',
      label: t('column.order'),
      cell: (row) => row.order_reference ?? '–',
      csv: (row) => row.order_reference,
      wide: true,
    },
    {
      key: 'status',
      label: t('column.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'payable_on',
      label: t('column.payable_on'),
      cell: (row) => <Instant at={row.payable_on} to="day" />,
      csv: (row) => row.payable_on,
      wide: true,
    },
    {
      key: 'amount',
      label: t('column.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} />,
      align: 'right',
    },
  ];
}
