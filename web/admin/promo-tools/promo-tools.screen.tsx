import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Files, Link2, Plus, TicketPercent } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { useProgramChoices } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { Audience } from './audience.tsx';
import { kindNames, kinds, type PromoTool } from './kinds.ts';

const states = ['draft', 'scheduled', 'shown', 'ended', 'archived'] as const;

/** What partners promote with. */
export default function PromoToolsScreen() {
  const t = useWords('promo');
  const programs = useProgramChoices();
  const add = useMay('write') && (
    <Button component={Link} to={hrefOf('/promo-tools/new')} leftSection={<Plus size={15} aria-hidden />}>
      {t('list.add')}
    </Button>
  );
  const columns = useColumns();
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')}>
        <Beside />
        {add}
      </ScreenHead>
      <DataTable
        name="promo-tools"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/promo_tools', { params: { query } }))}
        filters={[
          {
            name: 'kind',
            label: t('field.kind'),
            kind: 'choice',
            options: kindNames.map((value) => ({ value, label: t(`kind.${value}.name`) })),
          },
          { name: 'program_id', label: t('field.program'), kind: 'choice', options: programs },
          {
            name: 'state',
            label: t('field.state'),
            kind: 'choice',
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
        to={(row) => hrefOf('/promo-tools/$promo_tool_id', { promo_tool_id: row.id })}
        empty={
          <EmptyNote icon={Link2} title={t('list.empty')} text={t('list.empty_text')}>
            {add}
          </EmptyNote>
        }
      />
    </>
  );
}

function KindName({ kind }: { kind: PromoTool['kind'] }) {
  const t = useWords('promo');
  const Icon = kinds[kind].icon;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={15} aria-hidden />
      <Text span inherit>
        {t(`kind.${kind}.name`)}
      </Text>
    </Group>
  );
}

function useColumns(): Column<PromoTool>[] {
  const t = useWords('promo');
  return [
    { key: 'name', label: t('field.name'), cell: (row) => row.name, csv: (row) => row.name },
    { key: 'kind', label: t('field.kind'), cell: (row) => <KindName kind={row.kind} />, csv: (row) => row.kind },
    {
      key: 'state',
      label: t('field.state'),
      cell: (row) => <StatusBadge status={row.state} />,
      csv: (row) => row.state,
    },
    { key: 'for', label: t('field.for'), cell: (row) => <Audience tool={row} />, wide: true },
    {
      key: 'starts',
      label: t('field.starts_at'),
      cell: (row) => <Instant at={row.starts_at} to="day" />,
      csv: (row) => row.starts_at,
      wide: true,
    },
    {
      key: 'ends',
      label: t('field.ends_at'),
      cell: (row) => <Instant at={row.ends_at} to="day" />,
      csv: (row) => row.ends_at,
      wide: true,
    },
  ];
}

/** What belongs to the tools: files and coupons. */
function Beside() {
  const t = useWords('promo');
  return (
    <>
      <Button
        component={Link}
        to={hrefOf('/promo-tools/uploads')}
        variant="default"
        leftSection={<Files size={15} aria-hidden />}
      >
        {t('list.uploads')}
      </Button>
      <Button
        component={Link}
        to={hrefOf('/coupons')}
        variant="default"
        leftSection={<TicketPercent size={15} aria-hidden />}
      >
        {t('list.coupons')}
      </Button>
    </>
  );
}
