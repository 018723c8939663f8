import { MessageCircleQuestion } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Day, Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';

type Claim = Row<'/v1/claims'>;
const states = ['open', 'accepted', 'declined'] as const;

/** Sales that partners miss, each with what the check found. */
export default function ClaimsScreen() {
  const t = useWords('claims');
  const columns = useColumns();
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')} />
      <DataTable
        name="claims"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/claims', { params: { query } }))}
        filters={[
          {
            name: 'status',
            label: t('column.status'),
            kind: 'choice',
            options: states.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        to={(row) => hrefOf('/claims/$claim_id', { claim_id: row.id })}
        empty={<EmptyNote icon={MessageCircleQuestion} title={t('list.empty')} text={t('list.empty_text')} />}
      />
    </>
  );
}

function useColumns(): Column<Claim>[] {
  const t = useWords('claims');
  return [
    {
      key: 'about',
      label: t('column.about'),
      cell: (row) => row.order_id ?? row.email ?? t('one.claim'),
      csv: (row) => row.order_id ?? row.email,
    },
    {
      key: 'partner',
      label: t('column.partner'),
      cell: (row) => <PartnerName id={row.partner_id} />,
      csv: (row) => row.partner_id,
    },
    {
      key: 'status',
      label: t('column.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'found',
      label: t('column.found'),
      cell: (row) => t(`outcome.${row.check.outcome}`),
      csv: (row) => row.check.outcome,
      wide: true,
    },
    {
      key: 'day',
      label: t('column.day'),
      cell: (row) => <Day day={row.occurred_on} />,
      csv: (row) => row.occurred_on,
      wide: true,
    },
    {
      key: 'at',
      label: t('column.at'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
    },
  ];
}
