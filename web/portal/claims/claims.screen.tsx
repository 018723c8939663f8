import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
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
import { useApi } from '../center.ts';
import { hrefOf } from '../screens.ts';

type Claim = Row<'/v1/center/claims'>;

/** Sales that the partner missed and asked about, each with its answer. */
export default function ClaimsScreen() {
  const t = useWords('claims');
  const api = useApi();
  const add = (
    <Button component={Link} to={hrefOf('/claims/new')}>
      {t('list.new')}
    </Button>
  );
  const columns: Column<Claim>[] = [
    {
      key: 'what',
      label: t('column.what'),
      cell: (row) => <What row={row} />,
      csv: (row) => row.order_id ?? row.email,
    },
    {
      key: 'status',
      label: t('column.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    { key: 'answer', label: t('column.answer'), cell: (row) => <AnswerText row={row} />, csv: (row) => row.reason },
    {
      key: 'sent',
      label: t('column.sent'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
    },
  ];
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        {add}
      </ScreenHead>
      <DataTable
        name="claims"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/center/claims', { params: { query } }))}
        empty={
          <EmptyNote icon={MessageCircleQuestion} title={t('list.empty')} text={t('list.empty_text')}>
            {add}
          </EmptyNote>
        }
      />
    </>
  );
}

function What({ row }: { row: Claim }) {
  const t = useWords('claims');
  return (
    <div>
      <Text size="sm" fw={550}>
        {row.order_id ? t('order', { number: row.order_id }) : row.email}
        {row.occurred_on && (
          <>
            {' · '}
            <Day day={row.occurred_on} />
          </>
        )}
      </Text>
      {row.text && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {row.text}
        </Text>
      )}
    </div>
  );
}

function AnswerText({ row }: { row: Claim }) {
  const t = useWords('claims');
  if (row.reason) return <>{row.reason}</>;
  if (row.status !== 'open') return <>{t(`said.${row.status}`)}</>;
  return <>{t(`finding.${row.finding}`)}</>;
}
