import { Badge, Group, Text } from '@mantine/core';
import { toDecimalText } from '../../../server/values/money.ts';
import type { Row } from '../../api/types.ts';
import { Instant, Money, Rate } from '../../ui/format.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { OrderNumber, PartnerName } from '../names/names.tsx';

export type Commission = Row<'/v1/commissions'>;

/** The columns of every table of commissions; of one partner's, without the partner. */
export function useCommissionColumns({ ofPartner = false }: { ofPartner?: boolean } = {}): Column<Commission>[] {
  const t = useWords('commissions');
  return [
    {
      key: 'at',
      label: t('column.at'),
      cell: (row) => <Instant at={row.occurred_at} to="day" />,
      csv: (row) => row.occurred_at,
    },
    ...(ofPartner
      ? []
      : [
          {
            key: 'partner',
            label: t('column.partner'),
            cell: (row: Commission) => <PartnerName id={row.partner_id} />,
            csv: (row: Commission) => row.partner_id,
          },
        ]),
    {
      key: 'for',
      label: t('column.for'),
      cell: (row) => (
        <>
          {t(`kinds.${row.kind}`)}
          {row.tier === 2 && ` · ${t('tier2')}`}
          {row.sku && (
            <Text span size="xs" c="dimmed" display="block">
              {row.sku}
            </Text>
          )}
        </>
      ),
      csv: (row) => row.kind,
    },
    {
      key: 'order',
      label: t('column.order'),
      cell: (row) => <OrderNumber id={row.order_id} />,
      csv: (row) => row.order_id,
    },
    {
      key: 'rate',
      label: t('column.rate'),
      cell: (row) =>
        row.rate_bps !== null ? (
          <Rate bps={row.rate_bps} />
        ) : row.flat ? (
          <Money amount={row.flat.amount} currency={row.currency} />
        ) : (
          '–'
        ),
      csv: (row) => row.rate_bps ?? '',
      align: 'right',
      wide: true,
    },
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
      cell: (row) => (
        <Group gap={6}>
          <StatusBadge status={row.status} />
          {row.held_reason && <Badge color="yellow">{t(`held.${row.held_reason}`)}</Badge>}
        </Group>
      ),
      csv: (row) => (row.held_reason ? `${row.status} (${row.held_reason})` : row.status),
    },
    {
      key: 'payable_on',
      label: t('column.payable_on'),
      cell: (row) => (row.status === 'pending' && !row.held_reason ? <Instant at={row.payable_on} to="day" /> : '–'),
      csv: (row) => row.payable_on,
      wide: true,
    },
  ];
}
