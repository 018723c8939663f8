import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plus, Target } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { TermsLine } from './terms-line.tsx';

type Program = Row<'/v1/programs'>;

export default function ProgramsScreen() {
  const t = useWords('programs');
  const mayWrite = useMay('write');
  const make = mayWrite && (
    <Button component={Link} to={hrefOf('/programs/new')} leftSection={<Plus size={16} aria-hidden />}>
      {t('list.new')}
    </Button>
  );
  const columns: Column<Program>[] = [
    {
      key: 'name',
      label: t('list.name'),
      cell: (row) => (
        <Text span fw={560}>
          {row.name}
        </Text>
      ),
      csv: (row) => row.name,
    },
    {
      key: 'terms',
      label: t('list.terms'),
      cell: (row) => <TermsLine terms={row.default_terms} currency={row.currency} />,
      csv: (row) => (row.default_terms ? JSON.stringify(row.default_terms) : ''),
    },
    { key: 'tiers', label: t('list.tiers'), cell: (row) => row.tiers, csv: (row) => row.tiers, wide: true },
    {
      key: 'hold',
      label: t('list.hold'),
      cell: (row) => t('days', { count: row.hold_days }),
      csv: (row) => row.hold_days,
      wide: true,
    },
    { key: 'currency', label: t('list.currency'), cell: (row) => row.currency, csv: (row) => row.currency, wide: true },
    {
      key: 'state',
      label: t('list.state'),
      cell: (row) => <StatusBadge status={row.ended_at ? 'ended' : 'active'} />,
      csv: (row) => row.ended_at ?? '',
    },
    {
      key: 'created',
      label: t('list.created'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
      wide: true,
    },
  ];
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        {make}
      </ScreenHead>
      <DataTable
        name="programs"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/programs', { params: { query } }))}
        to={(row) => hrefOf('/programs/$program_id', { program_id: row.id })}
        empty={
          <EmptyNote icon={Target} title={t('list.empty')} text={t('list.empty_text')}>
            <Group>{make}</Group>
          </EmptyNote>
        }
      />
    </>
  );
}
