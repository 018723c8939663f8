import { Text } from '@mantine/core';
import { toDecimalText } from '../../../server/values/money.ts';
import type { Row } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { ContactName, PartnerName } from '../names/names.tsx';

export type Order = Row<'/v1/orders'>;

/** The columns of every table of orders; of one partner's, without the partner. */
export function useOrderColumns({ ofPartner = false }: { ofPartner?: boolean } = {}): Column<Order>[] {
  const t = useWords('orders');
  return [
    {
      key: 'number',
      label: t('column.number'),
      cell: (row) => (
        <Text span fw={560}>
          {row.order_id}
        </Text>
      ),
      csv: (row) => row.order_id,
    },
    {
      key: 'at',
      label: t('column.at'),
      cell: (row) => <Instant at={row.occurred_at} />,
      csv: (row) => row.occurred_at,
    },
    {
      key: 'customer',
      label: t('column.customer'),
      cell: (row) => <ContactName id={row.contact_id} />,
      csv: (row) => row.contact_id,
      wide: true,
    },
    {
      key: 'credit',
      label: t('column.credit'),
      cell: (row) => (
        <>
          {row.credit.partner_id && !ofPartner && <PartnerName id={row.credit.partner_id} />}
          <Text span size="xs" c="dimmed" display="block">
            {t(`reasons.${row.credit.reason}`)}
          </Text>
        </>
      ),
      csv: (row) => `${row.credit.partner_id ?? ''} ${row.credit.reason}`.trim(),
    },
    {
      key: 'total',
      label: t('column.total'),
      cell: (row) => <Money amount={row.total_amount} currency={row.currency} />,
      csv: (row) => toDecimalText(BigInt(row.total_amount), row.currency),
      align: 'right',
    },
    {
      key: 'refunded',
      label: t('column.refunded'),
      cell: (row) => (row.refunded_amount > 0 ? <Money amount={row.refunded_amount} currency={row.currency} /> : '–'),
      csv: (row) => toDecimalText(BigInt(row.refunded_amount), row.currency),
      align: 'right',
      wide: true,
    },
  ];
}
