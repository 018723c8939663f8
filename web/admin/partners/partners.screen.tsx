import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FileUp, UserPlus, Users } from 'lucide-react';
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
import { ProgramName, useProgramChoices } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { BulkActs } from './bulk-acts.tsx';

export type Partner = Row<'/v1/partners'>;

const statuses = ['pending', 'approved', 'suspended', 'rejected'] as const;

export default function PartnersScreen() {
  const t = useWords('partners');
  const mayWrite = useMay('write');
  const programs = useProgramChoices();
  const columns: Column<Partner>[] = [
    {
      key: 'name',
      label: t('list.name'),
      cell: (row) => (
        <>
          <Text span fw={560} display="block">
            {row.name ?? row.email}
          </Text>
          {row.name && (
            <Text span size="xs" c="dimmed">
              {row.email}
            </Text>
          )}
        </>
      ),
      csv: (row) => row.name,
    },
    { key: 'code', label: t('list.code'), cell: (row) => row.code, csv: (row) => row.code },
    {
      key: 'program',
      label: t('list.program'),
      cell: (row) => <ProgramName id={row.program_id} plain />,
      csv: (row) => programs.find((one) => one.value === row.program_id)?.label ?? row.program_id,
    },
    {
      key: 'status',
      label: t('list.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'joined',
      label: t('list.joined'),
      cell: (row) => <Instant at={row.joined_at} to="day" />,
      csv: (row) => row.joined_at,
      wide: true,
    },
    {
      key: 'paid_by',
      label: t('list.paid_by'),
      cell: (row) => (row.payout_method ? t(`methods.${row.payout_method.kind}`) : '–'),
      csv: (row) => row.payout_method?.kind ?? '',
      wide: true,
    },
  ];
  const acts = mayWrite && (
    <>
      <Button
        component={Link}
        to={hrefOf('/partners/import')}
        variant="default"
        leftSection={<FileUp size={16} aria-hidden />}
      >
        {t('list.import')}
      </Button>
      <Button component={Link} to={hrefOf('/partners/new')} leftSection={<UserPlus size={16} aria-hidden />}>
        {t('list.new')}
      </Button>
    </>
  );
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        {acts}
      </ScreenHead>
      <DataTable<Partner>
        name="partners"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/partners', { params: { query } }))}
        filters={[
          { name: 'q', label: t('list.search'), kind: 'text' },
          {
            name: 'status',
            label: t('list.status'),
            kind: 'choice',
            options: statuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
          },
          { name: 'program_id', label: t('list.program'), kind: 'choice', options: programs },
        ]}
        to={(row) => hrefOf('/partners/$partner_id', { partner_id: row.id })}
        {...(mayWrite ? { bulk: (rows, clear) => <BulkActs rows={rows} clear={clear} /> } : {})}
        empty={
          <EmptyNote icon={Users} title={t('list.empty')} text={t('list.empty_text')}>
            {acts}
          </EmptyNote>
        }
      />
    </>
  );
}
