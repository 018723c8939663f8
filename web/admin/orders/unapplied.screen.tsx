import { Badge } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';

/** Refunds without an order, or that did not fit theirs. */
export default function UnappliedScreen() {
  const t = useWords('orders');
  return (
    <>
      <ScreenHead
        title={t('unapplied.title')}
        text={t('unapplied.text')}
        back={{ to: hrefOf('/orders'), label: t('list.title') }}
      />
      <DataTable<Row<'/v1/refunds/unapplied'>>
        name="unapplied-refunds"
        label={t('unapplied.title')}
        columns={[
          { key: 'number', label: t('unapplied.number'), cell: (row) => row.refund_id, csv: (row) => row.refund_id },
          { key: 'order', label: t('unapplied.order'), cell: (row) => row.order_id, csv: (row) => row.order_id },
          {
            key: 'at',
            label: t('unapplied.at'),
            cell: (row) => <Instant at={row.occurred_at} />,
            csv: (row) => row.occurred_at,
          },
          {
            key: 'status',
            label: t('unapplied.status'),
            cell: (row) => <Badge color="gray">{t(`refunds.${row.status}`)}</Badge>,
            csv: (row) => row.status,
          },
          { key: 'why', label: t('unapplied.why'), cell: (row) => row.note ?? '–', csv: (row) => row.note },
        ]}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/refunds/unapplied', { params: { query } }))}
        empty={<EmptyNote icon={RotateCcw} title={t('unapplied.empty')} text={t('unapplied.empty_text')} />}
      />
    </>
  );
}
