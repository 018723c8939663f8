import { Inbox } from 'lucide-react';
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
import { PartnerName, ProgramName, useProgramChoices } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { DecideButtons } from './decide-buttons.tsx';

type Application = Row<'/v1/applications'>;
const states = ['waiting', 'approved', 'rejected'] as const;

/** Who wants to become a partner. */
export default function ApplicationsScreen() {
  const t = useWords('applications');
  const mayWrite = useMay('write');
  const programs = useProgramChoices();
  const columns = useColumns();
  return (
    <>
      <ScreenHead title={t('list.title')} text={t('list.text')} />
      <DataTable
        name="applications"
        label={t('list.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/applications', { params: { query } }))}
        filters={[
          {
            name: 'status',
            label: t('field.status'),
            kind: 'choice',
            options: states.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          { name: 'program_id', label: t('field.program'), kind: 'choice', options: programs },
        ]}
        to={(row) => hrefOf('/applications/$application_id', { application_id: row.id })}
        {...(mayWrite
          ? { bulk: (rows: readonly Application[], clear: () => void) => <Bulk rows={rows} clear={clear} /> }
          : {})}
        empty={<EmptyNote icon={Inbox} title={t('list.empty')} text={t('list.empty_text')} />}
      />
    </>
  );
}

/** Those that are decided already take no part. */
function Bulk({ rows, clear }: { rows: readonly Application[]; clear: () => void }) {
  const t = useWords('applications');
  const waiting = rows.filter((row) => row.status === 'waiting');
  return (
    <DecideButtons
      ids={waiting.map((row) => row.id)}
      who={t('decide.many', { count: waiting.length })}
      size="compact-sm"
      done={clear}
    />
  );
}

function useColumns(): Column<Application>[] {
  const t = useWords('applications');
  return [
    {
      key: 'name',
      label: t('field.name'),
      cell: (row) => row.name ?? row.email ?? t('one.application'),
      csv: (row) => row.name,
    },
    { key: 'email', label: t('field.email'), cell: (row) => row.email ?? '–', csv: (row) => row.email, wide: true },
    {
      key: 'program',
      label: t('field.program'),
      cell: (row) => <ProgramName id={row.program_id} plain />,
      csv: (row) => row.program_id,
    },
    {
      key: 'status',
      label: t('field.status'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'country',
      label: t('field.country'),
      cell: (row) => row.country ?? '–',
      csv: (row) => row.country,
      wide: true,
    },
    {
      key: 'sponsor',
      label: t('field.sponsor'),
      cell: (row) => <PartnerName id={row.sponsor_id} />,
      csv: (row) => row.sponsor_id,
      wide: true,
    },
    {
      key: 'at',
      label: t('field.confirmed'),
      cell: (row) => <Instant at={row.confirmed_at} to="day" />,
      csv: (row) => row.confirmed_at,
    },
  ];
}
