import { Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { PartnerName } from '../names/names.tsx';
import { AddCoupon } from './add-coupon.tsx';
import { EditCoupon } from './edit-coupon.tsx';

export type Coupon = Row<'/v1/coupons'>;

interface CouponTableProps {
  /** Only those of this set. */
  readonly promoToolId?: string;
  /** Beside the button that makes one. */
  readonly acts?: ReactNode;
}

/** Coupons with whose they are and how often they were used. */
export function CouponTable({ promoToolId, acts }: CouponTableProps) {
  const t = useWords('coupons');
  const mayWrite = useMay('write');
  const columns = useColumns(mayWrite);
  const add = mayWrite && <AddCoupon promoToolId={promoToolId ?? null} />;
  return (
    <DataTable
      name="coupons"
      prefix={promoToolId ? 'coupon_' : ''}
      label={t('list.title')}
      columns={columns}
      rowKey={(row) => row.id}
      fixed={{ promo_tool_id: promoToolId }}
      load={(query) => ask(api.GET('/v1/coupons', { params: { query } }))}
      acts={
        <>
          {acts}
          {add}
        </>
      }
      empty={
        <EmptyNote icon={Ticket} title={t('list.empty')} text={t('list.empty_text')}>
          {acts}
          {add}
        </EmptyNote>
      }
    />
  );
}

function useColumns(mayWrite: boolean): Column<Coupon>[] {
  const t = useWords('coupons');
  return [
    {
      key: 'code',
      label: t('field.code'),
      cell: (row) => <span translate="no">{row.code}</span>,
      csv: (row) => row.code,
    },
    {
      key: 'partner',
      label: t('field.partner'),
      cell: (row) => <PartnerName id={row.partner_id} />,
      csv: (row) => row.partner_id,
    },
    {
      key: 'state',
      label: t('field.state'),
      cell: (row) => <StatusBadge status={row.state} />,
      csv: (row) => row.state,
    },
    {
      key: 'uses',
      label: t('field.uses'),
      cell: (row) => (row.max_uses === null ? row.uses : t('list.of', { uses: row.uses, most: row.max_uses })),
      csv: (row) => row.uses,
      align: 'right',
    },
    {
      key: 'starts',
      label: t('field.starts_at'),
      cell: (row) => <Instant at={row.starts_at} />,
      csv: (row) => row.starts_at,
      wide: true,
    },
    {
      key: 'ends',
      label: t('field.ends_at'),
      cell: (row) => <Instant at={row.ends_at} />,
      csv: (row) => row.ends_at,
      wide: true,
    },
    ...(mayWrite ? [{ key: 'acts', label: t('field.acts'), cell: (row: Coupon) => <EditCoupon coupon={row} /> }] : []),
  ];
}
